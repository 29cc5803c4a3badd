"""TAC meetings: one at a time, attended, reconsidered in rounds, ended with figures that stand."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused
from base.words import day_in_words
from casework.cases.actions import close_case
from casework.enums import Presence, RoundMeans, Stage, TacResult
from casework.provision.actions import change_provision_line
from casework.tac.actions import (
    Attended,
    call_off_tac,
    change_tac,
    conclude_tac,
    convene_tac,
    present_tac_meeting,
    record_attendance,
    record_round,
    tac_meetings_of,
)
from casework.tac.permissions import check_tac_settled
from casework.tac.presenters import result_in_words
from casework.versions.actions import last_tac_result, open_tac_meeting
from tests.factories.plans import LESSONS, a_concluded_meeting, a_plan_at_the_tac, a_plan_being_drafted, a_tac_meeting

TOMORROW = timedelta(days=1)


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def cut_to(meeting, hours, coordinator):
    line = meeting.case.plan_version.provision_lines.get()
    return change_provision_line(line, replace(LESSONS, quantity=Decimal(hours)), by=coordinator)


def test_a_meeting_opens_with_the_total_of_now(coordinator):
    assert a_tac_meeting(coordinator).opening_amount == Decimal("4200.00")


def test_one_meeting_at_a_time(coordinator):
    meeting = a_tac_meeting(coordinator)
    message = refusal(convene_tac, meeting.case, held_on=today(), place="", by=coordinator)
    assert message.endswith("is still open. Record its result first, or call it off.")


def test_no_meeting_before_the_plan_is_at_the_tac(coordinator):
    case = a_plan_being_drafted(coordinator).case
    message = refusal(convene_tac, case, held_on=today(), place="", by=coordinator)
    assert message == "You cannot convene a TAC meeting now: the case is at “Drafting”. That is done at “TAC”."


def test_no_meeting_before_the_request(coordinator):
    case = a_plan_at_the_tac(coordinator).case
    message = refusal(convene_tac, case, held_on=today() - timedelta(days=99), place="", by=coordinator)
    assert message.endswith("or later, the day the assessment was requested.")


def test_others_do_not_record_it(coordinator, other_coordinator):
    meeting = a_tac_meeting(coordinator)
    with pytest.raises(NotAllowed, match="can record its TAC meeting"):
        record_attendance(meeting, [], by=other_coordinator)


def test_nobody_has_attended_a_meeting_to_come_but_views_may_be_in(coordinator):
    meeting = a_tac_meeting(coordinator, held_on=today() + TOMORROW, attended=False)
    attended = [Attended("Jo Ellis", "Mother", Presence.ATTENDED)]
    assert "You cannot record who attended before the day of the meeting" in refusal(
        record_attendance, meeting, attended, by=coordinator
    )
    views = [Attended("Jo Ellis", "Mother", Presence.SENT_VIEWS, "Friends matter most.")]
    assert record_attendance(meeting, views, by=coordinator)[0].views == "Friends matter most."
    assert "You cannot record a round of reconsideration before" in refusal(
        record_round, meeting, means=RoundMeans.KEPT, what="x", why="y", by=coordinator
    )
    assert "You cannot record the result before the day" in refusal(
        conclude_tac, meeting, result=TacResult.WITHIN, reason="", expected_version=1, by=coordinator
    )


def test_the_list_takes_the_place_of_the_one_before(coordinator):
    meeting = a_tac_meeting(coordinator)
    record_attendance(meeting, [Attended("Ann", "Teacher", Presence.APOLOGIES)], by=coordinator)
    assert [person.name for person in meeting.attendances.all()] == ["Ann"]
    message = refusal(record_attendance, meeting, [Attended("", "x", Presence.ATTENDED)], by=coordinator)
    assert message == "Enter each person’s name and in what capacity they took part."


def test_each_round_goes_on_from_the_last(coordinator):
    meeting = a_tac_meeting(coordinator)
    cut_to(meeting, "6", coordinator)
    first = record_round(
        meeting, means=RoundMeans.CHANGED, what="7 h to 6 h", why="The school gives one.", by=coordinator
    )
    cut_to(meeting, "5", coordinator)
    second = record_round(meeting, means=RoundMeans.MET_ELSEWHERE, what="6 h to 5 h", why="A club.", by=coordinator)
    assert (first.number, first.total_before, first.total_after) == (1, Decimal("4200.00"), Decimal("3600.00"))
    assert (second.number, second.total_before, second.total_after) == (2, Decimal("3600.00"), Decimal("3000.00"))


def test_a_round_says_what_and_why(coordinator):
    meeting = a_tac_meeting(coordinator)
    assert refusal(record_round, meeting, means="kept", what=" ", why="x", by=coordinator).startswith(
        "Enter what changed"
    )
    assert refusal(record_round, meeting, means="kept", what="x", why=" ", by=coordinator) == "Enter why."


def test_a_meeting_needs_somebody_who_attended(coordinator):
    meeting = a_tac_meeting(coordinator, attended=False)
    conclude = {"result": TacResult.WITHIN, "reason": "", "expected_version": 1, "by": coordinator}
    sentence = "Record who attended the TAC meeting before its result."
    assert refusal(conclude_tac, meeting, **conclude) == sentence
    record_attendance(meeting, [Attended("Jo", "Mother", Presence.APOLOGIES)], by=coordinator)
    assert refusal(conclude_tac, meeting, **conclude) == sentence


def test_what_a_meeting_ended_with_stands_until_another_is_convened(coordinator):
    meeting = a_concluded_meeting(coordinator)
    assert "has ended, so its record cannot be changed." in refusal(
        record_round, meeting, means="kept", what="x", why="y", by=coordinator
    )
    assert "Convene another meeting before changing the provision, or ask" in refusal(cut_to, meeting, "6", coordinator)
    convene_tac(meeting.case, held_on=today(), place="", by=coordinator)
    cut_to(meeting, "6", coordinator)
    meeting.refresh_from_db()
    assert meeting.agreed_amount == Decimal("4200.00")


def test_a_decision_rests_on_a_concluded_meeting_and_its_figures(coordinator):
    meeting = a_concluded_meeting(coordinator)
    check_tac_settled(meeting.case)
    assert last_tac_result(meeting.case) == meeting
    convene_tac(meeting.case, held_on=today(), place="", by=coordinator)
    assert "is still open: record its result first." in refusal(check_tac_settled, meeting.case)


def test_a_plan_that_changed_since_is_told_with_both_figures(coordinator):
    meeting = a_concluded_meeting(coordinator)
    meeting.case.plan_version.provision_lines.update(annual_amount=Decimal("4300.00"))
    assert refusal(check_tac_settled, meeting.case) == (
        "The TAC agreed £4,200.00, and the provision now comes to £4,300.00. Convene another TAC meeting about it."
    )


# Moved, and called off


def test_a_meeting_is_moved_and_the_trail_tells_from_where(coordinator):
    meeting = a_tac_meeting(coordinator, attended=False)
    moved = change_tac(meeting, held_on=today() + TOMORROW, place=" Online ", by=coordinator)
    assert (moved.held_on, moved.place, moved.opening_amount) == (
        today() + TOMORROW,
        "Online",
        Decimal("4200.00"),
    )
    before, after = day_in_words(today()), day_in_words(today() + TOMORROW)
    assert sentence_of(AuditEvent.objects.first()) == (
        f"Amina Yusuf changed the TAC meeting of {before}: "
        f"moved it to {after} and changed its place from {meeting.place or 'none'} to Online"
    )
    change_tac(moved, held_on=moved.held_on, place="", by=coordinator)
    assert sentence_of(AuditEvent.objects.first()).endswith(": changed its place from Online to none")


def test_a_meeting_moves_to_no_day_before_the_request(coordinator):
    meeting = a_tac_meeting(coordinator)
    message = refusal(change_tac, meeting, held_on=today() - timedelta(days=99), place="", by=coordinator)
    assert message.endswith("or later, the day the assessment was requested.")


def test_a_meeting_that_somebody_attended_or_that_weighed_something_is_not_to_come(coordinator):
    meeting = a_tac_meeting(coordinator)
    sentence = (
        "Who attended this meeting, or what it weighed, is recorded already. "
        "The day of the meeting must be today or in the past."
    )
    tomorrow = {"held_on": today() + TOMORROW, "place": "", "by": coordinator}
    assert refusal(change_tac, meeting, **tomorrow) == sentence
    change_tac(meeting, held_on=today() - TOMORROW, place="", by=coordinator)
    record_attendance(meeting, [Attended("Jo", "Mother", Presence.APOLOGIES)], by=coordinator)
    assert change_tac(meeting, **tomorrow).held_on == today() + TOMORROW
    change_tac(meeting, held_on=today(), place="", by=coordinator)
    record_round(meeting, means=RoundMeans.KEPT, what="x", why="y", tried="z", by=coordinator)
    assert refusal(change_tac, meeting, **tomorrow) == sentence


def test_a_meeting_that_is_called_off_stays_and_another_is_convened(coordinator):
    meeting = a_tac_meeting(coordinator)
    assert refusal(call_off_tac, meeting, reason=" ", by=coordinator) == "Enter why the meeting is called off."
    off = call_off_tac(meeting, reason=" The family cannot come. ", by=coordinator)
    assert open_tac_meeting(meeting.case) is None
    assert last_tac_result(meeting.case) is None
    assert result_in_words(off) == f"Called off on {day_in_words(today())}: “The family cannot come.”"
    assert sentence_of(AuditEvent.objects.first()) == (
        f"Amina Yusuf called off the TAC meeting of {day_in_words(today())}: “The family cannot come.”"
    )
    another = convene_tac(meeting.case, held_on=today(), place="", by=coordinator)
    assert open_tac_meeting(meeting.case) == another
    assert meeting.case.tac_meetings.count() == 2


def test_what_was_agreed_before_stands_when_a_later_meeting_is_called_off(coordinator):
    concluded = a_concluded_meeting(coordinator)
    later = convene_tac(concluded.case, held_on=today() + TOMORROW, place="", by=coordinator)
    call_off_tac(later, reason="It is settled.", by=coordinator)
    check_tac_settled(concluded.case)
    assert last_tac_result(concluded.case) == concluded
    assert present_tac_meeting(tac_meetings_of(concluded.case)) == concluded


def test_a_meeting_that_is_over_is_neither_moved_nor_called_off(coordinator, other_coordinator):
    concluded = a_concluded_meeting(coordinator)
    later = convene_tac(concluded.case, held_on=today(), place="", by=coordinator)
    with pytest.raises(NotAllowed, match="can record its TAC meeting"):
        call_off_tac(later, reason="x", by=other_coordinator)
    call_off_tac(later, reason="It is settled.", by=coordinator)
    for meeting, ended in ((concluded, "has ended"), (later, "was called off")):
        for act, data in ((change_tac, {"held_on": today(), "place": ""}), (call_off_tac, {"reason": "x"})):
            assert f"{ended}, so its record cannot be changed." in refusal(act, meeting, **data, by=coordinator)
    assert "Convene another." in refusal(record_attendance, later, [], by=coordinator)


def test_nothing_is_called_off_once_the_case_has_ended(coordinator):
    meeting = a_tac_meeting(coordinator)
    close_case(meeting.case, Stage.WITHDRAWN, reason="They moved on.", by=coordinator)
    message = refusal(call_off_tac, meeting, reason="x", by=coordinator)
    assert message == "You cannot record a TAC meeting now: the case is at “Withdrawn”."
