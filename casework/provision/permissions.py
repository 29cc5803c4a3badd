"""May this person change the provision, now?"""

from accounts.models import User
from casework.models import Case
from casework.versions.permissions import check_not_agreed, check_user_can_draft_plan


def check_user_can_change_provision(user: User, case: Case) -> None:
    """Provision lines change while drafting and at the TAC, but not after a meeting ended with their figures."""
    check_user_can_draft_plan(user, case)
    check_not_agreed(case)
