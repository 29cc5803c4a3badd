"""The setting that was in force without being written down: all lines count, whoever pays, one-off costs included.

Meetings that ended and plans that were approved were counted by it. A meeting that is open, began with nothing costed
and has no round yet counts its first round from what its lines come to now.
"""

from datetime import date

from django.db import migrations
from django.db.models import Sum

EVERYTHING = "element_2 top_up health social_care one_off"


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    models = {name: apps.get_model("casework", name).objects.using(alias) for name in ("CountingSetting", "TacMeeting")}
    models["CountingSetting"].get_or_create(
        effective_from=date(2017, 9, 1),
        defaults={"counting": EVERYTHING, "basis": "The gross total: the source says “total resource recommended”"},
    )
    models["TacMeeting"].filter(concluded_at__isnull=False).update(counting=EVERYTHING)
    apps.get_model("casework", "PlanVersion").objects.using(alias).filter(approved_at__isnull=False).update(
        counting=EVERYTHING
    )
    lines = apps.get_model("casework", "ProvisionLine").objects.using(alias)
    for meeting in models["TacMeeting"].filter(concluded_at=None, opening_amount=0, rounds=None):
        costed = lines.filter(plan_version__case=meeting.case_id).aggregate(total=Sum("annual_amount"))["total"]
        if costed:
            meeting.first_costed_amount = costed
            meeting.save(update_fields=["first_costed_amount"])


def forget(apps, schema_editor):
    alias = schema_editor.connection.alias
    apps.get_model("casework", "CountingSetting").objects.using(alias).filter(set_by=None).delete()
    for name in ("TacMeeting", "PlanVersion"):
        apps.get_model("casework", name).objects.using(alias).update(counting="")


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_what_counts")]

    operations = [migrations.RunPython(fill, forget, elidable=False)]
