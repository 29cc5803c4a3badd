"""Who may say how scoring is watched."""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role


def check_user_can_set_scoring(user: User) -> None:
    """The Personalisation Officer owns the analysis, and with it which forms are moderated and scored twice."""
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="say which forms are moderated or scored twice")
