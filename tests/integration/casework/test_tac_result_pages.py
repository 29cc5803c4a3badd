"""The TAC's page: provision beside the indicative resource, rounds, and how the meeting ends."""

import pytest
from django.urls import reverse

from casework.enums import TacResult
from tests.factories.money import a_case_at_tac, a_line, a_plan_of, a_tac_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(coordinator, lead, officer):
    return a_case_at_tac(coordinator, lead, officer)


def url(name, case):
    return reverse(f"allocation:{name}", args=[case.reference])


def text(response):
    return response.content.decode()


def ended_as(client, case, result, reason=""):
    data = {"result": result, "reason": reason, "expected_version": a_plan_of(case).version}
    return client.post(url("tac_conclude", case), data, follow=True)


@pytest.mark.both_databases
def test_the_page_holds_the_total_against_the_indicative_resource(case, client_as, coordinator):
    page = text(client_as(coordinator).get(url("tac", case)))
    assert "Provision is £4,200.00, £200.00 above the indicative resource of £4,000.00." in page
    assert "It is under the limit of £10,363." in page
    assert "Who would sign as it stands" in page
    assert "SEND Panel" in page
    assert "Convene a TAC meeting" in page


def test_within_it_the_lead_would_sign(coordinator, lead, officer, client_as):
    case = a_case_at_tac(coordinator, lead, officer, "4200.00")
    assert "Lead SEND Co-ordinator" in text(client_as(coordinator).get(url("tac", case)))


def test_an_open_meeting_above_the_indicative_resource_reconsiders_first(case, client_as, coordinator):
    a_tac_meeting(case, coordinator)
    page = text(client_as(coordinator).get(url("tac", case)))
    assert "no round is recorded yet" in page
    assert "Record round 1 of reconsideration" in page
    assert "Jo Ellis, Mother: attended" in page


def test_a_round_keeps_the_totals_before_and_after(case, client_as, coordinator):
    a_tac_meeting(case, coordinator)
    a_line(case, coordinator, "1")
    client = client_as(coordinator)
    assert "went from £4,200.00 to <b>£4,800.00</b>" in text(client.get(url("tac_round", case)))
    data = {"means": "changed", "what": "An hour more at lunch.", "why": "He is not safe."}
    page = text(client.post(url("tac_round", case), data, follow=True))
    assert "Round 1 was recorded: £4,200.00 to £4,800.00." in page
    assert "An hour more at lunch." in page
    assert "as before this round" in text(client.get(url("tac_round", case)))


def test_the_source_asks_for_a_round_before_more_is_required(case, client_as, coordinator):
    meeting = a_tac_meeting(case, coordinator)
    client = client_as(coordinator)
    page = text(ended_as(client, case, "more_required", "He needs it."))
    assert "Record at least one round of reconsideration" in page
    assert "He needs it." in page
    weighed = {"means": "kept", "what": "Nothing changed.", "why": "He needs it."}
    page = text(client.post(url("tac_round", case), weighed))
    assert "Enter what was tried: what else could have met the need, and why it does not" in page
    client.post(url("tac_round", case), {**weighed, "tried": "A group at lunch."})
    ended_as(client, case, "more_required", "He needs it.")
    meeting.refresh_from_db()
    assert meeting.result == TacResult.MORE_REQUIRED
    assert "It ended: more is required, at £4,200.00." in text(client.get(url("tac", case)))


def test_within_is_refused_with_the_figures(case, client_as, coordinator):
    a_tac_meeting(case, coordinator)
    page = text(ended_as(client_as(coordinator), case, "within"))
    assert "£200.00 above the indicative resource of £4,000.00. Record that more is required and why" in page


def test_more_is_refused_where_it_is_within(coordinator, lead, officer, client_as):
    case = a_case_at_tac(coordinator, lead, officer, "4200.00")
    a_tac_meeting(case, coordinator)
    page = text(ended_as(client_as(coordinator), case, "more_required", "x"))
    assert "which is within the indicative resource of £4,200.00. Record it as within" in page


def test_within_ends_the_meeting_and_freezes_the_lines(coordinator, lead, officer, client_as):
    case = a_case_at_tac(coordinator, lead, officer, "4200.00")
    a_tac_meeting(case, coordinator)
    client = client_as(coordinator)
    assert "The TAC’s result is recorded: within the indicative resource." in text(ended_as(client, case, "within"))
    page = text(client.get(url("tac", case)))
    assert "has ended with these figures. Convene another meeting before changing the provision, or ask" in page
    assert reverse("allocation:provision_add", args=[case.reference]) not in page


def test_a_stale_result_is_told_that_the_plan_changed(coordinator, lead, officer, client_as):
    case = a_case_at_tac(coordinator, lead, officer, "9000.00")
    a_tac_meeting(case, coordinator)
    data = {"result": "within", "reason": "", "expected_version": a_plan_of(case).version}
    a_line(case, coordinator, "1")
    page = text(client_as(coordinator).post(url("tac_conclude", case), data))
    assert "Amina Yusuf changed the plan on" in page


@pytest.mark.parametrize("name", ["tac_round", "tac_conclude"])
def test_without_an_open_meeting_there_is_nothing_to_record(case, client_as, coordinator, name):
    assert client_as(coordinator).get(url(name, case)).status_code == 404


@pytest.mark.parametrize("name", ["tac", "tac_round", "tac_conclude"])
@pytest.mark.parametrize("who", ["coordinator", "lead", "officer", "other_coordinator", "finance", "administrator"])
def test_who_may_open_them(case, client_as, coordinator, request, name, who):
    a_tac_meeting(case, coordinator)
    reads, records = ("coordinator", "lead", "officer"), ("coordinator",)
    expected = 200 if who in (reads if name == "tac" else records) else 403 if who in reads else 404
    assert client_as(request.getfixturevalue(who)).get(url(name, case)).status_code == expected
