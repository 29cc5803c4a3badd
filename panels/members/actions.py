"""Members of SEND Panel: who sits on it, who chairs it, who plans its meetings; giving and ending a seat."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Prefetch, QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from accounts.queries import people_of_panels
from base.clock import today
from base.refusals import NotAllowed
from panels.enums import QUORUM
from panels.models import Member, Panel

LEAD, CHAIR = Role.LEAD_SEND_COORDINATOR, Role.PANEL_CHAIR
PANEL_ROLES = (Role.PANEL_MEMBER, CHAIR)

PANEL_NAME = "SEND Panel"


def seats_of(user: User) -> QuerySet[Member]:
    """The panel seats this person holds now. The role is needed besides the seat."""
    if not user.has_role(*PANEL_ROLES):
        return Member.objects.none()
    return Member.objects.filter(user=user, left_on=None)


def seat_on(user: User, panel: Panel | int) -> Member | None:
    """This person's present seat on a panel."""
    return seats_of(user).filter(panel=panel).first()


def present_members(panel: Panel | int) -> QuerySet[Member]:
    """Who sits on the panel now, the chair first."""
    return Member.objects.filter(panel=panel, left_on=None).select_related("user")


def panels_with_members() -> QuerySet[Panel]:
    """The panels, each with who sits on it now as `present`, in two queries."""
    present = Member.objects.filter(left_on=None).select_related("user")
    return Panel.objects.prefetch_related(Prefetch("members", queryset=present, to_attr="present"))


def people_who_may_join(panel: Panel) -> QuerySet[User]:
    """People with a panel role and no seat on the panel."""
    return people_of_panels().exclude(pk__in=present_members(panel).values("user"))


def panels_planned_by(user: User) -> QuerySet[Panel]:
    """Panels whose meetings this person may plan: all for a Lead, those they chair for a chair."""
    if user.has_role(Role.LEAD_SEND_COORDINATOR):
        return Panel.objects.all()
    return Panel.objects.filter(pk__in=seats_of(user).filter(is_chair=True).values("panel"))


def check_user_can_manage_members(user: User | None) -> None:
    """The service administrator gives seats on a panel; the system (None) only when it is set up."""
    if user is not None:
        check_user_has_role(user, Role.SERVICE_ADMINISTRATOR, act="change who sits on a panel")


def check_person_can_sit(person: User, *, as_chair: bool) -> None:
    """A seat needs the role that goes with it."""
    if not person.has_role(Role.PANEL_MEMBER, CHAIR):
        raise NotAllowed(f"{person.full_name} needs the role Panel member first. Give it to them on their page.")
    if as_chair and not person.has_role(CHAIR):
        raise NotAllowed(f"{person.full_name} needs the role Panel chair first. Give it to them on their page.")


def check_user_chairs(user: User, panel: Panel, *, act: str) -> None:
    """Only a chair of this panel may `act`."""
    seat = seat_on(user, panel)
    if not user.has_role(CHAIR) or seat is None or not seat.is_chair:
        raise NotAllowed(f"Only a chair of {panel.name} can {act}. Ask one of them to do it.")


def check_user_can_plan_some_meeting(user: User) -> None:
    """Leads plan meetings, and so does a chair of any panel."""
    if not user.has_role(LEAD) and not (user.has_role(CHAIR) and seats_of(user).filter(is_chair=True).exists()):
        raise NotAllowed(f"Only a {CHAIR.label} or {LEAD.label} can plan a panel meeting. Ask one of them to do it.")


def check_user_can_plan_meeting(user: User, panel: Panel) -> None:
    """The chair of the panel, or a Lead, plans its meetings."""
    if not user.has_role(LEAD):
        check_user_chairs(user, panel, act="plan its meetings")


def not_a_member(panel: Panel, *, act: str) -> NotAllowed:
    """The refusal of what only members of the panel do."""
    return NotAllowed(f"Only a member of {panel.name} can {act}. A service administrator decides who is one.")


def check_members_sit_on(panel: Panel, members: Iterable[Member]) -> None:
    """Only present members of the panel attend as members."""
    if any(member.panel_id != panel.pk or member.left_on for member in members):
        raise not_a_member(panel, act="be recorded as present")


def add_member(panel: Panel, user: User, *, by: User | None, is_chair: bool = False) -> Member:
    """Give `user` a seat on the panel, or make an existing seat the chair's (or no longer)."""
    with transaction.atomic():
        check_user_can_manage_members(by)
        check_person_can_sit(user, as_chair=is_chair)
        member, is_new = Member.objects.select_for_update().get_or_create(
            panel=panel, user=user, left_on=None, defaults={"is_chair": is_chair, "joined_on": today()}
        )
        if not is_new and member.is_chair == is_chair:
            return member
        member.is_chair = is_chair
        member.save(update_fields=["is_chair"])
        audit.actions.record(
            "panels.member_added",
            by=by,
            subject=member,
            person=user.full_name,
            panel=panel.name,
            seat="chair" if is_chair else "member",
        )
    return member


def end_membership(member: Member, *, by: User | None) -> Member:
    """End a seat today. The seat is kept for the meetings it served; its holder sees the panel's cases no more."""
    with transaction.atomic():
        check_user_can_manage_members(by)
        member = Member.objects.select_for_update().select_related("panel", "user").get(pk=member.pk)
        if member.left_on is None:
            member.left_on = max(today(), member.joined_on)
            member.save(update_fields=["left_on"])
            audit.actions.record(
                "panels.member_left", by=by, subject=member, person=member.user.full_name, panel=member.panel.name
            )
    return member


def load_starter_panel(by: User | None = None) -> Panel:
    """The SEND Panel, made once, without members: seats are given to people by name."""
    with transaction.atomic():
        panel, is_new = Panel.objects.get_or_create(name=PANEL_NAME, defaults={"quorum": QUORUM})
        if is_new:
            audit.actions.record("panels.panel_made", by=by, subject=panel, panel=panel.name, quorum=panel.quorum)
    return panel
