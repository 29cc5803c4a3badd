"""The gap of the latest range check of each case's form, with the case, a batch of cases at a time."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

AT_ONCE = 2000


def fill(apps, schema_editor):
    """Keep with each case the gap of the latest check of its first form."""
    alias = schema_editor.connection.alias
    cases = apps.get_model("casework", "Case").objects.using(alias)
    checks = apps.get_model("allocation", "RangeCheck").objects.using(alias).filter(form__purpose="first")
    latest = checks.filter(form__case=OuterRef("pk")).order_by("-checked_at", "-pk")
    checked = list(checks.exclude(gap=None).order_by("form__case_id").values_list("form__case_id", flat=True).distinct())
    for at in range(0, len(checked), AT_ONCE):
        cases.filter(pk__in=checked[at : at + AT_ONCE]).update(range_gap=Subquery(latest.values("gap")[:1]))


class Migration(migrations.Migration):
    # It stands here, not in allocation, which is migrated first of all: content types come between.
    dependencies = [
        ("casework", "0028_sorted_at_moderation"),
        ("allocation", "0006_agreed_case_profile_with_its_case"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
