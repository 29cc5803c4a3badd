"""Meetings of SEND Panel: planned, moved or called off, opened, attended and closed, and who may."""

from collections.abc import Collection
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from base.clock import now, today
from base.names import sort_key
from base.refusals import Refused, check_entered
from base.words import counted, day_in_words, time_in_words
from casework.cases.permissions import SEES_ALL_CASES
from casework.enums import Stage
from panels.agenda.actions import lock_meeting, meeting_facts, move_to_meeting, put_on_agenda
from panels.agenda.permissions import check_day_is_to_come, check_meeting_is
from panels.agenda.queries import items_waiting
from panels.enums import ItemStatus, MeetingStatus
from panels.members.actions import check_members_sit_on, check_user_can_plan_meeting, check_user_chairs, seats_of
from panels.models import AgendaItem, Meeting, MeetingAttendance, Member, Panel

WHY_CALLED_OFF = "why the meeting is called off"
READS_ALL_MEETINGS = (*SEES_ALL_CASES, Role.CASE_COORDINATOR)


def meetings_visible_to(user: User) -> QuerySet[Meeting]:
    """Meetings this person may know of: all for the casework team, those of their panels for members."""
    meetings = Meeting.objects.select_related("panel")
    if user.has_role(*READS_ALL_MEETINGS):
        return meetings
    return meetings.filter(panel__in=seats_of(user).values("panel"))


def meetings_to_carry_over_to(meeting: Meeting) -> QuerySet[Meeting]:
    """Later planned meetings of the same panel."""
    later = Q(held_on__gt=meeting.held_on) | Q(held_on=meeting.held_on, starts__gt=meeting.starts)
    return Meeting.objects.filter(later, panel=meeting.panel_id, status=MeetingStatus.PLANNED)


def check_user_can_call_off_meeting(user: User, meeting: Meeting) -> None:
    """Who plans the panel's meetings calls one off until it opens."""
    check_user_can_plan_meeting(user, meeting.panel)
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="call the meeting off")


def check_user_can_change_meeting(user: User, meeting: Meeting) -> None:
    """Who plans the panel's meetings changes day, time or place until the meeting opens."""
    check_user_can_plan_meeting(user, meeting.panel)
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="change its day, time or place")


def check_user_can_open_meeting(user: User, meeting: Meeting, day: date) -> None:
    """The chair opens a planned meeting on its day or after."""
    check_user_chairs(user, meeting.panel, act="open its meetings")
    check_meeting_is(meeting, MeetingStatus.PLANNED, act="open the meeting")
    if meeting.held_on > day:
        raise Refused(f"This meeting is on {day_in_words(meeting.held_on)}. It can be opened on that day.")


def check_user_can_record_presence(user: User, meeting: Meeting) -> None:
    """The chair records who is present while the meeting is open."""
    check_user_chairs(user, meeting.panel, act="record who is present")
    check_meeting_is(meeting, MeetingStatus.OPEN, act="change who is present")


def check_user_can_close_meeting(user: User, meeting: Meeting) -> None:
    """The chair closes an open meeting. One that is not going to be held is called off."""
    check_user_chairs(user, meeting.panel, act="close its meetings")
    check_meeting_is(meeting, MeetingStatus.OPEN, act="close the meeting")


def _check_time_is_free(panel: Panel, held_on: date, starts: time, *, but: Meeting | None = None) -> None:
    at_that_time = Meeting.objects.filter(panel=panel, held_on=held_on, starts=starts)
    if at_that_time.exclude(status=MeetingStatus.CALLED_OFF).exclude(pk=but.pk if but else 0).exists():
        raise Refused(
            f"{panel.name} already meets on {day_in_words(held_on)} at {time_in_words(starts)}. Choose another time.",
            field="starts",
        )


def plan_meeting(panel: Panel, *, held_on: date, starts: time, place: str, by: User) -> Meeting:
    """Plan a meeting of the panel for today or later. The panel's chair or a Lead may."""
    with transaction.atomic():
        Panel.objects.select_for_update().get(pk=panel.pk)
        check_user_can_plan_meeting(by, panel)
        check_day_is_to_come(held_on, today())
        _check_time_is_free(panel, held_on, starts)
        meeting = Meeting.objects.create(
            panel=panel, held_on=held_on, starts=starts, place=place.strip(), convened_at=now(), convened_by=by
        )
        audit.actions.record("panels.meeting_planned", by=by, subject=meeting, **meeting_facts(meeting))
    return meeting


def change_meeting(meeting: Meeting, *, held_on: date, starts: time, place: str, by: User) -> Meeting:
    """Move a planned meeting to another day, time or place; its agenda goes with it, and each case's trail says so."""
    with transaction.atomic():
        Panel.objects.select_for_update().get(pk=meeting.panel_id)
        meeting = lock_meeting(meeting)
        check_user_can_change_meeting(by, meeting)
        check_day_is_to_come(held_on, today())
        _check_time_is_free(meeting.panel, held_on, starts, but=meeting)
        before: dict[str, Any] = {"when_before": meeting.when, "place_before": meeting.place}
        meeting.held_on, meeting.starts, meeting.place = held_on, starts, place.strip()
        meeting.save(update_fields=["held_on", "starts", "place"])
        facts = {"when": meeting.when, **before, **meeting_facts(meeting)}
        audit.actions.record("panels.meeting_changed", by=by, subject=meeting, **facts)
        for item in items_waiting(meeting).select_related("case"):
            audit.actions.record("panels.item_meeting_changed", by=by, case=item.case, subject=item, **facts)
    return meeting


def call_off_meeting(meeting: Meeting, *, reason: str, by: User, move_to: Meeting | None = None) -> Meeting:
    """Call a planned meeting off, with the reason; it stays in the record.

    Effects: items of cases that have ended meanwhile come off the agenda. Those that are undecided go to `move_to`,
    another planned meeting of the panel, with their interests and comments; without one they wait, until each is moved
    to another meeting or taken back to the TAC.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_user_can_call_off_meeting(by, meeting)
        check_entered(reason, WHY_CALLED_OFF, field="reason")
        _take_off_what_left_the_panel(meeting, by=by)
        meeting.status = MeetingStatus.CALLED_OFF
        meeting.called_off_at, meeting.called_off_by, meeting.called_off_reason = now(), by, reason.strip()
        meeting.save(update_fields=["status", "called_off_at", "called_off_by", "called_off_reason"])
        facts = {"reason": meeting.called_off_reason, **meeting_facts(meeting)}
        audit.actions.record("panels.meeting_called_off", by=by, subject=meeting, **facts)
        for item in list(items_waiting(meeting).select_for_update(of=("self",)).select_related("case", "meeting")):
            audit.actions.record("panels.item_lost_its_meeting", by=by, case=item.case, subject=item, **facts)
            if move_to is not None:
                move_to_meeting(item, move_to, by=by)
    return meeting


def open_meeting(meeting: Meeting, *, present: Collection[Member], by: User) -> Meeting:
    """Open a meeting on its day, with the members who are present."""
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_user_can_open_meeting(by, meeting, today())
        check_members_sit_on(meeting.panel, present)
        meeting.status = MeetingStatus.OPEN
        meeting.opened_at, meeting.opened_by = now(), by
        meeting.save(update_fields=["status", "opened_at", "opened_by"])
        names = _keep_present(meeting, present)
        audit.actions.record("panels.meeting_opened", by=by, subject=meeting, present=names, **meeting_facts(meeting))
    return meeting


def record_presence(meeting: Meeting, *, present: Collection[Member], by: User) -> Meeting:
    """Record who is present at an open meeting now: somebody came late or had to leave."""
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_user_can_record_presence(by, meeting)
        check_members_sit_on(meeting.panel, present)
        names = _keep_present(meeting, present)
        audit.actions.record(
            "panels.presence_recorded", by=by, subject=meeting, present=names, **meeting_facts(meeting)
        )
    return meeting


def close_meeting(meeting: Meeting, *, by: User, carry_to: Meeting | None = None) -> Meeting:
    """Close a meeting when every item is decided, or carry what is left over to a later one.

    Effects: items of cases that have ended meanwhile come off the agenda; waiting items go to `carry_to`, keeping
    their interests and comments; the meeting is closed.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        check_user_can_close_meeting(by, meeting)
        _take_off_what_left_the_panel(meeting, by=by)
        waiting = list(items_waiting(meeting).select_for_update(of=("self",)).select_related("case"))
        if waiting:
            _carry_over(meeting, waiting, carry_to, by=by)
        meeting.status = MeetingStatus.CLOSED
        meeting.closed_at, meeting.closed_by = now(), by
        meeting.save(update_fields=["status", "closed_at", "closed_by"])
        audit.actions.record(
            "panels.meeting_closed", by=by, subject=meeting, carried_over=len(waiting), **meeting_facts(meeting)
        )
    return meeting


def _carry_over(meeting: Meeting, waiting: list[AgendaItem], carry_to: Meeting | None, *, by: User) -> None:
    if carry_to is None:
        are, it = ("is", "it") if len(waiting) == 1 else ("are", "them")
        raise Refused(
            f"{counted(len(waiting), 'item')} {are} not decided. Choose the later meeting to carry {it} over to."
        )
    carry_to = lock_meeting(carry_to)
    if not meetings_to_carry_over_to(meeting).filter(pk=carry_to.pk).exists():
        raise Refused(f"Choose a planned meeting of the same panel after {day_in_words(meeting.held_on)}.")
    for item in waiting:
        put_on_agenda(item, carry_to, by=by)
        audit.actions.record(
            "panels.item_carried_over", by=by, case=item.case, subject=item, meeting=str(meeting), to=str(carry_to)
        )


def _take_off_what_left_the_panel(meeting: Meeting, *, by: User) -> None:
    """Items whose case was withdrawn or otherwise ended while it waited."""
    gone = items_waiting(meeting).exclude(case__stage=Stage.PANEL).select_related("case")
    for item in gone:
        item.status = ItemStatus.WITHDRAWN
        item.withdrawn_at, item.withdrawn_by = now(), by
        item.withdrawn_reason = f"The case went to “{item.case.get_stage_display()}”."
        item.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        audit.actions.record(
            "panels.item_withdrawn",
            by=by,
            case=item.case,
            subject=item,
            meeting=str(meeting),
            reason=item.withdrawn_reason,
        )


def _keep_present(meeting: Meeting, present: Collection[Member]) -> list[str]:
    MeetingAttendance.objects.filter(meeting=meeting).exclude(member__in=present).delete()
    there = set(MeetingAttendance.objects.filter(meeting=meeting).values_list("member_id", flat=True))
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(meeting=meeting, member=member) for member in present if member.pk not in there
    )
    return sorted((member.user.full_name for member in present), key=sort_key)
