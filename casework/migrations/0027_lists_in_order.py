"""Every list of cases is read in its order from an index: all, those of a stage, of a co-ordinator, of a team.

The cases that somebody moved on are found without looking at every step, and words without looking at their rows: by the
word, or of a child in hand.
"""

import django.db.models.deletion
from django.db import migrations, models

CHILD: models.Field = models.ForeignKey(
    db_index=False,
    on_delete=django.db.models.deletion.CASCADE,
    related_name="search_words",
    to="casework.child",
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0026_next_duty_of_every_case")]

    operations = [
        migrations.RemoveIndex("case", "casework_ca_stage_c1d7a3_idx"),
        *(
            migrations.AddIndex(model, models.Index(fields=fields, name=name))
            for model, fields, name in (
                ("case", ["is_resting", "next_due_on", "id"], "case_in_order"),
                ("case", ["stage", "is_resting", "next_due_on", "id"], "case_of_stage_in_order"),
                ("case", ["coordinator", "is_resting", "next_due_on", "id", "stage"], "case_of_one_in_order"),
                ("case", ["team", "is_resting", "next_due_on", "id", "stage"], "case_of_team_in_order"),
                ("stagemove", ["moved_by", "case"], "stage_move_of_one"),
                ("searchword", ["child", "word", "case"], "search_word_of_child"),
                ("searchword", ["word", "child", "case"], "search_word_finds_case"),
            )
        ),
        migrations.RemoveIndex("searchword", "search_word_finds"),
        migrations.AlterField("searchword", "child", CHILD),
    ]
