"""What the pages of panel meetings show."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.contribution import NextStep, step
from base.pages import is_allowed
from base.words import day_in_words, listed
from crispy_govuk.tables import Cell, Column, DataTable
from panels.agenda.permissions import check_user_can_order_agenda
from panels.agenda.queries import (
    agenda_of,
    cases_with_interest_of,
    interests_by_case,
    items_visible_to,
    items_waiting,
    order_of_agenda,
)
from panels.enums import OVER, TO_COME, ItemStatus
from panels.meetings.actions import (
    check_user_can_call_off_meeting,
    check_user_can_change_meeting,
    check_user_can_close_meeting,
    check_user_can_open_meeting,
    check_user_can_record_presence,
    meetings_visible_to,
)
from panels.members.actions import check_user_can_plan_meeting, seat_on
from panels.models import AgendaItem, Decision, Meeting

LISTED = 25
"""How many meetings to come are shown."""

SHOWN = ("held_on", "starts", "place", "status", "panel__name")
"""What a list of meetings shows of each."""


def meetings_to_come(user: User) -> list[Meeting]:
    """The meetings that are not over, the next first."""
    to_come = meetings_visible_to(user).filter(status__in=TO_COME)
    return list(to_come.only(*SHOWN).order_by("held_on", "starts", "pk")[:LISTED])


def caption_to_come(shown: Sequence[Meeting]) -> str:
    """The heading of their list, which says where it is cut off."""
    return f"The next {LISTED} meetings" if len(shown) == LISTED else "Meetings to come"


def meetings_over(user: User) -> QuerySet[Meeting]:
    """The meetings that are closed or called off, the last first."""
    return meetings_visible_to(user).filter(status__in=OVER).only(*SHOWN).order_by("-held_on", "-starts", "-pk")


def item_counts(meetings: Iterable[Meeting]) -> dict[int, dict[str, int]]:
    """How many items of each of these meetings wait and how many are decided, by meeting and status, in one query."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    items = AgendaItem.objects.filter(meeting__in=list(meetings), status__in=(ItemStatus.WAITING, ItemStatus.DECIDED))
    for meeting, status, count in items.order_by().values_list("meeting", "status").annotate(Count("pk")):
        counts[meeting][status] = count
    return counts


def meetings_table(
    caption: str, meetings: Iterable[Meeting], counts: Mapping[int, Mapping[str, int]], *, empty: str
) -> DataTable:
    """Meetings with the counts of their items: day, place, and how far the agenda is."""
    rows = [
        [
            Cell(
                meeting.when,
                href=reverse("panels:meeting_detail", args=[meeting.pk]),
                sub=meeting.panel.name,
            ),
            meeting.place,
            _counts_in_words(counts.get(meeting.pk, {})),
            Cell(meeting.get_status_display(), tag=meeting.status),
        ]
        for meeting in meetings
    ]
    columns = [Column("Day"), Column("Place"), Column("Agenda"), Column("Meeting is")]
    return DataTable(caption, columns, rows, empty=empty)


def _counts_in_words(counts: Mapping[str, int]) -> str:
    words = ((ItemStatus.WAITING, "to decide"), (ItemStatus.DECIDED, "decided"))
    return ", ".join(f"{counts[status]} {what}" for status, what in words if counts.get(status)) or "No items"


@dataclass(frozen=True)
class AgendaRow:
    """One line of an agenda as a person sees it. `item` is None where the case is not open to them."""

    number: int
    of: int
    item: AgendaItem | None = None
    has_interest: bool = False
    decision: Decision | None = None
    interests: str = ""
    may_declare: bool = False
    has_moved: bool = False

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.of


def agenda_rows(meeting: Meeting, user: User, *, moved: str = "") -> list[AgendaRow]:
    """The items of a meeting, numbered alike for everybody; what is not open to this person is a number and no more.

    None where nothing of it is theirs to know. Members may declare an interest in those waiting. `moved` is the number
    of the row that was moved just now.
    """
    order = list(order_of_agenda(meeting))
    shown = {item.pk: item for item in agenda_of(meeting, user)}
    interested = set(cases_with_interest_of(user))
    declared = interests_by_case([item.case_id for item in shown.values()])
    is_member = seat_on(user, meeting.panel) is not None
    if not shown and not any(case in interested for _, case in order):
        return []
    rows = []
    for number, (key, case) in enumerate(order, start=1):
        item = shown.get(key)
        if item is None:
            rows.append(AgendaRow(number, len(order), has_interest=case in interested))
            continue
        rows.append(
            AgendaRow(
                number,
                len(order),
                item,
                decision=item.decision if item.status == ItemStatus.DECIDED else None,
                interests=listed(each.member.user.full_name for each in declared.get(item.case_id, ())),
                may_declare=is_member and item.is_waiting,
                has_moved=str(key) == moved,
            )
        )
    return rows


def meeting_page(meeting: Meeting, user: User, *, moved: str = "") -> dict[str, Any]:
    """What the page of a meeting shows: when and where, who is there, the agenda, what may be done."""
    present = [attendance.member.user.full_name for attendance in meeting.attendances.select_related("member__user")]
    return {
        "meeting": meeting,
        "summary": _meeting_summary(meeting, present),
        "rows": agenda_rows(meeting, user, moved=moved),
        "waits_for_another": meeting.is_called_off and items_waiting(meeting).exists(),
        "carried_on": meeting.items_carried_on.filter(item__in=items_visible_to(user)).select_related(
            "item__case__child", "to_meeting"
        ),
        "may_order": is_allowed(lambda: check_user_can_order_agenda(user, meeting)),
        "steps": meeting_steps(meeting, user),
    }


def _meeting_summary(meeting: Meeting, present: list[str]) -> list[dict[str, str]]:
    quorum = meeting.panel.quorum
    needed = f"{quorum} {'member' if quorum == 1 else 'members'} without an interest"
    rows = [
        {"key": "When", "value": f"{meeting.held_on:%A} {meeting.when}"},
        {"key": "Where", "value": meeting.place},
        {"key": "Quorum for each item", "value": needed},
    ]
    if meeting.is_called_off and meeting.called_off_by:
        who, when = meeting.called_off_by.full_name, day_in_words(meeting.called_off_at)
        rows.append({"key": "Called off", "value": f"{who}, {when}: “{meeting.called_off_reason}”"})
    elif not meeting.is_planned:
        rows.append({"key": "Present", "value": ", ".join(present) or "Nobody recorded"})
    return rows


def meeting_steps(meeting: Meeting, user: User) -> list[NextStep]:
    """What the people who run the meeting may do next; nothing for anybody else."""
    if not is_allowed(lambda: check_user_can_plan_meeting(user, meeting.panel)) or meeting.status in OVER:
        return []
    key = [meeting.pk]
    if meeting.is_open:
        close = step(
            "Close the meeting",
            reverse("panels:meeting_close", args=key),
            lambda: check_user_can_close_meeting(user, meeting),
        )
        presence = step(
            "Change who is present",
            reverse("panels:meeting_presence", args=key),
            lambda: check_user_can_record_presence(user, meeting),
        )
        return [presence, close]
    opening = step(
        "Open the meeting",
        reverse("panels:meeting_open", args=key),
        lambda: check_user_can_open_meeting(user, meeting, today()),
        primary=True,
    )
    change = step(
        "Change day, time or place",
        reverse("panels:meeting_change", args=key),
        lambda: check_user_can_change_meeting(user, meeting),
    )
    call_off = step(
        "Call the meeting off",
        reverse("panels:meeting_call_off", args=key),
        lambda: check_user_can_call_off_meeting(user, meeting),
    )
    return [opening, change, call_off]
