"""After the family's views what was approved goes back to the TAC, and is signed again by the same rule."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.enums import PlanStatus, Stage
from casework.finalising.actions import record_family_views, serve_draft, weigh_again
from casework.versions.actions import plan_version_of
from panels.agenda.actions import send_for_decision
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome
from panels.models import SignOff
from panels.signing.actions import sign_off_plan
from panels.signing.presenters import standing_of
from panels.signing.queries import (
    decision_that_stands,
    different_amount_of,
    sign_off_of,
    sign_offs_of,
    waiting_item,
)
from tests.factories.journeys import (
    a_case_at,
    a_planned_meeting,
    conclude,
    convene,
    serve_and_issue,
    set_line,
    the_people,
)
from tests.factories.panels import opened

pytestmark = pytest.mark.django_db
WHY = "The family asks for speech therapy each week."


@pytest.fixture
def people():
    return the_people()


@pytest.fixture
def served(people):
    """A case whose draft was served a fortnight ago, and what the family said."""
    with acting_at(now() - timedelta(days=14)):
        case = a_case_at(Stage.FINALISING, people)
        serve_draft(case, served_on=today(), by=people.coordinator)
    record_family_views(case, text=WHY, received_on=today(), by=people.coordinator)
    return case


def test_it_goes_back_with_all_that_was_agreed_on_record(served, people):
    before = plan_version_of(served)
    weigh_again(served, reason=WHY, by=people.coordinator)
    after = plan_version_of(served)
    assert (served.stage, after.status, after.agreed_amount) == (Stage.TAC, PlanStatus.DRAFTING, None)
    assert after.showings.get().family_views == before.family_views == WHY
    assert after.draft_served_on is None
    assert sign_off_of(served) is None
    assert sign_offs_of(served).get().agreed == before.agreed_amount
    assert standing_of(served, today()).title == "Who would sign as it stands"
    assert served.tac_meetings.get().agreed_amount == before.agreed_amount
    assert served.moves.last().reason == WHY


def test_the_same_rule_decides_again_and_what_is_issued_is_what_was_signed_last(served, people):
    weigh_again(served, reason=WHY, by=people.coordinator)
    meeting = convene(served, people)
    line = plan_version_of(served).provision_lines.first()
    set_line(line, line.annual_amount - 100, by=people.coordinator)
    conclude(meeting, people)
    send_for_decision(served, by=people.coordinator)
    sign_off_plan(served, by=people.signer)
    first, second = SignOff.objects.filter(case=served).order_by("signed_at")
    assert second.agreed == first.agreed - 100
    assert sign_off_of(served) == second
    serve_and_issue(served, people)
    assert (served.stage, plan_version_of(served).agreed_amount) == (Stage.MAINTAINED, second.agreed)


def test_what_a_panel_decides_afterwards_takes_the_place_of_the_sign_off(served, people):
    weigh_again(served, reason=WHY, by=people.coordinator)
    meeting = convene(served, people)
    line = plan_version_of(served).provision_lines.first()
    set_line(line, line.annual_amount * 2, by=people.coordinator)
    conclude(meeting, people)
    panel = a_planned_meeting(people)
    send_for_decision(served, by=people.coordinator, meeting=panel)
    opened(panel, people)
    record_decision(waiting_item(served), outcome=DecisionOutcome.AGREE, reasons="It is needed.", by=people.chair)
    served.refresh_from_db()
    assert served.stage == Stage.FINALISING
    assert (sign_off_of(served), standing_of(served, today()).title) == (None, "Who decided")


def test_a_signature_takes_the_place_of_what_a_panel_agreed_before(people):
    case = a_case_at(Stage.PANEL, people, share=Decimal("1.25"))
    item = waiting_item(case)
    opened(item.meeting, people)
    record_decision(
        item,
        outcome=DecisionOutcome.AGREE_DIFFERENT,
        amount=Decimal(3900),
        lines_to_change="Fewer hours.",
        reasons="Less is needed.",
        by=people.chair,
    )
    case.refresh_from_db()
    assert different_amount_of(case) is not None
    meeting = convene(case, people)
    set_line(plan_version_of(case).provision_lines.first(), Decimal(3500), by=people.coordinator)
    conclude(meeting, people)
    send_for_decision(case, by=people.coordinator)
    sign_off_plan(case, by=people.signer)
    case.refresh_from_db()
    weigh_again(case, reason=WHY, by=people.coordinator)
    assert (different_amount_of(case), decision_that_stands(case)) == (None, None)


def test_what_a_panel_agreed_is_weighed_before_it_is_decided_again(people):
    case = a_case_at(Stage.PANEL, people, share=Decimal("1.25"))
    item = waiting_item(case)
    opened(item.meeting, people)
    decision = record_decision(item, outcome=DecisionOutcome.AGREE, reasons="It is needed.", by=people.chair)
    case.refresh_from_db()
    assert decision_that_stands(case) == decision
    weigh_again(case, reason=WHY, by=people.coordinator)
    with pytest.raises(Refused, match="and it came back to the TAC since"):
        send_for_decision(case, by=people.coordinator, meeting=a_planned_meeting(people))
    meeting = convene(case, people)
    set_line(plan_version_of(case).provision_lines.first(), Decimal(3000), by=people.coordinator)
    conclude(meeting, people)
    assert decision_that_stands(case) is None
    send_for_decision(case, by=people.coordinator)


def test_the_case_says_that_the_plan_came_back(served, people, client_as):
    weigh_again(served, reason=WHY, by=people.coordinator)
    page = client_as(people.coordinator).get(reverse("casework:case_detail", args=[served.reference])).text
    assert "The plan came back to the TAC" in page
    assert f"It came back: “{WHY}”" in page


def test_figures_stay_until_the_tac_meets_again(served, people):
    weigh_again(served, reason=WHY, by=people.coordinator)
    line = plan_version_of(served).provision_lines.first()
    with pytest.raises(Refused, match="Convene another meeting before changing the provision"):
        set_line(line, line.annual_amount - 100, by=people.coordinator)


def test_it_is_the_co_ordinators_with_a_reason(served, people):
    with pytest.raises(NotAllowed):
        weigh_again(served, reason=WHY, by=people.signer)
    with pytest.raises(Refused, match=r"Enter what is to be weighed again, and why\."):
        weigh_again(served, reason=" ", by=people.coordinator)


def test_it_goes_back_before_the_draft_was_served_too(people):
    unserved = a_case_at(Stage.FINALISING, people)
    weigh_again(unserved, reason="The signed plan names the wrong therapist.", by=people.coordinator)
    assert unserved.stage == Stage.TAC


def test_the_page_is_reached_from_the_case(served, people, client_as):
    client = client_as(people.coordinator)
    url = reverse("casework:final_weigh_again", args=[served.reference])
    assert url in client.get(reverse("casework:case_detail", args=[served.reference])).text
    assert "What was agreed and signed before stays on record" in client.get(url).text
    answer = client.post(url, {"reason": WHY}, follow=True)
    assert "The plan is with the TAC again." in answer.text
    served.refresh_from_db()
    assert served.stage == Stage.TAC
