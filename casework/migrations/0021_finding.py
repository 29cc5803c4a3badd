"""How children are found: a table of their folded words, and names in one order on both databases.

What was decided of two records that may be of one child has its tables too.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import base.names

ID: tuple[str, models.Field] = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def whom(model, *, on_delete=django.db.models.deletion.PROTECT, **how):
    return models.ForeignKey(on_delete=on_delete, to=model, **{"related_name": "+", **how})


def sort_key_of(*names):
    return base.names.SortKeyField(blank=True, default="", editable=False, max_length=255, of=names)


CASCADE = django.db.models.deletion.CASCADE
KINDS = [
    ("name", "Name"),
    ("known_as", "Known-as name"),
    ("earlier", "What another record of the child said"),
    ("contact", "Contact"),
    ("setting", "Setting"),
    ("birth", "Date of birth"),
    ("upn", "UPN"),
    ("reference", "Reference of a case"),
]


def both_or_neither(act):
    at, by = f"{act}_at__isnull", f"{act}_by__isnull"
    return models.Q(models.Q((at, True), (by, True)), models.Q((at, False), (by, False)), _connector="OR")


class Migration(migrations.Migration):
    dependencies = [
        ('casework', '0020_fields_of_child_and_contact'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="child", options={"ordering": ("sort_name", "pk"), "verbose_name_plural": "children"}
        ),
        migrations.AlterModelOptions(name="setting", options={"ordering": ("sort_name", "pk")}),
        migrations.AlterModelOptions(name="unitcost", options={"ordering": ("sort_name", "effective_from", "pk")}),
        migrations.AddField("child", "sort_name", sort_key_of("last_name", "first_name")),
        migrations.AddField("setting", "sort_name", sort_key_of("name")),
        migrations.AddField("unitcost", "sort_name", sort_key_of("name")),
        migrations.AddIndex("child", models.Index(fields=["sort_name", "id"], name="child_in_order")),
        migrations.AddIndex("child", models.Index(fields=["date_of_birth"], name="child_by_birth")),
        migrations.AddIndex("setting", models.Index(fields=["sort_name", "id"], name="setting_in_order")),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ID,
                ("child", whom("casework.child", on_delete=CASCADE, related_name="search_words")),
                ("case", whom("casework.case", on_delete=CASCADE, null=True, db_index=False)),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("word", base.names.FoldedField(max_length=60)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["word", "child"], name="search_word_finds"),
                    models.Index(
                        fields=["case"], condition=models.Q(("case__isnull", False)), name="search_word_of_case"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnotherChild",
            fields=[
                ID,
                ("first", whom("casework.child", on_delete=CASCADE)),
                ("second", whom("casework.child", on_delete=CASCADE)),
                ("answered_at", models.DateTimeField()),
                ("answered_by", whom(settings.AUTH_USER_MODEL)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_by", whom(settings.AUTH_USER_MODEL, blank=True, null=True)),
            ],
            options={
                "ordering": ("answered_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="another_child_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("first", "second"),
                        name="another_child_answered_once",
                    ),
                    models.CheckConstraint(
                        condition=both_or_neither("taken_back"), name="anotherchild_taken_back_at_with_by"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildMerge",
            fields=[
                ID,
                ("kept", whom("casework.child", related_name="merges")),
                ("merged", whom("casework.child")),
                ("kept_before", models.JSONField(verbose_name="the record that is kept, as it was")),
                ("kept_after", models.JSONField(verbose_name="the record that is kept, as the merge left it")),
                ("merged_before", models.JSONField(verbose_name="the other record, as it was")),
                ("moved", models.JSONField()),
                ("reason", models.TextField(max_length=2000)),
                ("merged_at", models.DateTimeField()),
                ("merged_by", whom(settings.AUTH_USER_MODEL)),
                ("undone_reason", models.TextField(blank=True, max_length=2000)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by", whom(settings.AUTH_USER_MODEL, blank=True, null=True)),
            ],
            options={
                "ordering": ("merged_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("merged")), _negated=True), name="merge_of_two_records"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="merge_says_why"),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("merged",), name="record_merged_once"
                    ),
                    models.CheckConstraint(condition=both_or_neither("undone"), name="childmerge_undone_at_with_by"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_reason", "")),
                            models.Q(
                                ("undone_at__isnull", False), models.Q(("undone_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="undone_merge_says_why",
                    ),
                ],
            },
        ),
    ]
