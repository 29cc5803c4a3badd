"""Every case gets the day of its next duty, by the clock as it was when this was written."""

from django.db import migrations
from django.db.models import Case, Exists, F, Max, OuterRef, Q, Subquery, Value, When

AT_ONCE = 10_000
ENDS = ("not_assessed", "not_issued", "withdrawn", "transferred_out", "ceased", "superseded")
MAINTAINED = "maintained"
RULES = "98ad27b3d73d56b6"
"""What `time_limits.rules_of_days` was: where it is another by now, the worker calculates every day anew."""

UNKNOWN = ""
"""Said where there are cases: until it is restarted the release before goes on moving them, and keeps no day."""


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    cases = apps.get_model("casework", "Case").objects.using(alias)
    plans = apps.get_model("casework", "PlanVersion").objects.using(alias).filter(case=OuterRef("pk"))
    under_way = cases.filter(child=OuterRef("child"), kind="key_stage_review").exclude(stage__in=(*ENDS, MAINTAINED))
    next_due_on = Case(
        When(stage="requested", then=F("decision_due_on")),
        When(Q(Exists(under_way), stage=MAINTAINED) | Q(stage__in=ENDS), then=Value(None)),
        When(stage=MAINTAINED, then=Subquery(plans.values("plan__review_due_on")[:1])),
        default=F("final_plan_due_on"),
    )
    is_resting = Case(When(stage__in=(*ENDS, MAINTAINED), then=Value(True)), default=Value(False))
    last = cases.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, AT_ONCE):
        some = cases.filter(pk__gt=after, pk__lte=after + AT_ONCE)
        some.update(next_due_on=next_due_on, is_resting=is_resting)
    rules = UNKNOWN if last else RULES
    apps.get_model("casework", "KeptDays").objects.using(alias).update_or_create(pk=1, defaults={"rules": rules})


def forget(apps, schema_editor):
    """The columns go with the migration before."""
    apps.get_model("casework", "KeptDays").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("casework", "0025_next_duty")]

    operations = [migrations.RunPython(fill, forget, elidable=False)]
