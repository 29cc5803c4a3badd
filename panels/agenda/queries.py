"""What is on a meeting's agenda, and which of it a person may see. Everything starts from what the person may see."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from casework.cases.permissions import cases_visible_to, restrictions_of
from casework.enums import Part
from casework.models import Case, CasePart
from panels.enums import ItemStatus, MeetingStatus
from panels.members.actions import PANEL_ROLES, seats_of
from panels.models import AgendaItem, Interest, Meeting, Member


def cases_on_agendas_of(user: User) -> Q:
    """Cases a panel member may read: on the agenda of a meeting of their panel, no interest declared.

    Cases decided at panel stay readable to its members; cases taken off the agenda do not. A case whose meeting was
    called off is still with the panel, and waits for its next meeting.
    """
    if not user.has_role(*PANEL_ROLES):
        return Q(pk__in=())
    on_agendas = AgendaItem.objects.filter(meeting__panel__in=seats_of(user).values("panel")).exclude(
        status=ItemStatus.WITHDRAWN
    )
    return Q(pk__in=on_agendas.values("case")) & ~Q(pk__in=cases_with_interest_of(user))


def interests_that_stand() -> QuerySet[Interest]:
    """The interests that were declared and not taken back."""
    return Interest.objects.filter(taken_back_at=None)


def cases_with_interest_of(user: User) -> QuerySet[Interest, int]:
    """The ids of cases in which this person has declared an interest."""
    return interests_that_stand().filter(member__user=user).values_list("item__case", flat=True)


def interests_in(case: Case) -> QuerySet[Interest]:
    """Every interest declared in a case, also those taken back, with member, meeting and who took it back."""
    related = ("member__user", "item__meeting__panel", "taken_back_by")
    return Interest.objects.filter(item__case=case).select_related(*related)


def meetings_taking_cases(day: date) -> QuerySet[Meeting]:
    """Planned meetings to which a case may still be taken, the next first."""
    return Meeting.objects.filter(status=MeetingStatus.PLANNED, held_on__gte=day).select_related("panel")


def meetings_to_move_to(meeting: Meeting, day: date) -> QuerySet[Meeting]:
    """The other planned meetings of the same panel that are still to come."""
    return meetings_taking_cases(day).filter(panel=meeting.panel_id).exclude(pk=meeting.pk)


def members_recorded_at(meeting: Meeting) -> QuerySet[Member]:
    """Members recorded as present at a meeting."""
    return Member.objects.filter(pk__in=meeting.attendances.values("member")).select_related("user")


def items_visible_to(user: User) -> QuerySet[AgendaItem]:
    """Agenda items of cases this person may read, without those in which they declared an interest, and without those
    that are closed to them, because they are to score blind.
    """
    visible = AgendaItem.objects.filter(case__in=cases_visible_to(user)).exclude(case__in=cases_with_interest_of(user))
    return visible.exclude(case__in=list(restrictions_of(user)))


def agenda_of(meeting: Meeting, user: User) -> QuerySet[AgendaItem]:
    """The items of a meeting that this person may see, in order, with child and decision."""
    return (
        items_visible_to(user)
        .filter(meeting=meeting)
        .exclude(status=ItemStatus.WITHDRAWN)
        .select_related("case__child", "case__coordinator", "decision__decided_by")
        .order_by("position", "pk")
    )


def order_of_agenda(meeting: Meeting) -> QuerySet[AgendaItem, tuple[int, int]]:
    """All items on a meeting's agenda in order, each as its id and that of its case."""
    on_agenda = AgendaItem.objects.filter(meeting=meeting).exclude(status=ItemStatus.WITHDRAWN)
    return on_agenda.order_by("position", "pk").values_list("pk", "case_id")


def items_waiting(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Items of a meeting that are neither decided nor taken off."""
    return AgendaItem.objects.filter(meeting=meeting, status=ItemStatus.WAITING)


def interests_by_case(cases: Iterable[int]) -> dict[int, list[Interest]]:
    """The interests of members that stand in these cases, by case, each member once, in one query."""
    found: dict[int, dict[int, Interest]] = {}
    interests = interests_that_stand().filter(item__case__in=cases).select_related("member__user", "item")
    for interest in interests.order_by("declared_at", "pk"):
        found.setdefault(interest.item.case_id, {}).setdefault(interest.member.user_id, interest)
    return {case: list(declared.values()) for case, declared in found.items()}


def interest_of(user: User, item: AgendaItem) -> Interest | None:
    """The interest this person declared in the item's case."""
    return interests_that_stand().filter(member__user=user, item__case=item.case_id).first()


def took_another_part(case_id: int, user: User) -> bool:
    """Whether this person prepared the case: co-ordinates it, scored, verified or moderated its form."""
    if Case.objects.filter(pk=case_id, coordinator=user).exists():
        return True
    return CasePart.objects.filter(case=case_id, person=user).exclude(part=Part.SIGNER).exists()


def members_deciding(item: AgendaItem) -> list[Member]:
    """Members present at the item's meeting who may judge it: no interest declared, no part taken in the case."""
    interested = interests_that_stand().filter(item__case=item.case_id, member__user=OuterRef("user"))
    prepared = CasePart.objects.filter(case=item.case_id, person=OuterRef("user")).exclude(part=Part.SIGNER)
    coordinates = Case.objects.filter(pk=item.case_id, coordinator=OuterRef("user"))
    present = members_recorded_at(item.meeting)
    return list(present.exclude(Exists(interested)).exclude(Exists(prepared)).exclude(Exists(coordinates)))
