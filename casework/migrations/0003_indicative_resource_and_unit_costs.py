"""The indicative resource becomes a fact of the case, and unit costs are the business of provision.

Unit costs keep their table, which allocation made: only what Django knows of it moves.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

def person() -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def at_with_by(act: str, model: str) -> models.CheckConstraint:
    neither = Q(**{f"{act}_at__isnull": True, f"{act}_by__isnull": True})
    both = Q(**{f"{act}_at__isnull": False, f"{act}_by__isnull": False})
    return models.CheckConstraint(condition=neither | both, name=f"{model}_{act}_at_with_by")


BASES = [
    ("weekly_hour_year", "a year for each weekly hour"),
    ("hour_weeks", "an hour, for a number of weeks"),
    ("session", "a session"),
    ("year", "a year"),
    ("one_off", "once"),
]
PAYERS = [
    ("element_2", "Setting (element 2)"),
    ("top_up", "Top-up (element 3)"),
    ("health", "Health"),
    ("social_care", "Social care"),
]

UNIT_COST = migrations.CreateModel(
    name="UnitCost",
    fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("name", models.CharField(max_length=100)),
        ("abbreviation", models.CharField(blank=True, max_length=10)),
        ("basis", models.CharField(choices=BASES, max_length=20)),
        ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
        ("effective_from", models.DateField()),
        ("effective_to", models.DateField(blank=True, null=True)),
        (
            "payer",
            models.CharField(choices=PAYERS, default="top_up", max_length=20, verbose_name="usually paid by"),
        ),
        ("is_illustrative", models.BooleanField(default=True)),
        ("set_at", models.DateTimeField(blank=True, null=True)),
        ("set_by", person()),
    ],
    options={
        "db_table": "allocation_unitcost",
        "ordering": ("name", "effective_from"),
        "constraints": (
            at_with_by("set", "unitcost"),
            models.CheckConstraint(condition=Q(basis__in=[key for key, _word in BASES]), name="unit_cost_basis_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="unit_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="unit_cost_ends_after_start",
            ),
            models.UniqueConstraint(fields=("name", "effective_from"), name="unit_cost_begins_once"),
            models.UniqueConstraint(
                fields=("name",), condition=Q(effective_to=None), name="one_present_unit_cost"
            ),
        ),
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_case_parts_and_duty_exceptions"),
        ("allocation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[UNIT_COST]),
        migrations.AddField(
            model_name="case",
            name="indicative_amount",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True),
        ),
        migrations.AddField(
            model_name="case", name="indicative_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(model_name="case", name="indicative_by", field=person()),
        migrations.AddConstraint(model_name="case", constraint=at_with_by("indicative", "case")),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=Q(indicative_amount=None, indicative_at=None)
                | Q(indicative_amount__gte=0, indicative_at__isnull=False),
                name="case_indicative_resource_is_whole",
            ),
        ),
    ]
