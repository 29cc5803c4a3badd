"""Earlier decisions get what their item has frozen: who signs exactly at the limit.

A different amount was approved at once, and the plan's lines have stayed: what section F comes to is what it came to.
"""

from decimal import Decimal

from django.db import migrations
from django.db.models import Sum


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    lines = apps.get_model("casework", "ProvisionLine").objects.using(alias)
    for decision in apps.get_model("panels", "Decision").objects.using(alias).select_related("item"):
        decision.at_limit = decision.item.at_limit
        if decision.outcome == "agree_different":
            section_f = lines.filter(plan_version=decision.plan_version_id, section="F")
            decision.section_f_amount = section_f.aggregate(total=Sum("annual_amount"))["total"] or Decimal(0)
        decision.save(update_fields=["at_limit", "section_f_amount"])


class Migration(migrations.Migration):
    dependencies = [("panels", "0005_what_counts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
