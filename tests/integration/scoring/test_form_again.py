"""The form when it comes again: returned with queries, or in a revisit with last time beside it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from base.clock import acting_at, now
from base.refusals import Refused
from casework.enums import CaseKind
from casework.reports.actions import mark_passage
from scoring.enums import VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import QueryAnswer
from scoring.rasform.actions import save_draft, submit_form
from scoring.reviews.actions import verify_form
from scoring.scores.queries import acts_of
from scoring.scores.rules import Entry, OutcomeVerdict
from tests.factories.forms import (
    LONG_ENOUGH,
    USUAL,
    a_case_to_score,
    a_draft,
    a_submitted_form,
    all_agreed,
    with_queries_answered,
)

pytestmark = pytest.mark.django_db


def url_of(form, name="form_edit", *more):
    return reverse(f"scoring:{name}", args=[form.case.reference, *more])


@pytest.fixture
def returned(coordinator, lead):
    """A form that came back with a query on outcome 3."""
    form = a_submitted_form(coordinator)
    third = outcomes_of(form.framework)[2]
    return verify_form(
        form, all_agreed(form) | {third.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Who saw it?")}, by=lead
    )


@pytest.mark.both_databases
def test_a_query_stands_at_its_outcome_and_must_be_answered_there(returned, coordinator, client_as):
    client = client_as(coordinator)
    page = client.get(url_of(returned)).content.decode()
    assert page.count("Your answer") == 1
    assert "Dan Pryce asks:</b> Who saw it?" in page
    check = client.get(url_of(returned, "form_check")).content.decode()
    assert "Answer the query on outcome 3" in check
    assert "Submit the RAS form" not in check
    with pytest.raises(Refused, match=r"Before you submit the RAS form, answer the query on outcome 3\."):
        submit_form(returned, by=coordinator)


def test_an_answer_is_saved_as_it_is_typed_and_shown_to_the_reviewer(returned, coordinator, client_as):
    client = client_as(coordinator)
    score = returned.scores.get(outcome__position=3)
    posted = {
        "outcome-3-level": score.level_id,
        "outcome-3-reason": score.reason,
        "outcome-3-version": score.version,
        "outcome-3-answer": "Mrs Patel,\r\nevery day",
    }
    kept = client.post(url_of(returned, "outcome_save", 3), posted).json()
    assert (kept["answer"], kept["version"]) == ("Mrs Patel,\nevery day", score.version + 1)
    clash = client.post(url_of(returned, "outcome_save", 3), posted | {"outcome-3-answer": "Mr Hale"})
    assert clash.status_code == 409
    assert clash.json()["theirs"]["answer"] == "Mrs Patel,\nevery day"
    form = submit_form(returned, by=coordinator)
    (message,) = [review for act in acts_of(form) for review in act.reviews.all() if review.verdict == "queried"]
    assert (message.answer.text, message.answer.edited_by) == ("Mrs Patel,\nevery day", coordinator)


def test_changing_an_answer_counts_its_versions_and_emptying_it_asks_again(returned, coordinator):
    with_queries_answered(returned, "First")
    form = with_queries_answered(returned, " ")
    assert QueryAnswer.objects.get().version == 2
    with pytest.raises(Refused, match="Before you submit the RAS form"):
        submit_form(form, by=coordinator)


def test_there_is_nothing_to_answer_without_a_query(returned, coordinator):
    first = outcomes_of(returned.framework)[0]
    with pytest.raises(Refused, match="No query stands at outcome 1"):
        save_draft(returned, {first.pk: Entry(first.levels.first().pk, "", answer="Nobody asked")}, by=coordinator)


@pytest.fixture
def revisit(coordinator):
    """A form in a later case of a child whose last form was submitted 400 days ago."""
    with acting_at(now() - timedelta(days=400)):
        earlier = a_submitted_form(coordinator)
    case = a_case_to_score(coordinator)
    case.child, case.kind = earlier.case.child, CaseKind.KEY_STAGE_REVIEW
    case.save()
    return a_draft(coordinator, case=case)


def test_last_time_stands_beside_every_outcome(revisit, coordinator, client_as):
    page = client_as(coordinator).get(url_of(revisit)).content.decode()
    assert page.count("Last time:") == page.count('name="no_change"') == 10
    assert page.count(f"“{LONG_ENOUGH}”") == sum(bool(level) for level in USUAL)
    assert page.count('<span class="app-level__last">last time</span>') == 10


def test_no_change_takes_level_and_reason_without_a_script(revisit, coordinator, client_as):
    client = client_as(coordinator)
    response = client.post(url_of(revisit), {"no_change": "2", "outcome-3-reason": "Typed on the way"})
    assert response.url == url_of(revisit) + "#outcome-2"
    scores = {score.outcome.position: score for score in revisit.scores.select_related("level")}
    assert (scores[2].level.name, scores[2].reason) == ("Medium", LONG_ENOUGH)
    assert (scores[3].level, scores[3].reason) == (None, "Typed on the way")


def test_no_change_keeps_a_reason_that_was_typed(revisit, coordinator, client_as):
    client_as(coordinator).post(url_of(revisit), {"no_change": "2", "outcome-2-reason": "Mine"})
    assert revisit.scores.get(outcome__position=2).reason == "Mine"


def test_points_are_nowhere_before_submission(revisit, coordinator, client_as):
    """Neither as a number beside a level, nor in an attribute, nor in what the script is told."""
    client = client_as(coordinator)
    passage = mark_passage(revisit.case.reports.first(), quote="when plans change", by=coordinator)
    outcome = outcomes_of(revisit.framework).get(position=1)
    kept = client.post(
        url_of(revisit, "outcome_save", 1),
        {"outcome-1-level": outcome.levels.last().pk, "outcome-1-reason": "All day", "outcome-1-passages": passage.pk},
    )
    assert not [key for key in kept.json() if "point" in key]
    assert kept.json()["hints"] == ["The level is high, and the reason is one short line."]
    for html in (
        client.get(url_of(revisit)).content.decode(),
        client.get(url_of(revisit, "form_check")).content.decode(),
    ):
        message = html.replace("Points are not shown while you score", "").replace("The points are shown", "")
        assert "point" not in message.lower()
