"""The next duty of every case, kept with the case so that lists can be sorted by it and "late" be told when read."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from casework.enums import CaseKind, Stage
from casework.models import Case
from casework.stages import INACTIVE_STAGES
from casework.time_limits import next_duty_on, rests_at

KEPT = ("next_due_on", "is_resting")


def keep_next_duties(child_id: int, *held: Case) -> None:
    """Write down the next duty of each case of a child, as the clock has it from what is recorded now.

    Every action that writes a stage, a day due, a review day or whose case it is calls it, in its transaction and after
    it has written. A review's own case and that of the plan depend on each other, so all cases of the child are looked
    at; only those that differ are written. `held` are cases in hand that are to know it too.
    """
    known = {}
    for case in with_facts(Case.objects.filter(child=child_id)):
        before = kept_duty(case)
        known[case.pk] = set_next_duty(case)
        if known[case.pk] != before:
            Case.objects.filter(pk=case.pk).update(**known[case.pk])
    for each in held:
        for name, value in known.get(each.pk, {}).items():
            setattr(each, name, value)


def with_facts(cases: QuerySet[Case]) -> QuerySet[Case]:
    """These cases with all that the clock asks of them, in one query, so that it is of one moment."""
    under_way = Case.objects.filter(child=OuterRef("child"), kind=CaseKind.KEY_STAGE_REVIEW).exclude(
        stage__in=INACTIVE_STAGES
    )
    return cases.annotate(review_due_on=F("plan_version__plan__review_due_on"), is_under_review=Exists(under_way)).only(
        "stage", "kind", "requested_on", "decision_due_on", "final_plan_due_on", *KEPT
    )


def set_next_duty(case: Any) -> dict[str, Any]:
    """Set the next duty of a case that came `with_facts`; returned by the names of its fields."""
    stage = Stage(case.stage)
    case.is_resting = rests_at(stage)
    case.next_due_on = next_duty_on(
        stage,
        decision_due_on=case.decision_due_on,
        final_plan_due_on=case.final_plan_due_on,
        review_due_on=case.review_due_on,
        is_under_review=case.is_under_review,
    )
    return kept_duty(case)


def kept_duty(case: Case) -> dict[str, Any]:
    """What a case has of its next duty, by the names of its fields."""
    return {name: getattr(case, name) for name in KEPT}
