"""What the pages of panel meetings show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.contribution import NextStep, step
from base.pages import is_allowed
from crispy_govuk.tables import Cell, Column, DataTable
from panels.agenda.permissions import check_user_can_order_agenda
from panels.agenda.queries import agenda_of, items_kept_from, items_visible_to, order_of_agenda
from panels.enums import ItemStatus
from panels.meetings.actions import (
    check_user_can_change_meeting,
    check_user_can_close_meeting,
    check_user_can_open_meeting,
    check_user_can_record_presence,
)
from panels.members.actions import check_user_can_plan_meeting, seat_on
from panels.models import AgendaItem, Decision, Meeting

LISTED = 100


def meetings_table(caption: str, meetings: QuerySet[Meeting], *, newest_first: bool = False, empty: str) -> DataTable:
    """Up to a hundred meetings with day, place, how many items wait and how many are decided."""
    order = ("-held_on", "-starts", "-pk") if newest_first else ("held_on", "starts", "pk")
    counted = meetings.annotate(
        waiting=Count("items", filter=Q(items__status=ItemStatus.WAITING)),
        decided=Count("items", filter=Q(items__status=ItemStatus.DECIDED)),
    )
    rows = [
        [
            Cell(
                meeting.when,
                href=reverse("panels:meeting_detail", args=[meeting.pk]),
                sub=meeting.panel.name,
            ),
            meeting.place,
            _count_in_words(meeting.waiting, meeting.decided),
            Cell(meeting.get_status_display(), tag=meeting.status),
        ]
        for meeting in counted.order_by(*order)[:LISTED]
    ]
    columns = [Column("Day"), Column("Place"), Column("Agenda"), Column("Meeting is")]
    return DataTable(caption, columns, rows, empty=empty)


def _count_in_words(waiting: int, decided: int) -> str:
    counts = []
    if waiting:
        counts.append(f"{waiting} to decide")
    if decided:
        counts.append(f"{decided} decided")
    return ", ".join(counts) or "No items"


@dataclass(frozen=True)
class AgendaRow:
    """One line of an agenda as a person sees it."""

    item: AgendaItem
    number: int
    decision: Decision | None
    may_declare: bool
    is_first: bool
    is_last: bool


def agenda_rows(meeting: Meeting, user: User) -> list[AgendaRow]:
    """The items of a meeting a person may see, with the numbers they have for everybody.

    Members may declare an interest in those waiting.
    """
    order = list(order_of_agenda(meeting))
    is_member = seat_on(user, meeting.panel) is not None
    return [
        AgendaRow(
            item,
            number=order.index(item.pk) + 1,
            decision=item.decision if item.status == ItemStatus.DECIDED else None,
            may_declare=is_member and item.is_waiting,
            is_first=item.pk == order[0],
            is_last=item.pk == order[-1],
        )
        for item in agenda_of(meeting, user)
    ]


def meeting_page(meeting: Meeting, user: User) -> dict[str, Any]:
    """What the page of a meeting shows: when and where, who is there, the agenda, what may be done."""
    present = [attendance.member.user.full_name for attendance in meeting.attendances.select_related("member__user")]
    return {
        "meeting": meeting,
        "summary": _meeting_summary(meeting, present),
        "rows": agenda_rows(meeting, user),
        "kept_from": items_kept_from(user, meeting),
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
    if not meeting.is_planned:
        rows.append({"key": "Present", "value": ", ".join(present) or "Nobody recorded"})
    return rows


def meeting_steps(meeting: Meeting, user: User) -> list[NextStep]:
    """What the people who run the meeting may do next; nothing for anybody else."""
    if not is_allowed(lambda: check_user_can_plan_meeting(user, meeting.panel)) or meeting.is_closed:
        return []
    key = [meeting.pk]
    close = step(
        "Close the meeting" if meeting.is_open else "Close it without meeting",
        reverse("panels:meeting_close", args=key),
        lambda: check_user_can_close_meeting(user, meeting),
    )
    if meeting.is_open:
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
    return [opening, change, close]
