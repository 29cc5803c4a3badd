"""May this person set the sign-off limit?"""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role


def check_user_can_set_limit(user: User | None) -> None:
    """The sign-off limit is a setting of the service; the set-up of the service (nobody) may load it."""
    if user is not None:
        check_user_has_role(
            user, Role.PERSONALISATION_OFFICER, Role.SERVICE_ADMINISTRATOR, act="set the sign-off limit"
        )
