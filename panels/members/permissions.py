"""Who gives seats on a panel, and who runs it."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.refusals import NotAllowed
from panels.members.queries import seat_on, seats_of
from panels.models import Member, Panel

LEAD, CHAIR = Role.LEAD_SEND_COORDINATOR, Role.PANEL_CHAIR


def check_user_can_manage_members(user: User | None) -> None:
    """The service administrator gives seats on a panel; the system (None) only when it is set up."""
    if user is not None:
        check_user_has_role(user, Role.SERVICE_ADMINISTRATOR, act="change who sits on a panel")


def check_person_can_sit(person: User, *, as_chair: bool) -> None:
    """A seat needs the role that goes with it."""
    if not person.has_role(Role.PANEL_MEMBER, CHAIR):
        raise NotAllowed(f"{person.full_name} needs the role Panel member first.")
    if as_chair and not person.has_role(CHAIR):
        raise NotAllowed(f"{person.full_name} needs the role Panel chair first.")


def check_user_chairs(user: User, panel: Panel, *, act: str) -> None:
    """Only a chair of this panel may `act`."""
    seat = seat_on(user, panel)
    if not user.has_role(CHAIR) or seat is None or not seat.is_chair:
        raise NotAllowed(f"Only a chair of {panel.name} can {act}.")


def check_user_can_plan_some_meeting(user: User) -> None:
    """Leads plan meetings, and so does a chair of any panel."""
    if not user.has_role(LEAD) and not (user.has_role(CHAIR) and seats_of(user).filter(is_chair=True).exists()):
        raise NotAllowed(f"Only a {CHAIR.label} or {LEAD.label} can plan a panel meeting.")


def check_user_can_plan_meeting(user: User, panel: Panel) -> None:
    """The chair of the panel, or a Lead, plans its meetings."""
    if not user.has_role(LEAD):
        check_user_chairs(user, panel, act="plan its meetings")


def not_a_member(panel: Panel, *, act: str) -> NotAllowed:
    """The refusal of what only members of the panel do."""
    return NotAllowed(f"Only a member of {panel.name} can {act}.")


def check_members_sit_on(panel: Panel, members: Iterable[Member]) -> None:
    """Only present members of the panel attend as members."""
    if any(member.panel_id != panel.pk or member.left_on for member in members):
        raise not_a_member(panel, act="be recorded as present")
