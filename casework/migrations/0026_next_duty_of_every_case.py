"""Every case gets the day of its next duty, by the clock as it was when this was written."""

from django.db import migrations
from django.db.models import Max

AT_ONCE = 10_000
ENDS = ("not_assessed", "not_issued", "withdrawn", "transferred_out", "ceased", "superseded")
MAINTAINED = "maintained"
RULES = "98ad27b3d73d56b6"
"""What `time_limits.rules_of_days` was: where it is another by now, the worker calculates every day anew."""

UNKNOWN = ""
"""Said where there are cases: until it is restarted the release before goes on moving them, and keeps no day."""


UPDATE = """
UPDATE casework_case
SET is_resting = CASE WHEN stage IN %(rest)s THEN %(yes)s ELSE %(no)s END,
    next_due_on = CASE
        WHEN stage = 'requested' THEN decision_due_on
        WHEN stage IN %(ends)s THEN NULL
        WHEN stage <> 'maintained' THEN final_plan_due_on
        WHEN EXISTS (
            SELECT 1 FROM casework_case review
            WHERE review.child_id = casework_case.child_id
                AND review.kind = 'key_stage_review' AND review.stage NOT IN %(rest)s
        ) THEN NULL
        ELSE (
            SELECT plan.review_due_on FROM casework_planversion version
            JOIN casework_plan plan ON plan.id = version.plan_id
            WHERE version.case_id = casework_case.id
        )
    END
WHERE id > %(after)s AND id <= %(last)s
"""


def fill(apps, schema_editor):
    connection = schema_editor.connection
    last = apps.get_model("casework", "Case").objects.using(connection.alias).aggregate(last=Max("pk"))["last"] or 0
    told = {"ends": in_sql(ENDS), "rest": in_sql((*ENDS, MAINTAINED))}
    for name in ("yes", "no", "after", "last"):
        told[name] = "%s"
    statement = UPDATE % told
    with connection.cursor() as cursor:
        for after in range(0, last, AT_ONCE):
            cursor.execute(statement, [True, False, after, after + AT_ONCE])
    rules = UNKNOWN if last else RULES
    kept = apps.get_model("casework", "KeptDays").objects.using(connection.alias)
    kept.update_or_create(pk=1, defaults={"rules": rules})


def in_sql(stages):
    """Stages as a list in SQL."""
    return "(" + ", ".join(f"'{stage}'" for stage in stages) + ")"


def forget(apps, schema_editor):
    """The columns go with the migration before."""
    apps.get_model("casework", "KeptDays").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("casework", "0025_next_duty")]

    operations = [migrations.RunPython(fill, forget, elidable=False)]
