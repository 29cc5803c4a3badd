"""Shared reads of panels. Everything starts from what the person may see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

import allocation.queries
from accounts.enums import Role
from accounts.models import User
from accounts.queries import people_with_role
from casework.curtain import curtains_of
from casework.enums import Part
from casework.models import Case, Hand, PlanVersion, TacMeeting
from casework.queries.cases import (
    SEES_ALL_CASES,
    cases_visible_to,
    last_tac_result,
    plan_version_of,
    provision_lines_of,
)
from casework.queries.plans import provision_total_of
from panels.enums import ItemStatus, MeetingStatus, Signer
from panels.models import AgendaItem, Decision, Interest, Meeting, Member, Panel, SignOff
from panels.rules import NOTHING, Limit, Verdict, who_signs

PANEL_ROLES = (Role.PANEL_MEMBER, Role.PANEL_CHAIR)
READS_ALL_MEETINGS = (*SEES_ALL_CASES, Role.CASE_COORDINATOR)


# Figures


def limit_on(day: date) -> Limit:
    """The sign-off limit that holds on `day`, in pounds a year."""
    setting = allocation.queries.limit_on(day)
    return Limit(
        amount=setting.amount,
        tolerance=setting.tolerance,
        at_limit=Signer(setting.at_limit),
        equivalent=setting.basis,
    )


@dataclass(frozen=True)
class Figures:
    """What a TAC meeting ended with, held against the limit of a day. Pounds a year."""

    tac: TacMeeting
    plan_version: PlanVersion
    agreed: Decimal
    indicative: Decimal
    limit: Limit

    @property
    def verdict(self) -> Verdict:
        """Who signs a plan with these figures."""
        return who_signs(self.agreed, self.indicative, self.limit)

    @property
    def goes_to_panel(self) -> bool:
        return self.verdict.signer == Signer.PANEL


def agreed_figures(case: Case, day: date) -> Figures | None:
    """The figures frozen by the latest TAC meeting of the case, with the limit of `day`; None before a result."""
    tac, plan_version = last_tac_result(case), plan_version_of(case)
    if tac is None or tac.agreed_amount is None or plan_version is None:
        return None
    return Figures(tac, plan_version, tac.agreed_amount, tac.indicative_amount or NOTHING, limit_on(day))


def present_verdict(case: Case, day: date) -> Verdict | None:
    """Who would sign the plan as its provision stands now; None until there is an indicative resource and a line."""
    allocated = allocation.queries.allocation_of(case)
    if allocated is None or not provision_lines_of(case).exists():
        return None
    return who_signs(provision_total_of(case), allocated.amount, limit_on(day))


# Who sits where


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


def cases_on_agendas_of(user: User) -> Q:
    """Cases a panel member may read: on the agenda of a meeting of their panel, no interest declared.

    Cases decided at panel stay readable to its members; cases taken off the agenda do not.
    """
    if not user.has_role(*PANEL_ROLES):
        return Q(pk__in=())
    on_agendas = AgendaItem.objects.filter(meeting__panel__in=seats_of(user).values("panel")).exclude(
        status=ItemStatus.WITHDRAWN
    )
    return Q(pk__in=on_agendas.values("case")) & ~Q(pk__in=cases_with_interest_of(user))


def cases_with_interest_of(user: User) -> QuerySet[Interest, int]:
    """The ids of cases in which this person has declared an interest."""
    return Interest.objects.filter(member__user=user).values_list("item__case", flat=True)


# Meetings and agendas


def meetings_visible_to(user: User) -> QuerySet[Meeting]:
    """Meetings this person may know of: all for the casework team, those of their panels for members."""
    meetings = Meeting.objects.select_related("panel")
    if user.has_role(*READS_ALL_MEETINGS):
        return meetings
    return meetings.filter(panel__in=seats_of(user).values("panel"))


def meetings_taking_cases(day: date) -> QuerySet[Meeting]:
    """Planned meetings to which a case may still be taken, the next first."""
    return Meeting.objects.filter(status=MeetingStatus.PLANNED, held_on__gte=day).select_related("panel")


def members_recorded_at(meeting: Meeting) -> QuerySet[Member]:
    """Members recorded as present at a meeting."""
    return Member.objects.filter(pk__in=meeting.attendances.values("member")).select_related("user")


def meetings_to_carry_over_to(meeting: Meeting) -> QuerySet[Meeting]:
    """Later planned meetings of the same panel."""
    later = Q(held_on__gt=meeting.held_on) | Q(held_on=meeting.held_on, starts__gt=meeting.starts)
    return Meeting.objects.filter(later, panel=meeting.panel_id, status=MeetingStatus.PLANNED)


def items_visible_to(user: User) -> QuerySet[AgendaItem]:
    """Agenda items of cases this person may read, without those in which they declared an interest, and without those
    that are behind a curtain to them.
    """
    visible = AgendaItem.objects.filter(case__in=cases_visible_to(user)).exclude(case__in=cases_with_interest_of(user))
    return visible.exclude(case__in=list(curtains_of(user)))


def agenda_of(meeting: Meeting, user: User) -> QuerySet[AgendaItem]:
    """The items of a meeting that this person may see, in order, with child and decision."""
    return (
        items_visible_to(user)
        .filter(meeting=meeting)
        .exclude(status=ItemStatus.WITHDRAWN)
        .select_related("case__child", "case__coordinator", "decision__decided_by")
        .order_by("position", "pk")
    )


def order_of_agenda(meeting: Meeting) -> QuerySet[AgendaItem, int]:
    """The ids of all items on a meeting's agenda, in order."""
    on_agenda = AgendaItem.objects.filter(meeting=meeting).exclude(status=ItemStatus.WITHDRAWN)
    return on_agenda.order_by("position", "pk").values_list("pk", flat=True)


def items_kept_from(user: User, meeting: Meeting) -> int:
    """How many items of a meeting this person may not see because they declared an interest."""
    return (
        AgendaItem.objects.filter(meeting=meeting, case__in=cases_with_interest_of(user))
        .exclude(status=ItemStatus.WITHDRAWN)
        .count()
    )


def items_waiting(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Items of a meeting that are neither decided nor taken off."""
    return AgendaItem.objects.filter(meeting=meeting, status=ItemStatus.WAITING)


def interest_of(user: User, item: AgendaItem) -> Interest | None:
    """The interest this person declared in the item's case."""
    return Interest.objects.filter(member__user=user, item__case=item.case_id).first()


def took_another_part(case_id: int, user: User) -> bool:
    """Whether this person prepared the case: co-ordinates it, scored, verified or moderated its form."""
    if Case.objects.filter(pk=case_id, coordinator=user).exists():
        return True
    return Hand.objects.filter(case=case_id, person=user).exclude(part=Part.SIGNER).exists()


def members_deciding(item: AgendaItem) -> list[Member]:
    """Members present at the item's meeting who may judge it: no interest declared, no part taken in the case."""
    interested = Interest.objects.filter(item__case=item.case_id, member__user=OuterRef("user"))
    prepared = Hand.objects.filter(case=item.case_id, person=OuterRef("user")).exclude(part=Part.SIGNER)
    coordinates = Case.objects.filter(pk=item.case_id, coordinator=OuterRef("user"))
    present = members_recorded_at(item.meeting)
    return list(present.exclude(Exists(interested)).exclude(Exists(prepared)).exclude(Exists(coordinates)))


# What was decided about a case


def waiting_item(case: Case) -> AgendaItem | None:
    """The item under which the case waits for a panel meeting."""
    return AgendaItem.objects.filter(case=case, status=ItemStatus.WAITING).select_related("meeting__panel").first()


def decisions_on(case: Case) -> QuerySet[Decision]:
    """The panel's decisions on a case, newest first."""
    return (
        Decision.objects.filter(item__case=case)
        .select_related("item__meeting__panel", "decided_by")
        .order_by("-decided_at", "-pk")
    )


def sign_off_of(case: Case) -> SignOff | None:
    """The Lead's sign-off of the case's plan."""
    return SignOff.objects.filter(case=case).select_related("signed_by").first()
