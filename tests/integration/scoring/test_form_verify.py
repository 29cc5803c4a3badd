"""Verifying and moderating on their pages, and what the case page says of the form."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from base.clock import acting_at, now
from casework.cases.frame import next_steps
from casework.cases.presenters import parts_in_words
from casework.enums import CaseKind, Stage
from casework.worklist.presenters import work_notes
from casework.worklist.queries import remarks_about
from scoring.enums import FormStatus, VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import RasForm
from scoring.rasform.actions import reopen_form, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.rules import OutcomeVerdict
from tests.factories.forms import (
    USUAL,
    a_case_to_score,
    a_draft,
    a_submitted_form,
    a_verified_form,
    all_agreed,
    with_queries_answered,
)

pytestmark = pytest.mark.django_db


def url_of(form, name):
    return reverse(f"scoring:{name}", args=[form.case.reference])


def status_of(form):
    return RasForm.objects.get(pk=form.pk).status


@pytest.mark.both_databases
def test_agreeing_with_all_the_rest_takes_one_tick(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    first = outcomes_of(form.framework)[0]
    posted = {
        "agree_rest": "on",
        "outcome-1-verdict": "changed",
        "outcome-1-level": first.levels.all()[2].pk,
        "outcome-1-reason": "Daily, by the school's log",
    }
    response = client_as(lead).post(url_of(form, "form_verify"), posted, follow=True)
    page = response.content.decode()
    assert "The RAS form is verified." in page
    assert "Dan Pryce changed it from Low to Medium" in page
    assert "Agreed with 9 outcomes" in client_as(lead).get(url_of(form, "form_history")).content.decode()


def test_a_missing_verdict_is_named_and_linked(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    posted = {f"outcome-{position}-verdict": "agreed" for position in range(1, 11) if position != 7}
    posted |= {"outcome-3-verdict": "queried", "outcome-4-verdict": "changed", "outcome-4-reason": "Kept as typed"}
    page = client_as(lead).post(url_of(form, "form_verify"), posted).content.decode()
    assert '<a href="#id_outcome-7-verdict">Choose agree, change or query for outcome 7</a>' in page
    assert '<a href="#id_outcome-3-reason">Outcome 3: say what you want to know</a>' in page
    assert '<a href="#id_outcome-4-level">Outcome 4: choose the level you change it to</a>' in page
    assert "Kept as typed" in page
    assert status_of(form) == FormStatus.SUBMITTED


def test_a_query_leads_back_to_scoring_with_its_question(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    posted = {"agree_rest": "on", "outcome-5-verdict": "queried", "outcome-5-reason": "Is it all day?"}
    response = client_as(lead).post(url_of(form, "form_verify"), posted, follow=True)
    assert "returned to be scored again, with your queries" in response.content.decode()
    assert status_of(form) == FormStatus.DRAFT
    page = client_as(coordinator).get(url_of(form, "form_edit")).content.decode()
    assert "Returned with 1 query" in page
    assert "Dan Pryce asks:</b> Is it all day?" in page


def test_the_wrong_person_reads_why(coordinator, officer, lead, client_as):
    form = a_submitted_form(coordinator)
    refused = client_as(officer).get(url_of(form, "form_verify"))
    assert refused.status_code == 403
    assert "Only a Lead SEND Co-ordinator can verify a RAS form." in refused.content.decode()
    early = client_as(officer).get(url_of(form, "form_moderate"))
    assert early.status_code == 409
    assert "You cannot moderate this RAS form now: it is “Submitted”." in early.content.decode()
    assert client_as(officer).get(url_of(form, "form_detail")).status_code == 200


def test_moderating_begins_agreed_and_goes_on_to_the_next_step(coordinator, lead, officer, client_as):
    form = a_verified_form(coordinator, lead)
    client = client_as(officer)
    page = client.get(url_of(form, "form_moderate")).content.decode()
    assert page.count('value="agreed" checked') == 10
    posted = {f"outcome-{position}-verdict": "agreed" for position in range(1, 11)}
    first = outcomes_of(form.framework)[0]
    forgot = client.post(url_of(form, "form_moderate"), posted | {"outcome-1-level": first.levels.all()[3].pk})
    assert "you chose another level: say that you change it" in forgot.content.decode()
    assert client.post(url_of(form, "form_moderate"), posted).status_code == 302
    assert status_of(form) == FormStatus.MODERATED


def test_the_next_step_is_the_one_of_the_stage_with_its_refusal(coordinator, lead, officer):
    case = a_case_to_score(coordinator)
    assert next(s.text for s in next_steps(case, coordinator, None)) == "Start the RAS form"
    form = a_draft(coordinator, case=case)
    assert next(s for s in next_steps(case, coordinator, None) if s.primary).text == "Continue the RAS form"
    refused = next(s for s in next_steps(case, lead, None) if s.text == "Continue the RAS form")
    assert refused.refusal == "Only a Case Co-ordinator can score its RAS form. Ask one of them to do it."
    form = a_submitted_form(coordinator)
    form.case.refresh_from_db()
    assert next(s for s in next_steps(form.case, lead, None) if s.primary).text == "Verify the RAS form"
    form = verify_form(form, all_agreed(form), by=lead)
    assert next(s for s in next_steps(form.case, officer, None) if s.text == "Moderate the RAS form").refusal == ""
    assert form.case.stage == Stage.MODERATION


def test_the_work_list_says_how_far_each_form_is(coordinator, lead):
    started = a_draft(coordinator, (1, 1, None, None, 0, None, None, None, None, None))
    returned = a_submitted_form(coordinator)
    verdicts = {
        outcome.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Why?") if outcome.position in (2, 9) else agreed
        for outcome, agreed in zip(outcomes_of(returned.framework), all_agreed(returned).values(), strict=True)
    }
    returned = verify_form(returned, verdicts, by=lead)
    cases = [started.case, returned.case]
    notes = work_notes(cases, *remarks_about(cases, coordinator))
    assert notes[started.case_id] == "3 of 10 outcomes scored"
    assert notes[returned.case_id] == "Returned with 2 queries"


def who_decided_what(case):
    case.refresh_from_db()
    return parts_in_words(case)


def test_who_returned_a_form_has_not_verified_it(coordinator, lead, officer):
    form = a_draft(coordinator, USUAL)
    assert who_decided_what(form.case) == "Being scored by Amina Yusuf."
    form = submit_form(form, by=coordinator)
    first = outcomes_of(form.framework)[0]
    query = {first.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Is it all day?")}
    form = verify_form(form, all_agreed(form) | query, by=lead)
    assert who_decided_what(form.case) == "Scored by Amina Yusuf, returned with queries by Dan Pryce."
    form = submit_form(with_queries_answered(form), by=coordinator)
    assert "returned with queries by Dan Pryce" in who_decided_what(form.case)
    form = verify_form(form, all_agreed(form), by=lead)
    assert who_decided_what(form.case) == "Scored by Amina Yusuf, verified by Dan Pryce."
    form = moderate_form(form, query, by=officer)
    assert who_decided_what(form.case) == (
        "Scored by Amina Yusuf, verified, before it was scored again, by Dan Pryce, "
        "returned with queries at moderation by Ruth Osei."
    )


def test_a_verification_that_lapsed_is_one_of_earlier_scores(coordinator, lead):
    form = a_verified_form(coordinator, lead)
    form = reopen_form(form, reason="A late report.", by=coordinator)
    assert who_decided_what(form.case) == "Scored by Amina Yusuf, verified, before it was scored again, by Dan Pryce."


@pytest.mark.parametrize("stage", ["verify", "moderate"])
def test_last_time_stands_beside_the_new_level(coordinator, lead, officer, client_as, stage):
    with acting_at(now() - timedelta(days=400)):
        earlier = a_submitted_form(coordinator)
    case = a_case_to_score(coordinator)
    case.child, case.kind = earlier.case.child, CaseKind.KEY_STAGE_REVIEW
    case.save()
    form = submit_form(a_draft(coordinator, (3, *USUAL[1:]), case=case), by=coordinator)
    if stage == "moderate":
        form = verify_form(form, all_agreed(form), by=lead)
    client = client_as(lead if stage == "verify" else officer)
    page = client.get(url_of(form, f"form_{stage}")).content.decode()
    assert page.count("<b>Last time:</b>") == 10
    beside = [each.split("</p>")[0] for each in page.split("<b>Last time:</b>")[1:]]
    assert ["Low," in beside[0], "differs" in beside[0], "differs" in beside[1]] == [True, True, False]


def test_a_first_form_has_no_last_time(coordinator, lead, client_as):
    form = a_submitted_form(coordinator)
    assert "Last time:" not in client_as(lead).get(url_of(form, "form_verify")).content.decode()


def test_no_difficulties_is_not_unscored(coordinator, lead, client_as):
    """Two outcomes of a usual form have no difficulties: every outcome is scored."""
    form = a_submitted_form(coordinator)
    page = " ".join(client_as(lead).get(url_of(form, "form_detail")).content.decode().split())
    assert re.search(r"No difficulties</dt> <dd>2</dd>", page)
    assert re.search(r"Outcomes not scored</dt> <dd[^>]*> *None *</dd>", page)
    home = client_as(coordinator).get(reverse("casework:case_detail", args=[form.case.reference])).content.decode()
    assert "2 with no difficulties" in home
    assert "not scored" not in home
