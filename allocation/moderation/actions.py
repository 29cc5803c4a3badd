"""The queue of moderation and why forms are there; the range check that is kept when a form is verified."""

from collections.abc import Collection

from django.db.models import F, QuerySet

from accounts.models import User
from allocation.models import RangeCheck
from allocation.similar.queries import similar_cases_to
from allocation.similar.rules import range_of
from allocation.tables.actions import default_table, rule_of
from allocation.tables.rules import convert
from base.clock import now, today
from base.contribution import RangeFinding
from casework.cases.actions import keep_range_gap
from casework.cases.permissions import cases_visible_to, restrictions_of
from casework.enums import Stage
from casework.models import Case, StageMove
from scoring.enums import FormPurpose
from scoring.models import RasForm
from scoring.scores.queries import points_of


def why_here(cases: Collection[Case]) -> dict[int, str]:
    """Why each of these cases came to the stage it is at, by case id, in one query; "" where nobody said."""
    moves = StageMove.objects.filter(case__in=[case.pk for case in cases], to_stage=F("case__stage"))
    reasons = dict(moves.order_by("moved_at", "pk").values_list("case_id", "reason"))
    return {case.pk: reasons.get(case.pk, "") for case in cases}


def range_checks(cases: Collection[Case]) -> dict[int, RangeCheck]:
    """The latest range check of each of these cases' first forms, by case id, with its table, in one query."""
    checks = RangeCheck.objects.filter(form__case__in=cases, form__purpose=FormPurpose.FIRST)
    checks = checks.select_related("table").annotate(case_id=F("form__case_id"))
    return {check.case_id: check for check in checks.order_by("checked_at", "pk")}


def moderation_queue(user: User) -> QuerySet[Case]:
    """Cases at moderation: first those with too few similar cases to tell, then the farthest from what those got.

    Of equals the longest waiting comes first. Left out are cases that this person is to score blind. With child.
    """
    waiting = cases_visible_to(user).filter(stage=Stage.MODERATION)
    if closed := list(restrictions_of(user)):
        waiting = waiting.exclude(pk__in=closed)
    shown = ("reference", "stage_entered_at", "child__first_name", "child__last_name")
    in_order = (F("range_gap").desc(nulls_first=True), "stage_entered_at", "pk")
    return waiting.select_related("child").only(*shown).order_by(*in_order)


def record_range_check(form: RasForm) -> RangeFinding:
    """Whether what the service's table proposes for a form lies outside the middle half of similar cases.

    Outside also where fewer than five similar cases are too few to tell, or where no table is in use. Effect: the
    figures are kept as they were at the verification, the gap with the case too, which is sorted by it. Part of the
    action that verifies: call it locked.
    """
    table = default_table(today())
    if table is None:
        return RangeFinding(True, "No allocation table is in use, so there is no figure to compare.")
    points = points_of(form)
    proposed = convert(rule_of(table), points).annual_amount
    found = range_of(proposed, [similar.agreed_amount for similar in similar_cases_to(form)])
    quartiles = found.quartiles
    RangeCheck.objects.create(
        form=form,
        table=table,
        points=points,
        proposed_amount=proposed,
        similar_count=found.count,
        lower_quartile=quartiles.lower if quartiles else None,
        median=quartiles.median if quartiles else None,
        upper_quartile=quartiles.upper if quartiles else None,
        gap=found.gap,
        is_outside=found.is_outside,
        checked_at=now(),
    )
    keep_range_gap(form.case, found.gap)
    return RangeFinding(found.is_outside, found.words)
