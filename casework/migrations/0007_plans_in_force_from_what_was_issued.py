"""The days, the end and the reviews of every plan, from what was issued and how its cases ended.

Of a plan the version issued last is in force; the others are replaced, and their cases with them. A key-stage review
whose amended plan was issued ended at the latest on that day: no other day was kept. A plan whose case ceased or was
transferred has ended; what was begun for the child after that belongs to another plan.
"""

from datetime import date, timedelta

from django.db import migrations
from django.utils.timezone import localdate

ENDS = ("ceased", "transferred_out")


def day_before_the_anniversary(day):
    try:
        return day.replace(year=day.year + 1) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year + 1, 2, 28)


def parts_of(versions):
    """The versions of a plan, parted where one had ended before the next was begun."""
    parts = []
    for version in versions:
        if not parts or has_ended(parts[-1]) and version.case.kind == "initial_assessment":
            parts.append([])
        parts[-1].append(version)
    return parts


def has_ended(versions):
    issued = [version for version in versions if version.status == "issued"]
    return bool(issued) and issued[-1].case.stage in ENDS


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    plans = apps.get_model("casework", "Plan").objects.using(alias)
    versions = apps.get_model("casework", "PlanVersion").objects.using(alias)
    for plan in plans.iterator():
        parts = parts_of(versions.filter(plan=plan).select_related("case").order_by("number"))
        for at, part in enumerate(parts):
            own = plan if at == 0 else plans.create(child_id=plan.child_id)
            if at:
                versions.filter(pk__in=[version.pk for version in part]).update(plan=own)
            issued = [version for version in part if version.status == "issued"]
            if issued:
                fill_plan(apps, alias, own, issued)


def fill_plan(apps, alias, plan, issued):
    replaced, last = issued[:-1], issued[-1]
    versions = apps.get_model("casework", "PlanVersion").objects.using(alias)
    versions.filter(pk__in=[version.pk for version in replaced]).update(status="replaced")
    cases = apps.get_model("casework", "Case").objects.using(alias)
    cases.filter(pk__in=[version.case_id for version in replaced], stage="maintained").update(stage="superseded")
    plan.first_made_on = began = localdate(issued[0].issued_at)
    for version in issued:
        if version.case.kind == "key_stage_review":
            began = localdate(version.issued_at)
            apps.get_model("casework", "PlanReview").objects.using(alias).create(
                plan=plan,
                case_id=version.case_id,
                decision="amend",
                told_on=began,
                recorded_at=version.issued_at,
                recorded_by_id=version.issued_by_id,
            )
    plan.review_due_on = day_before_the_anniversary(began)
    if last.case.stage in ENDS:
        moves = apps.get_model("casework", "StageMove").objects.using(alias)
        move = moves.filter(case_id=last.case_id, to_stage=last.case.stage).latest("moved_at", "pk")
        plan.end, plan.ended_on, plan.ended_at = last.case.stage, localdate(move.moved_at), move.moved_at
        plan.ended_by_id, plan.end_reason = move.moved_by_id, move.reason or "No reason was recorded."
    plan.save(using=alias)


def empty(apps, schema_editor):
    alias = schema_editor.connection.alias
    plans = apps.get_model("casework", "Plan").objects.using(alias)
    versions = apps.get_model("casework", "PlanVersion").objects.using(alias)
    versions.filter(status="replaced").update(status="issued")
    apps.get_model("casework", "Case").objects.using(alias).filter(stage="superseded").update(stage="maintained")
    first = {}
    for plan in plans.order_by("pk"):
        if plan.child_id in first:
            versions.filter(plan=plan).update(plan_id=first[plan.child_id])
            apps.get_model("casework", "PlanReview").objects.using(alias).filter(plan=plan).delete()
            plan.delete()
        else:
            first[plan.child_id] = plan.pk


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0006_the_plan_is_the_childs_record'),
    ]

    operations = [
        migrations.RunPython(fill, empty),
    ]
