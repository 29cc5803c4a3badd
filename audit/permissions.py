"""Who may read the whole trail."""

from typing import Protocol

from django.core.exceptions import PermissionDenied

READER = "service_administrator"


class HoldsRoles(Protocol):
    """A person with roles. The trail knows no app, so it knows people only by this."""

    def has_role(self, *roles: str) -> bool: ...


def check_user_can_read_trail(user: HoldsRoles) -> None:
    """Only the service administrator reads the trail of everything. Raises PermissionDenied."""
    if not user.has_role(READER):
        raise PermissionDenied("Only a service administrator can read the audit trail.")
