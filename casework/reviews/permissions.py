"""May this person start a review, now?"""

from accounts.models import User
from base.refusals import Refused
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import CaseKind, Stage
from casework.models import Case, Child
from casework.stages import ENDS


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


def open_review_of(child: Child) -> Case | None:
    """The key-stage review of the child's plan that is under way."""
    under_way = child.cases.filter(kind=CaseKind.KEY_STAGE_REVIEW).exclude(stage__in=(*ENDS, Stage.MAINTAINED))
    return under_way.select_related("coordinator").first()
