"""Who sits on which panel."""

from django.db.models import Prefetch, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.queries import people_with_role
from panels.models import Member, Panel

PANEL_ROLES = (Role.PANEL_MEMBER, Role.PANEL_CHAIR)


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
    return people_with_role(*PANEL_ROLES).exclude(pk__in=present_members(panel).values("user"))


def panels_planned_by(user: User) -> QuerySet[Panel]:
    """Panels whose meetings this person may plan: all for a Lead, those they chair for a chair."""
    if user.has_role(Role.LEAD_SEND_COORDINATOR):
        return Panel.objects.all()
    return Panel.objects.filter(pk__in=seats_of(user).filter(is_chair=True).values("panel"))
