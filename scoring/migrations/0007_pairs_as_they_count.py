"""The two scorings of a case as they count, which never change once they are kept: the database sees to that itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "scoring_scoredpair"
REFUSAL = "Two scorings of a case stay as they were submitted"
GUARDS = (("scored_pair_update", "UPDATE"), ("scored_pair_delete", "DELETE"))


def guard(apps, schema_editor):
    """Put a guard before every change of what was kept."""
    for name, event in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION fixed_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER fixed_{name} BEFORE {event} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION fixed_{name}()"
            )


def unguard(apps, schema_editor):
    """Take the guards away."""
    for name, _event in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER fixed_{name}")
        else:
            schema_editor.execute(f"DROP TRIGGER fixed_{name} ON {TABLE}")
            schema_editor.execute(f"DROP FUNCTION fixed_{name}()")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0024_one_folded_name"),
        ("scoring", "0006_sample_counts_and_submissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoredPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_ranks", models.CharField(max_length=40)),
                ("first_points", models.PositiveIntegerField()),
                ("first_submitted_at", models.DateTimeField()),
                ("second_ranks", models.CharField(max_length=40)),
                ("second_points", models.PositiveIntegerField()),
                ("second_submitted_at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "first_submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scoring.framework"
                    ),
                ),
                (
                    "second_submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ("case",)},
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
