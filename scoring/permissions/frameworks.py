"""May this person read or change this framework, now? Each check returns nothing, or raises the refusal."""

from accounts.enums import Role
from accounts.models import User
from casework.permissions.cases import check_user_has_role
from scoring.exceptions.frameworks import FrameworkIsFixed
from scoring.models import Framework


def check_user_can_publish_frameworks(user: User | None) -> None:
    """The Personalisation Officer owns the frameworks; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="publish a framework")


def check_framework_can_change(framework: Framework) -> None:
    """A framework that has been published never changes: forms rest on it."""
    if framework.is_fixed:
        raise FrameworkIsFixed(framework.title)
