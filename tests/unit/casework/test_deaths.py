"""Once a child has died every duty stops, at whatever stage their case is; recorded by mistake, it is as it was."""

from datetime import date, timedelta

import pytest

from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import acting_at, now, today
from base.contribution import contributed
from base.refusals import NotAllowed, Refused
from casework.cases.actions import close_case, reopen_case
from casework.cases.frame import next_steps, turn_of
from casework.cases.permissions import stage_to_resume
from casework.deaths.actions import left_to_tell, record_death, take_death_back
from casework.enums import PlanEnd, ReportKind, Stage
from casework.maintaining.actions import plan_in_force_of, plans_made_of, take_back_end
from casework.models import Case
from casework.reports.actions import ReportRequest, ask_for_reports
from casework.requests.actions import open_case
from casework.reviews.actions import start_key_stage_review
from casework.versions.actions import plan_version_of
from casework.worklist.queries import cases_waiting_for, due_within, overdue, work_of
from scoring.second.actions import ask_second_scoring
from scoring.second.queries import count_waiting_for_scorer, open_second_scorings_of
from tests.factories.cases import SettingFactory, a_case_being_assessed, an_open_case
from tests.factories.journeys import a_case_at, a_maintained_case, convene, the_people
from tests.factories.panels import ABOVE

pytestmark = pytest.mark.django_db

STAGES = (
    Stage.REQUESTED,
    Stage.GATHERING_REPORTS,
    Stage.SCORING,
    Stage.VERIFICATION,
    Stage.MODERATION,
    Stage.DRAFTING,
    Stage.TAC,
    Stage.SIGN_OFF,
    Stage.PANEL,
    Stage.FINALISING,
)


@pytest.fixture
def people():
    return the_people()


def everybody(people):
    return [people.coordinator, people.verifier, people.officer, people.signer, people.chair]


def at_stage(stage, people):
    return a_case_at(stage, people, share=ABOVE) if stage == Stage.PANEL else a_case_at(stage, people)


def recorded(case, by, *, died_on=None):
    record_death(case, died_on=died_on or today(), by=by)
    return case


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return refused.value.sentence


@pytest.mark.parametrize("stage", STAGES)
def test_no_duty_is_left_even_years_later_and_taken_back_all_is_as_it_was(people, stage):
    case = at_stage(stage, people)
    before, version = standing(case), plan_version_of(case)
    recorded(case, people.coordinator)
    assert case.stage == Stage.CEASED
    with acting_at(now() + timedelta(days=800)):
        for person in everybody(people):
            assert not overdue(work_of(person), today()).exists()
            assert not due_within(work_of(person), today(), timedelta(days=5000)).exists()
            assert not cases_waiting_for(person).exists()
            assert not [task for tell in contributed("tasks") for task in tell(person)]
            assert turn_of(case, person, today()).who == ""
        for person in (people.coordinator, people.signer):
            assert [step.text for step in next_steps(case, person, None)] == ["Correct what was recorded"]
    take_death_back(case, reason="It was of another child.", by=people.signer)
    case = Case.objects.get(pk=case.pk)
    assert standing(case) == before
    assert version is None or plan_version_of(case).status == version.status
    assert case.child.died_on is None


def standing(case):
    return case.stage, case.stage_entered_at, case.stage_entered_by_id, case.decision_due_on, case.final_plan_due_on


@pytest.mark.both_databases
def test_the_plan_ceases_with_its_review_and_both_go_on_when_it_is_taken_back(people):
    with acting_at(now() - timedelta(days=60)):
        case = a_maintained_case(people)
    review = start_key_stage_review(case, by=people.coordinator)
    died_on = today() - timedelta(days=5)
    recorded(review, people.coordinator, died_on=died_on)
    case.refresh_from_db()
    plan = plans_made_of(case.child).get()
    assert (plan.end, plan.ended_on, case.stage, review.stage) == (PlanEnd.CEASED, died_on, "ceased", "ceased")
    assert plan.end_reason == f"{case.child.full_name} died on {case.moves.last().reason.split(' died on ')[1][:-1]}."
    assert "put the plan in force again" not in refusal(take_back_end, case, reason="No.", by=people.signer)
    take_death_back(review, reason="It was of another child.", by=people.coordinator)
    case.refresh_from_db()
    assert (case.stage, review.stage) == (Stage.MAINTAINED, Stage.GATHERING_REPORTS)
    assert plan_in_force_of(case.child) == plan
    assert plan_in_force_of(case.child).review_due_on == plan.review_due_on


def test_a_plan_made_after_the_death_ceases_on_the_day_it_was_made(people):
    with acting_at(now() - timedelta(days=60)):
        case = a_maintained_case(people)
    recorded(case, people.coordinator, died_on=today() - timedelta(days=50))
    plan = plans_made_of(case.child).get()
    assert plan.ended_on == plan.first_made_on


def test_it_is_said_in_the_trail_who_recorded_it_and_why_it_was_taken_back(coordinator):
    case = an_open_case(coordinator)
    recorded(case, coordinator, died_on=today())
    take_death_back(case, reason="It was of another child.", by=coordinator)
    told = [sentence_of(event) for event in trail_of(case.pk)]
    assert any(each.startswith("Amina Yusuf recorded that the child died on ") for each in told)
    assert "Amina Yusuf took the record of the child’s death back: “It was of another child.”" in told


def test_a_case_that_had_ended_before_stays_as_it_ended(coordinator, lead):
    case = an_open_case(coordinator)
    close_case(case, Stage.WITHDRAWN, reason="The family withdrew.", by=coordinator)
    recorded(case, coordinator)
    assert case.stage == Stage.WITHDRAWN
    assert "no case goes on for them" in refusal(reopen_case, case, reason="It was a mistake.", by=lead)
    take_death_back(case, reason="It was of another child.", by=lead)
    assert case.stage == Stage.WITHDRAWN
    reopen_case(case, reason="It was a mistake.", by=lead)


def test_nothing_is_begun_for_a_child_who_has_died(coordinator):
    case = recorded(an_open_case(coordinator), coordinator)
    sentence = refusal(
        open_case,
        by=coordinator,
        child=case.child,
        requested_on=today(),
        request_source="1",
        coordinator=coordinator,
    )
    assert sentence.endswith(
        "so no case goes on for them. If that was recorded by mistake, take the record back first."
    )


def test_a_day_before_the_birth_or_to_come_is_refused(coordinator):
    case = an_open_case(coordinator)
    assert refusal(record_death, case, died_on=date(2015, 5, 8), by=coordinator) == (
        "The date of the death must be 9 May 2015 or later, the date of birth."
    )
    assert refusal(record_death, case, died_on=today() + timedelta(days=1), by=coordinator) == (
        "The date of the death must be today or in the past."
    )


def test_it_is_recorded_once_and_taken_back_once(coordinator):
    case = an_open_case(coordinator)
    assert refusal(take_death_back, case, reason="No.", by=coordinator) == (
        "No death is recorded, so there is nothing to take back."
    )
    recorded(case, coordinator)
    assert refusal(record_death, case, died_on=today(), by=coordinator).endswith(
        "If the date is wrong, take the record back and record it again."
    )
    assert refusal(take_death_back, case, reason=" ", by=coordinator) == "Enter why the record is taken back."


def test_only_the_co_ordinator_or_a_lead_records_it(coordinator, other_coordinator, officer, lead):
    case = an_open_case(coordinator)
    for person in (other_coordinator, officer):
        with pytest.raises(NotAllowed):
            record_death(case, died_on=today(), by=person)
    record_death(case, died_on=today(), by=lead)


def test_who_is_still_to_be_told_is_named(people):
    case = a_case_being_assessed(people.coordinator, people.verifier)
    asked = [ReportRequest(ReportKind.MEDICAL, "Dr A. Shah"), ReportRequest(ReportKind.FAMILY, "Jo Ellis")]
    ask_for_reports(case, asked, by=people.coordinator)
    recorded(case, people.coordinator)
    assert left_to_tell(case) == [
        SettingFactory.create().name,
        "Dr A. Shah, who was asked for advice (medical)",
    ]


def test_whoever_was_invited_to_a_meeting_is_to_be_told(people):
    case = a_case_at(Stage.TAC, people)
    meeting = convene(case, people)
    recorded(case, people.coordinator)
    assert left_to_tell(case)[-1] == f"everybody who was invited to the {meeting.named}"


def test_nobody_is_asked_to_score_it_a_second_time(people, other_coordinator):
    case = a_case_at(Stage.MODERATION, people)
    ask_second_scoring(case, scorer=other_coordinator, by=people.signer)
    assert open_second_scorings_of(other_coordinator).exists()
    recorded(case, people.coordinator)
    assert not open_second_scorings_of(other_coordinator).exists()
    assert count_waiting_for_scorer() == 0


def test_a_case_at_panel_goes_on_there_while_its_item_waits(people):
    case = at_stage(Stage.PANEL, people)
    recorded(case, people.coordinator)
    assert stage_to_resume(case) == Stage.PANEL
