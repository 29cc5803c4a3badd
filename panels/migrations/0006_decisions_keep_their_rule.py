"""Earlier decisions get what their item has frozen: who signs exactly at the limit."""

from django.db import migrations


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    for decision in apps.get_model("panels", "Decision").objects.using(alias).select_related("item"):
        decision.at_limit = decision.item.at_limit
        decision.save(update_fields=["at_limit"])


class Migration(migrations.Migration):
    dependencies = [("panels", "0005_what_counts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
