"""What a second reviewer is told of each outcome since it was last seen."""

import pytest
from django.template.loader import render_to_string

from scoring.enums import VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.rasform.actions import reopen_form, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.reviews.presenters import MODERATING, VERIFYING, outcomes_since_review
from scoring.scores.queries import acts_of, scores_of
from scoring.scores.rules import OutcomeVerdict
from tests.factories.forms import a_submitted_form, all_agreed, with_queries_answered

pytestmark = pytest.mark.django_db


def changed(form, position, level):
    outcome = outcomes_of(form.framework)[position - 1]
    return {outcome.pk: OutcomeVerdict(VerdictKind.CHANGED, outcome.levels.all()[level].pk, "Daily, by the log")}


def since_review(form, kinds, reader):
    """Each outcome since its review, in the order of the form."""
    return list(outcomes_since_review(scores_of(form), acts_of(form), kinds, reader).values())


def since_in_words(since):
    """What the page of the reviewer says of it."""
    return " ".join(render_to_string("scoring/_partials/since_review.html", {"since": since}).split())


def test_nobody_has_looked_at_a_form_just_submitted(coordinator, lead):
    form = a_submitted_form(coordinator)
    assert {
        (outcome.mark, outcome.who, outcome.is_settled, outcome.needs_review)
        for outcome in since_review(form, VERIFYING, lead)
    } == {("", "", False, False)}


def test_a_level_the_lead_set_is_settled_and_one_the_officer_changed_is_not(coordinator, lead, officer):
    form = a_submitted_form(coordinator)
    form = verify_form(form, all_agreed(form) | changed(form, 1, 3), by=lead)
    form = moderate_form(form, changed(form, 2, 3), by=officer)
    form = submit_form(reopen_form(form, reason="A late report.", by=lead), by=coordinator)
    first, second, *others = since_review(form, VERIFYING, lead)
    assert since_in_words(first).startswith("You set this level on ")
    assert (first.mark, first.is_settled) == ("Unchanged", True)
    assert since_in_words(second).startswith("Changed since you looked on ")
    assert since_in_words(second).endswith(": Medium to High.")
    assert (second.mark, second.needs_review) == ("Level changed", True)
    assert all(outcome.is_settled for outcome in others)
    assert all(outcome.is_settled for outcome in since_review(form, MODERATING, officer))


def test_a_query_at_moderation_is_looked_at_again_by_the_lead_and_by_the_officer(coordinator, lead, officer):
    form = a_submitted_form(coordinator)
    form = verify_form(form, all_agreed(form), by=lead)
    fifth = outcomes_of(form.framework)[4]
    form = moderate_form(form, {fifth.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Is it all day?")}, by=officer)
    form = submit_form(with_queries_answered(form), by=coordinator)
    for kinds, reader in ((VERIFYING, lead), (MODERATING, officer)):
        marks = [outcome.mark for outcome in since_review(form, kinds, reader)]
        assert marks == ["Unchanged"] * 4 + ["Answered"] + ["Unchanged"] * 5
    form = verify_form(form, all_agreed(form), by=lead)
    seen = since_review(form, VERIFYING, lead)[4]
    assert seen.is_settled
    assert [(each.asker, each.answerer) for each in seen.exchanges] == [("Ruth Osei", "Amina Yusuf")]
    assert since_review(form, MODERATING, officer)[4].needs_review
