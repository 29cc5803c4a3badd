"""Meetings: planned, ordered, opened, closed with nothing left over; and who sits on a panel."""

from datetime import time, timedelta

import pytest

from accounts.enums import Role
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from base.words import day_in_words
from casework.enums import Stage
from panels.agenda.actions import comment_on_item, move_item, reschedule_item, withdraw_item
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome, ItemStatus, MeetingStatus
from panels.meetings.actions import (
    call_off_meeting,
    change_meeting,
    close_meeting,
    open_meeting,
    plan_meeting,
    record_presence,
)
from panels.members.actions import add_member, end_membership, load_starter_panel, seat_on
from panels.models import AgendaItem, Member, Panel
from tests.factories.journeys import a_planned_meeting
from tests.factories.panels import an_item, opened, seats
from tests.factories.people import a_person

WEEK = timedelta(days=7)


def plan(people, *, by=None, day=None, panel=None):
    return plan_meeting(
        panel or load_starter_panel(), held_on=day or today(), starts=time(14), place="Room 2", by=by or people.chair
    )


@pytest.mark.both_databases
def test_the_chair_and_a_lead_plan_meetings(people):
    assert plan(people).when.endswith("at 2pm")
    assert plan(people, by=people.signer, day=today() + WEEK).status == MeetingStatus.PLANNED


def test_nobody_else_does(people):
    for by in (people.coordinator, people.members[0], people.officer, a_person(Role.PANEL_CHAIR)):
        with pytest.raises(NotAllowed):
            plan(people, by=by)


def test_a_meeting_is_planned_for_today_or_later_at_a_free_time(people):
    with pytest.raises(Refused, match="The day of the meeting must be today or later"):
        plan(people, day=today() - timedelta(days=1))
    plan(people)
    with pytest.raises(Refused, match=r"at 2pm. Choose another time."):
        plan(people)


def test_a_meeting_is_moved_until_it_is_open(people):
    meeting = plan(people)
    moved = change_meeting(meeting, held_on=today(), starts=time(15), place="Room 3", by=people.signer)
    assert (moved.starts, moved.place) == (time(15), "Room 3")
    assert sentence_of(AuditEvent.objects.first()) == (
        f"Grace Obi changed a meeting of SEND Panel from {meeting.when}, Room 2, to {moved.when}, Room 3"
    )
    opened(meeting, people)
    with pytest.raises(Refused, match="now: the meeting of"):
        change_meeting(meeting, held_on=today(), starts=time(16), place="Room 3", by=people.chair)


def test_the_trail_of_each_case_says_that_its_meeting_was_moved(people, item):
    was = item.meeting.when
    change_meeting(item.meeting, held_on=today() + WEEK, starts=time(15), place="Online", by=people.chair)
    item.meeting.refresh_from_db()
    told = AuditEvent.objects.filter(case_id=item.case_id).first()
    assert sentence_of(told) == (
        f"Maya Chen moved the meeting that is to decide the plan from {was}, Shire Hall, to {item.meeting.when}, Online"
    )


def test_a_meeting_is_opened_on_its_day(people):
    meeting = plan(people, day=today() + WEEK)
    with pytest.raises(Refused, match="It can be opened on that day"):
        open_meeting(meeting, present=seats(people), by=people.chair)
    with acting_at(now() + WEEK):
        assert open_meeting(meeting, present=seats(people), by=people.chair).status == MeetingStatus.OPEN
    with pytest.raises(Refused, match=r"You cannot .* now: the meeting of .* is open"):
        open_meeting(meeting, present=[], by=people.chair)


def test_only_members_of_the_panel_are_present(people):
    other = Panel.objects.create(name="Post-16 Panel")
    stranger = add_member(other, people.members[0], by=None)
    meeting = plan(people)
    with pytest.raises(NotAllowed, match="Only a member of"):
        open_meeting(meeting, present=[stranger], by=people.chair)


def test_who_is_present_is_changed_while_it_is_open(people):
    meeting = plan(people)
    with pytest.raises(Refused, match="now: the meeting of"):
        record_presence(meeting, present=[], by=people.chair)
    opened(meeting, people)
    record_presence(meeting, present=seats(people, people.chair), by=people.chair)
    assert [row.member.user for row in meeting.attendances.all()] == [people.chair]
    assert sentence_of(AuditEvent.objects.first()).endswith("Maya Chen")


def test_the_agenda_is_ordered_until_the_meeting_opens(people, item):
    second = an_item(people)
    move_item(second, up=True, by=people.chair)
    assert list(AgendaItem.objects.order_by("position")) == [second, item]
    assert move_item(second, up=True, by=people.chair).position == 1
    move_item(second, up=False, by=people.signer)
    assert list(AgendaItem.objects.order_by("position")) == [item, second]
    with pytest.raises(NotAllowed):
        move_item(second, up=True, by=people.members[0])
    opened(item.meeting, people)
    with pytest.raises(Refused, match="now: the meeting of"):
        move_item(second, up=True, by=people.chair)


def test_a_meeting_closes_when_nothing_is_left(people):
    meeting = opened(plan(people), people)
    assert close_meeting(meeting, by=people.chair).status == MeetingStatus.CLOSED
    with pytest.raises(Refused, match=r"You cannot .* now: the meeting of .* is closed"):
        close_meeting(meeting, by=people.chair)


def test_a_meeting_is_called_off_until_it_opens(people):
    meeting = plan(people)
    with pytest.raises(Refused, match="Enter why the meeting is called off"):
        call_off_meeting(meeting, reason=" ", by=people.chair)
    with pytest.raises(NotAllowed, match="Only a chair of SEND Panel can plan its meetings"):
        call_off_meeting(meeting, reason="Snow.", by=people.members[0])
    off = call_off_meeting(meeting, reason=" Snow. ", by=people.signer)
    assert (off.status, off.called_off_by, off.called_off_reason) == (
        MeetingStatus.CALLED_OFF,
        people.signer,
        "Snow.",
    )
    day = day_in_words(meeting.held_on)
    told = f"Grace Obi called off the meeting of SEND Panel on {day}: “Snow.”"
    assert sentence_of(AuditEvent.objects.first()) == told
    for act in (
        lambda: call_off_meeting(meeting, reason="Snow.", by=people.chair),
        lambda: open_meeting(meeting, present=[], by=people.chair),
        lambda: change_meeting(meeting, held_on=today(), starts=time(9), place="", by=people.chair),
        lambda: close_meeting(meeting, by=people.chair),
    ):
        with pytest.raises(Refused, match=r"was called off\."):
            act()
    opening = opened(plan(people), people)
    with pytest.raises(Refused, match=r"You cannot call the meeting off now: the meeting of .* is open"):
        call_off_meeting(opening, reason="Snow.", by=people.chair)


def test_a_planned_meeting_is_not_closed(people):
    with pytest.raises(Refused, match=r"You cannot close the meeting now: the meeting of .* is not open yet"):
        close_meeting(plan(people), by=people.chair)


def test_the_items_of_a_meeting_that_is_called_off_go_to_another(people, item):
    sooner = plan(people)
    comment_on_item(item, text="A question.", by=people.members[0])
    call_off_meeting(item.meeting, reason="Snow.", move_to=sooner, by=people.chair)
    item.refresh_from_db()
    assert (item.meeting, item.status, item.comments.count()) == (sooner, ItemStatus.WAITING, 1)
    verbs = list(AuditEvent.objects.filter(case_id=item.case_id).values_list("verb", flat=True)[:2])
    assert verbs == ["panels.item_moved", "panels.item_lost_its_meeting"]
    assert item.carryings.get().to_meeting == sooner


def test_items_wait_when_no_meeting_is_chosen_and_are_moved_one_by_one(people, item):
    call_off_meeting(item.meeting, reason="Snow.", by=people.chair)
    item.refresh_from_db()
    assert (item.status, item.case.stage) == (ItemStatus.WAITING, Stage.PANEL)
    with pytest.raises(Refused, match="was called off"):
        record_decision(item, outcome=DecisionOutcome.AGREE, reasons="x", by=people.chair)
    later = a_planned_meeting(people, today() + WEEK)
    for by in (people.members[0], people.officer):
        with pytest.raises(NotAllowed, match="Only a chair of SEND Panel can plan its meetings"):
            reschedule_item(item, meeting=later, by=by)
    elsewhere = plan(people, by=people.signer, panel=Panel.objects.create(name="Post-16 Panel"))
    for meeting in (item.meeting, elsewhere):
        with pytest.raises(Refused, match="Choose another planned meeting of the same panel"):
            reschedule_item(item, meeting=meeting, by=people.coordinator)
    moved = reschedule_item(item, meeting=later, by=people.coordinator)
    assert (moved.meeting, moved.position) == (later, 1)
    told = sentence_of(AuditEvent.objects.first())
    assert told == f"Amina Yusuf moved the plan from {item.meeting} to {later}"
    with acting_at(now() + WEEK):
        opened(later, people)
        with pytest.raises(Refused, match="You cannot move the plan to another meeting now"):
            reschedule_item(item, meeting=plan(people), by=people.chair)


def test_an_item_that_waits_without_a_meeting_may_go_back_to_the_tac(people, item):
    call_off_meeting(item.meeting, reason="Snow.", by=people.chair)
    withdraw_item(item, reason="Talk again first.", by=people.coordinator)
    item.case.refresh_from_db()
    assert item.case.stage == Stage.TAC


def test_what_left_the_panel_comes_off_when_its_meeting_is_called_off(people, item):
    type(item.case).objects.filter(pk=item.case_id).update(stage=Stage.WITHDRAWN)
    call_off_meeting(item.meeting, reason="Snow.", by=people.chair)
    item.refresh_from_db()
    assert item.status == ItemStatus.WITHDRAWN


def test_another_meeting_may_be_planned_at_the_time_of_one_that_was_called_off(people):
    off = call_off_meeting(plan(people), reason="Snow.", by=people.chair)
    again = plan(people)
    assert (again.held_on, again.starts) == (off.held_on, off.starts)


def test_what_is_left_is_carried_over_with_its_comments(people, item):
    later = a_planned_meeting(people, today() + WEEK)
    comment_on_item(item, text="A question.", by=people.members[0])
    opened(item.meeting, people)
    with pytest.raises(Refused, match=r"1 item is not decided. Choose the later meeting to carry it over to."):
        close_meeting(item.meeting, by=people.chair)
    close_meeting(item.meeting, carry_to=later, by=people.chair)
    item.refresh_from_db()
    assert (item.meeting, item.status, item.comments.count()) == (later, ItemStatus.WAITING, 1)
    assert item.carryings.get().to_meeting == later


def test_items_go_to_a_later_planned_meeting_of_the_same_panel_only(people, item):
    earlier = plan(people)
    opened(item.meeting, people)
    elsewhere = plan(people, by=people.signer, day=today() + WEEK, panel=Panel.objects.create(name="Post-16 Panel"))
    for meeting in (item.meeting, elsewhere):
        with pytest.raises(Refused, match="Choose a planned meeting of the same panel after"):
            close_meeting(item.meeting, carry_to=meeting, by=people.chair)
    assert close_meeting(item.meeting, carry_to=earlier, by=people.chair)


def test_an_item_whose_case_ended_comes_off_when_the_meeting_closes(people, item):
    type(item.case).objects.filter(pk=item.case_id).update(stage=Stage.WITHDRAWN)
    close_meeting(opened(item.meeting, people), by=people.chair)
    item.refresh_from_db()
    assert (item.status, item.withdrawn_reason) == (ItemStatus.WITHDRAWN, "The case went to “Withdrawn”.")


def test_the_starter_panel_is_made_once(people):
    assert load_starter_panel() == load_starter_panel()
    assert Panel.objects.get().quorum == 3


def test_a_seat_needs_the_role_and_is_given_by_the_administrator(people, administrator, member):
    panel = load_starter_panel()
    with pytest.raises(NotAllowed, match="needs the role Panel member first"):
        add_member(panel, people.coordinator, by=administrator)
    with pytest.raises(NotAllowed, match="needs the role Panel chair first"):
        add_member(panel, member, by=administrator, is_chair=True)
    with pytest.raises(NotAllowed, match="Only a Service administrator"):
        add_member(panel, member, by=people.chair)
    seat = add_member(panel, member, by=administrator)
    assert add_member(panel, member, by=administrator) == seat
    end_membership(seat, by=administrator)
    assert seat_on(member, panel) is None
    assert add_member(panel, member, by=administrator) != seat
    assert Member.objects.filter(user=member).count() == 2
