"""Each case that was allocated is told its indicative resource, and the content type of unit costs moves with them."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def tell_cases(apps, schema_editor):
    """Write the amount, the time and the person of each case's live allocation on the case."""
    live = apps.get_model("allocation", "Allocation").objects.filter(replaced_at=None)
    of_case = live.filter(case=OuterRef("pk"))
    apps.get_model("casework", "Case").objects.filter(pk__in=live.values("case")).update(
        indicative_amount=Subquery(of_case.values("amount")),
        indicative_at=Subquery(of_case.values("allocated_at")),
        indicative_by=Subquery(of_case.values("allocated_by")),
    )


def untell_cases(apps, schema_editor):
    """Take it off the cases again: the allocations still say it."""
    apps.get_model("casework", "Case").objects.update(indicative_amount=None, indicative_at=None, indicative_by=None)


def content_type_to(app_label):
    """Return the step that gives the content type of unit costs to an app."""

    def move(apps, schema_editor):
        types = apps.get_model("contenttypes", "ContentType").objects.filter(model="unitcost")
        if not types.filter(app_label=app_label).exists():
            types.update(app_label=app_label)

    return move


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0004_unit_costs_move_to_casework"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(tell_cases, untell_cases),
        migrations.RunPython(content_type_to("casework"), content_type_to("allocation")),
    ]
