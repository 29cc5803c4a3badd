"""The TAC agrees by correspondence to what changed since it met: who was asked, who agreed, by when."""

from datetime import timedelta

import pytest

from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused, Stale
from base.words import day_in_words
from casework.enums import Presence, Stage, TacResult
from casework.finalising.actions import weigh_again
from casework.models import TacMeeting
from casework.plan.actions import save_section
from casework.provision.actions import change_provision_line
from casework.provision.rules import Price, Provision
from casework.tac.actions import (
    Attended,
    ask_tac,
    call_off_tac,
    change_tac,
    conclude_tac,
    convene_tac,
    record_attendance,
    record_round,
    version_of_people,
)
from casework.tac.permissions import check_tac_settled
from casework.tac.presenters import is_to_be_asked_again, people_recorded, result_in_words
from casework.versions.actions import plan_version_of
from panels.agenda.actions import send_for_decision
from panels.signing.actions import sign_off_plan
from panels.signing.queries import sign_off_of
from tests.factories.journeys import a_case_at, set_line, the_people
from tests.factories.plans import a_lead, a_tac_meeting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKED, AGREED, AGAINST = Presence.ASKED, Presence.AGREED, Presence.DISAGREED


@pytest.fixture
def people():
    return the_people()


@pytest.fixture
def case(people):
    """A case whose plan came back to the TAC after the family's views."""
    case = a_case_at(Stage.FINALISING, people)
    weigh_again(case, reason="The family asks for speech therapy each week.", by=people.coordinator)
    return case


@pytest.fixture
def asked(case, people):
    """The TAC is asked for answers by the day after tomorrow."""
    return ask_tac(case, held_on=today() + 2 * DAY, by=people.coordinator)


def asked_now(meeting):
    return TacMeeting.objects.select_related("case").get(pk=meeting.pk)


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def answers(meeting, *presences, by):
    names = ("Jo Ellis", "The SENCo", "Dr K. Lim")
    people = [Attended(name, "Of the TAC", presence) for name, presence in zip(names, presences, strict=False)]
    return record_attendance(meeting, people, by=by)


def end(meeting, by, result=TacResult.WITHIN, reason=""):
    version = plan_version_of(meeting.case).version
    return conclude_tac(meeting, result=result, reason=reason, expected_version=version, by=by)


def test_it_agrees_to_what_changed_and_the_same_rule_decides_who_signs(case, asked, people):
    by = people.coordinator
    line = plan_version_of(case).provision_lines.first()
    set_line(line, line.annual_amount - 100, by=by)
    answers(asked, AGREED, AGREED, by=by)
    ended = end(asked, by)
    assert ended.agreed_amount == line.annual_amount - 100
    check_tac_settled(case)
    send_for_decision(case, by=by)
    sign_off_plan(case, by=people.signer)
    assert sign_off_of(case).agreed == ended.agreed_amount
    told = [sentence_of(event) for event in trail_of(case.pk)]
    day = day_in_words(today() + 2 * DAY)
    for words in (
        f"asked the TAC by correspondence, for answers by {day}",
        f"recorded who was asked and who agreed in the TAC’s correspondence with answers by {day}: Jo Ellis, agreed; ",
        f"recorded the result of the TAC’s correspondence with answers by {day}: within the indicative resource",
    ):
        assert any(words in sentence for sentence in told), words


def test_the_tac_meets_first(coordinator):
    case = a_tac_meeting(coordinator).case
    assert "is still open" in refusal(ask_tac, case, held_on=today(), by=coordinator)
    call_off_tac(case.tac_meetings.get(), reason="Nobody can come.", by=coordinator)
    assert refusal(ask_tac, case, held_on=today(), by=coordinator) == (
        "The TAC meets first: once a meeting has ended with a result, it may agree by correspondence."
    )


def test_one_at_a_time_and_the_co_ordinators(case, asked, people):
    assert refusal(convene_tac, case, held_on=today(), place="", by=people.coordinator) == (
        f"The TAC’s correspondence with answers by {day_in_words(asked.held_on)} is still open. "
        "Record its result first, or call it off."
    )
    with pytest.raises(NotAllowed):
        call_off_tac(asked, reason="x", by=a_lead())
    call_off_tac(asked, reason="The SENCo wants to meet.", by=people.coordinator)
    with pytest.raises(NotAllowed):
        ask_tac(case, held_on=today(), by=people.signer)
    assert convene_tac(case, held_on=today(), place="", by=people.coordinator).is_open


def test_nobody_may_be_against(asked, people):
    by = people.coordinator
    assert refusal(end, asked, by) == "Record who was asked and who agreed before the result."
    answers(asked, AGREED, AGAINST, by=by)
    assert refusal(end, asked, by) == (
        "The SENCo did not agree, so the TAC has to meet: call the correspondence off and convene a meeting."
    )


def test_an_objection_stays_on_record_and_the_tac_then_meets(case, asked, people):
    by = people.coordinator
    answers(asked, AGREED, AGAINST, by=by)
    assert "The SENCo, did not agree" in sentence_of(trail_of(case.pk)[0])
    assert refusal(answers, asked, AGREED, by=by) == (
        "The SENCo did not agree, and that stays on record. Record what they answer now, if they did."
    )
    call_off_tac(asked, reason="The SENCo objects.", by=by)
    assert refusal(ask_tac, case, held_on=today(), by=by) == (
        "The SENCo did not agree by correspondence, so the TAC has to meet."
    )


def test_who_changes_their_mind_is_recorded_so(asked, people):
    by = people.coordinator
    answers(asked, AGREED, AGAINST, by=by)
    answers(asked, AGREED, AGREED, by=by)
    assert end(asked, by).result == TacResult.WITHIN
    assert "Agreed by Jo Ellis and The SENCo." in result_in_words(asked_now(asked))


def test_who_met_is_asked(asked, people):
    answers(asked, AGREED, by=people.coordinator)
    assert refusal(end, asked, people.coordinator) == (
        "The SENCo took part when the TAC met, and is not asked. Ask everybody who did."
    )


def test_who_has_not_answered_has_until_the_end_of_the_day_named(asked, people):
    by = people.coordinator
    answers(asked, AGREED, ASKED, ASKED, by=by)
    waits = f"The SENCo and Dr K. Lim may still answer until the end of {day_in_words(asked.held_on)}."
    for days in (0, 2):
        with acting_at(now() + days * DAY):
            assert waits in refusal(end, asked, by)
    with acting_at(now() + 3 * DAY):
        assert end(asked, by).result == TacResult.WITHIN
        assert "Agreed by Jo Ellis; no answer from The SENCo and Dr K. Lim." in result_in_words(asked_now(asked))


def test_the_day_is_not_over_when_they_are_asked(case, people):
    assert refusal(ask_tac, case, held_on=today() - DAY, by=people.coordinator) == (
        "The day by which to answer must be today or in the future."
    )
    asked = ask_tac(case, held_on=today(), by=people.coordinator)
    answers(asked, AGREED, ASKED, by=people.coordinator)
    with acting_at(now() + DAY):
        assert "must be today or in the future" in refusal(
            change_tac, asked, held_on=today() - DAY, by=people.coordinator
        )


def test_asked_again_after_the_day_they_have_another_day(case, asked, people):
    by = people.coordinator
    answers(asked, AGREED, ASKED, by=by)
    with acting_at(now() + 3 * DAY):
        line = plan_version_of(case).provision_lines.first()
        set_line(line, line.annual_amount - 100, by=by)
        assert "Change that day first, so that everybody has time to answer." in refusal(
            answers, asked_now(asked), AGREED, ASKED, by=by
        )
        change_tac(asked, held_on=today() + DAY, by=by)
        answers(asked, AGREED, ASKED, by=by)


def test_a_page_that_is_not_the_latest_is_held_back(case, asked, people):
    by = people.coordinator
    person = [Attended("Jo Ellis", "Mother", AGREED)]
    shown = version_of_people(case, asked)
    line = plan_version_of(case).provision_lines.first()
    set_line(line, line.annual_amount - 100, by=by)
    with pytest.raises(Stale, match="changed who is recorded, or the plan"):
        record_attendance(asked, person, expected_version=shown, by=by)
    record_attendance(asked, person, expected_version=version_of_people(case, asked), by=by)


def test_silence_alone_agrees_to_nothing(asked, people):
    answers(asked, ASKED, ASKED, by=people.coordinator)
    with acting_at(now() + 9 * DAY):
        assert refusal(end, asked, people.coordinator) == "Record who was asked and who agreed before the result."


def test_after_a_change_of_what_they_agreed_to_everybody_is_asked_again(case, asked, people):
    by = people.coordinator
    answers(asked, AGREED, AGREED, by=by)
    save_section(plan_version_of(case), "B", "He finds long sentences hard.", by=by)
    assert not is_to_be_asked_again(case, asked_now(asked))
    line = plan_version_of(case).provision_lines.first()
    set_line(line, line.annual_amount - 100, by=by)
    assert "changed after the answers were recorded." in refusal(end, asked, by)
    assert is_to_be_asked_again(case, asked_now(asked))
    assert [row["presence"] for row in people_recorded(case, asked_now(asked))] == [ASKED, ASKED]
    answers(asked, AGREED, AGREED, by=by)
    assert end(asked, by).concluded_at


def test_what_was_changed_and_not_agreed_does_not_go_on(case, asked, people):
    by = people.coordinator
    line = plan_version_of(case).provision_lines.first()
    change_provision_line(
        line,
        Provision("Something else", line.quantity, line.payer),
        Price(line.unit_name, line.basis, line.unit_amount),
        by=by,
    )
    assert "is still open: record its result first." in refusal(send_for_decision, case, by=by)
    call_off_tac(asked, reason="The SENCo objects.", by=by)
    assert "were changed since the TAC agreed to them." in refusal(send_for_decision, case, by=by)


def test_an_answer_is_not_an_attendance_nor_the_other_way_round(asked, people):
    assert refusal(answers, asked, Presence.ATTENDED, by=people.coordinator) == (
        "Select for each person how they took part in the "
        f"TAC’s correspondence with answers by {day_in_words(asked.held_on)}."
    )
    call_off_tac(asked, reason="We meet.", by=people.coordinator)
    meeting = convene_tac(asked.case, held_on=today(), place="", by=people.coordinator)
    assert "Select for each person how they took part" in refusal(answers, meeting, AGREED, by=people.coordinator)


def test_more_is_required_only_after_a_round_by_correspondence_too(case, asked, people):
    by = people.coordinator
    line = plan_version_of(case).provision_lines.first()
    set_line(line, line.annual_amount * 2, by=by)
    answers(asked, AGREED, AGREED, by=by)
    assert "Record at least one round" in refusal(end, asked, by, TacResult.MORE_REQUIRED, "He needs it.")
    record_round(asked, means="kept", what="All kept.", tried="A group of three.", why="He cannot follow it.", by=by)
    assert end(asked, by, TacResult.MORE_REQUIRED, "He needs it.").agreed_amount == line.annual_amount * 2


def test_the_day_to_answer_by_is_moved_with_what_is_recorded(asked, people):
    by = people.coordinator
    answers(asked, AGREED, ASKED, by=by)
    moved = change_tac(asked, held_on=today() + 9 * DAY, by=by)
    assert (moved.held_on, moved.attendances.count()) == (today() + 9 * DAY, 2)
