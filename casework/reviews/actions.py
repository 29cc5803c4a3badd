"""Key-stage reviews: the one under way, whether another may start, and starting it."""

from django.db import transaction
from django.utils.timezone import localdate

import audit.actions
from accounts.models import User
from base.clock import today
from base.refusals import Refused
from casework.cases.actions import lock_case, new_case
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import CaseKind, Stage
from casework.models import Case, Child, StageMove
from casework.stages import INACTIVE_STAGES
from casework.time_limits import review_due_on


def open_review_of(child: Child) -> Case | None:
    """The key-stage review of the child's plan that is under way."""
    under_way = child.cases.filter(kind=CaseKind.KEY_STAGE_REVIEW).exclude(stage__in=INACTIVE_STAGES)
    return under_way.select_related("coordinator").first()


def check_user_can_start_review(user: User, case: Case) -> None:
    """The co-ordinator of a maintained plan starts its review, one at a time."""
    check_user_works_case(user, case, act="start a review of its plan")
    check_case_is_at(case, Stage.MAINTAINED, act="start a review of the plan")
    under_way = open_review_of(case.child)
    if under_way:
        raise Refused(
            f"This plan is already being reviewed in case {under_way.reference}, "
            f"with {under_way.coordinator.full_name}. "
            "Another review can begin when that one has ended."
        )


def start_key_stage_review(case: Case, *, by: User) -> Case:
    """Start the review of a maintained plan in a new case of the child; it begins with asking for updated reports.

    Effects: the new case with its reference, at gathering reports, due within 12 months of the day the plan was
    issued (CFA 2014, s44(1)); it goes to the same co-ordinator, and the RAS form is scored again in it.
    Source: the RAS process, annual review before a key stage ends.
    """
    with transaction.atomic():
        maintained = lock_case(case)
        Child.objects.select_for_update().get(pk=maintained.child_id)
        check_user_can_start_review(by, maintained)
        review = new_case(
            maintained.child,
            by=by,
            coordinator=maintained.coordinator,
            requested_on=today(),
            kind=CaseKind.KEY_STAGE_REVIEW,
            stage=Stage.GATHERING_REPORTS,
        )
        review.decision_due_on = review.final_plan_due_on = review_due_on(localdate(maintained.stage_entered_at))
        review.save()
        StageMove.objects.create(case=review, to_stage=review.stage, moved_at=review.opened_at, moved_by=by)
        audit.actions.record(
            "casework.review_started", by=by, case=review, subject=review, of=maintained.reference, kind="key-stage"
        )
        audit.actions.record(
            "casework.review_announced", by=by, case=maintained, subject=review, review=review.reference
        )
    return review
