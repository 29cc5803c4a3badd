"""A case that was closed by mistake goes on where it was, as if it had not been closed."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.cases.actions import close_case, reopen_case
from casework.cases.frame import clock_of
from casework.enums import PlanEnd, PlanStatus, Stage
from casework.maintaining.actions import end_plan, take_back_end
from casework.models import PlanVersion
from casework.requests.actions import decide_assessment
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.journeys import a_maintained_case, an_issued_review, the_people
from tests.factories.plans import a_plan_being_drafted, a_plan_to_issue

pytestmark = pytest.mark.django_db

WHY = "The wrong case was closed."


@pytest.fixture
def people():
    return the_people()


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def closed(case, to, by):
    close_case(case, to, reason="As the family wrote.", by=by)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("to", [Stage.WITHDRAWN, Stage.TRANSFERRED_OUT, Stage.NOT_ISSUED])
def test_it_goes_on_where_it_was_since_it_first_came_there(coordinator, lead, to):
    case = a_case_being_assessed(coordinator, lead)
    entered = case.stage_entered_at
    with acting_at(now() + timedelta(days=3)):
        reopen_case(closed(case, to, lead), reason=WHY, by=lead)
    case.refresh_from_db()
    assert (case.stage, case.stage_entered_at, case.stage_entered_by) == (Stage.GATHERING_REPORTS, entered, lead)


def test_closed_and_opened_twice_it_is_still_where_it_was(coordinator, lead):
    case = a_case_being_assessed(coordinator, lead)
    entered = case.stage_entered_at
    for days in (3, 6):
        with acting_at(now() + timedelta(days=days)):
            reopen_case(closed(case, Stage.WITHDRAWN, lead), reason=WHY, by=lead)
        case.refresh_from_db()
    assert (case.stage, case.stage_entered_at) == (Stage.GATHERING_REPORTS, entered)


def test_a_refusal_that_was_none_does_not_count_on_the_clock(coordinator, lead):
    case = closed(a_case_being_assessed(coordinator, lead), Stage.NOT_ISSUED, lead)
    assert clock_of(case, today())[1].met_on == today()
    reopen_case(case, reason=WHY, by=lead)
    assert clock_of(case, today())[1].met_on is None


def test_a_plan_that_was_abandoned_with_it_is_drafted_again(coordinator, lead):
    plan_version = a_plan_being_drafted(coordinator)
    case = closed(plan_version.case, Stage.WITHDRAWN, coordinator)
    assert PlanVersion.objects.get().status == PlanStatus.ABANDONED
    reopen_case(case, reason=WHY, by=lead)
    assert PlanVersion.objects.get().status == PlanStatus.DRAFTING


def test_a_plan_that_was_approved_is_approved_again(coordinator, lead):
    plan_version = a_plan_to_issue(coordinator)
    reopen_case(closed(plan_version.case, Stage.NOT_ISSUED, lead), reason=WHY, by=lead)
    assert PlanVersion.objects.get().status == PlanStatus.APPROVED


def test_a_case_that_its_plan_ended_goes_on_with_the_plan(people):
    with acting_at(now() - timedelta(days=90)):
        case = a_maintained_case(people)
    entered = case.stage_entered_at
    end_plan(case, end=PlanEnd.CEASED, ended_on=today(), reason="No longer needed.", by=people.signer)
    case.refresh_from_db()
    sentence = "The case ended with the plan. A Lead puts the plan in force again on the page of the child’s plan."
    assert refusal(reopen_case, case, reason=WHY, by=people.signer) == sentence
    take_back_end(case, reason=WHY, by=people.signer)
    case.refresh_from_db()
    assert (case.stage, case.stage_entered_at) == (Stage.MAINTAINED, entered)
    assert clock_of(case, today())[2].met_on == localdate(entered)


def test_a_case_whose_plan_was_replaced_stays_closed(people):
    with acting_at(now() - timedelta(days=150)):
        case = a_maintained_case(people)
        an_issued_review(case, people)
    case.refresh_from_db()
    assert refusal(reopen_case, case, reason=WHY, by=people.signer) == (
        "A later version of the plan is in force, so this case stays closed. "
        "What is to change goes into its next review."
    )


def test_it_is_the_leads_with_a_reason_and_of_an_ended_case(coordinator, lead):
    case = an_open_case(coordinator)
    assert refusal(reopen_case, case, reason=WHY, by=lead).startswith("You cannot open the case again now")
    closed(case, Stage.WITHDRAWN, coordinator)
    with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can open a closed case again"):
        reopen_case(case, reason=WHY, by=coordinator)
    assert refusal(reopen_case, case, reason=" ", by=lead) == "Enter why the case is opened again."


def test_not_assessed_is_a_decision_and_corrected_as_one(coordinator, lead):
    case = an_open_case(coordinator)
    decide_assessment(case, will_assess=False, reasons="Met at school.", by=lead)
    case.refresh_from_db()
    assert refusal(reopen_case, case, reason=WHY, by=lead) == (
        "The council decided not to assess. If that was recorded by mistake, correct the decision."
    )


def test_not_beside_another_live_case_of_the_child(coordinator, lead):
    case = closed(an_open_case(coordinator), Stage.WITHDRAWN, coordinator)
    other = an_open_case(coordinator, child=case.child)
    assert refusal(reopen_case, case, reason=WHY, by=lead) == (
        f"This child has case {other.reference} as well, at “Requested”, with Amina Yusuf. "
        "Only one can go on: close that one first if this is the right one."
    )
    closed(other, Stage.WITHDRAWN, coordinator)
    assert reopen_case(case, reason=WHY, by=lead).stage == Stage.REQUESTED
