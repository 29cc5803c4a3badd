"""May an assessment be opened, or decided on, by this person, now?"""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.refusals import Refused
from casework.cases.permissions import check_case_is_at
from casework.enums import Stage
from casework.models import Case, Child
from casework.requests.queries import live_assessment_of


def check_user_can_open_case(user: User) -> None:
    """Co-ordinators open cases; a Lead may open one and give it to a co-ordinator."""
    check_user_has_role(user, Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, act="open a case")


def check_no_live_assessment(child: Child) -> None:
    """A child has one initial assessment at a time, and none while a plan is maintained."""
    live = live_assessment_of(child)
    if live:
        raise Refused(
            f"This child already has case {live.reference}, at “{Stage(live.stage).label}”, "
            f"with {live.coordinator.full_name}. "
            "A second initial assessment cannot be opened while that case is live."
        )


def check_user_can_decide_assessment(user: User, case: Case) -> None:
    """The Lead decides whether to assess, while the request is undecided."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="decide whether to assess")
    check_case_is_at(case, Stage.REQUESTED, act="decide whether to assess")
