"""A decision whether to assess has a day of its own: for those recorded so far, the day in London they were recorded."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    decisions = apps.get_model("casework", "AssessmentDecision").objects.using(schema_editor.connection.alias)
    for decision in decisions.filter(decided_on=None).iterator():
        decision.decided_on = timezone.localtime(decision.decided_at).date()
        decision.save(update_fields=["decided_on"])


def forget(apps, schema_editor):
    """Before, a case had one decision: those that were replaced or taken back cannot be kept."""
    decisions = apps.get_model("casework", "AssessmentDecision").objects.using(schema_editor.connection.alias)
    decisions.exclude(replaced_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_facts_put_right")]

    operations = [migrations.RunPython(fill, forget, elidable=False)]
