"""Who may read how far scorers agree."""

from accounts.enums import Role
from accounts.models import User
from casework.permissions.cases import check_user_has_role
from scoring.permissions.second_scoring import WATCHING


def check_user_can_read_agreement(user: User) -> None:
    """Whoever scores, verifies or moderates reads how far a score can be relied on; it names nobody."""
    check_user_has_role(user, Role.CASE_COORDINATOR, *WATCHING, act="read how far scorers agree")


def check_user_can_read_leanings(user: User) -> None:
    """What is said of one scorer is for those who can help."""
    check_user_has_role(user, *WATCHING, act="read how one person scores")
