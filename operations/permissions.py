"""Who looks after the service."""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role


def check_user_looks_after_service(user: User) -> None:
    """The state of the service and its mail are the service administrator's."""
    check_user_has_role(user, Role.SERVICE_ADMINISTRATOR, act="look after the service and its mail")
