"""Verifying and moderating: verdicts, returns, lapses, and duties kept apart."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import RoleGrant
from base.clock import now
from base.refusals import NotAllowed, Refused
from casework.cases.actions import grant_duty_exception
from casework.enums import Part, Stage
from scoring.enums import FormActKind, FormStatus, VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import OutcomeReview
from scoring.rasform.actions import submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.queries import open_queries, points_of
from scoring.scores.rules import OutcomeVerdict
from tests.factories.forms import (
    a_draft,
    a_submitted_form,
    a_verified_form,
    all_agreed,
    opened,
    with_queries_answered,
)

pytestmark = pytest.mark.django_db

QUERY = OutcomeVerdict(VerdictKind.QUERIED, None, "What shows that it is daily?")


def changed_to(outcome, position, reason="Daily, by the school's log"):
    return OutcomeVerdict(VerdictKind.CHANGED, outcome.levels.all()[position].pk, reason)


def test_agreeing_with_everything_verifies_the_form(coordinator, lead):
    form = a_submitted_form(coordinator)
    form = verify_form(form, all_agreed(form), by=lead)
    assert (form.status, form.case.stage) == (FormStatus.VERIFIED, Stage.MODERATION)


def test_a_change_is_applied_and_the_level_before_is_kept(coordinator, lead):
    form = opened(a_submitted_form(coordinator))
    first = outcomes_of(form.framework)[0]
    before = points_of(form)
    form = verify_form(form, all_agreed(form) | {first.pk: changed_to(first, 3)}, by=lead)
    review = OutcomeReview.objects.get(verdict=VerdictKind.CHANGED)
    assert (review.from_level.name, review.to_level.name, review.act.acted_by) == ("Low", "High", lead)
    assert points_of(form) == before - review.from_level.points + review.to_level.points


def test_a_change_to_no_difficulties_answers_the_gate(coordinator, lead):
    form = a_submitted_form(coordinator)
    first = outcomes_of(form.framework)[0]
    verify_form(form, all_agreed(form) | {first.pk: changed_to(first, 0)}, by=lead)
    assert form.scores.get(outcome=first).has_difficulties is False


def test_a_query_returns_the_form_and_changes_nothing(coordinator, lead):
    form = a_submitted_form(coordinator)
    first, second = outcomes_of(form.framework)[:2]
    verdicts = all_agreed(form) | {first.pk: changed_to(first, 3), second.pk: QUERY}
    form = verify_form(form, verdicts, by=lead)
    assert (form.status, form.case.stage) == (FormStatus.DRAFT, Stage.SCORING)
    assert form.scores.get(outcome=first).level.name == "Low"
    queries = open_queries(form)
    assert {queries[first.pk].reason, queries[second.pk].reason} == {
        "Proposed level: High. Daily, by the school's log",
        "What shows that it is daily?",
    }
    with pytest.raises(Refused, match="Points are not shown until the RAS form is submitted"):
        points_of(form)


def test_queries_stand_until_the_form_is_submitted_again(coordinator, lead, other_lead):
    form = a_submitted_form(coordinator)
    first = outcomes_of(form.framework)[0]
    form = verify_form(form, all_agreed(form) | {first.pk: QUERY}, by=lead)
    assert open_queries(form)
    form = submit_form(with_queries_answered(form), by=coordinator)
    assert open_queries(form) == {}
    assert verify_form(form, all_agreed(form), by=other_lead).status == FormStatus.VERIFIED


def test_every_outcome_needs_a_verdict(coordinator, lead):
    form = a_submitted_form(coordinator)
    verdicts = all_agreed(form)
    for outcome in list(outcomes_of(form.framework))[3:6]:
        del verdicts[outcome.pk]
    with pytest.raises(Refused, match=r"Choose agree, change or query for outcomes 4, 5 and 6."):
        verify_form(form, verdicts, by=lead)


def test_a_verdict_that_says_too_little_is_refused_in_words(coordinator, lead):
    form = a_submitted_form(coordinator)
    first, second = outcomes_of(form.framework)[:2]
    for verdict, sentence in (
        (OutcomeVerdict(VerdictKind.QUERIED), "Outcome 1: say what you want to know."),
        (changed_to(first, 3, ""), "Outcome 1: say why you change the level."),
        (changed_to(second, 3), "Outcome 1: choose the level you change it to."),
    ):
        with pytest.raises(Refused, match=sentence):
            verify_form(form, all_agreed(form) | {first.pk: verdict}, by=lead)
    with pytest.raises(Refused, match="One of the outcomes is not on this RAS form"):
        verify_form(form, all_agreed(form) | {987654: QUERY}, by=lead)


def test_only_a_lead_verifies_and_only_what_is_submitted(coordinator, lead, officer):
    form = a_submitted_form(coordinator)
    with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can verify a RAS form"):
        verify_form(form, all_agreed(form), by=officer)
    draft = a_draft(coordinator)
    with pytest.raises(Refused, match="You cannot verify this RAS form now: it is “Being scored”"):
        verify_form(draft, all_agreed(draft), by=lead)


def test_nobody_verifies_what_they_scored_unless_an_exception_names_them(coordinator, officer):
    RoleGrant.objects.create(user=coordinator, role=Role.LEAD_SEND_COORDINATOR, granted_at=now())
    coordinator.refresh_from_db()
    form = a_submitted_form(coordinator)
    with pytest.raises(NotAllowed, match="You scored the RAS form or drafted the plan of this case, so somebody else"):
        verify_form(form, all_agreed(form), by=coordinator)
    grant_duty_exception(form.case, coordinator, Part.VERIFIER, reason="One Lead is ill.", by=officer)
    assert verify_form(form, all_agreed(form), by=coordinator).status == FormStatus.VERIFIED


def test_the_moderator_changes_with_a_reason_and_the_case_waits_for_its_allocation(coordinator, officer):
    form = a_verified_form(coordinator)
    first = outcomes_of(form.framework)[0]
    form = moderate_form(form, {first.pk: changed_to(first, 3)}, by=officer)
    assert (form.status, form.case.stage) == (FormStatus.MODERATED, Stage.MODERATION)
    assert form.acts.get(kind=FormActKind.MODERATED).reviews.count() == 10


def test_a_query_at_moderation_lets_the_verification_lapse_and_keeps_it_in_the_history(coordinator, officer):
    form = a_verified_form(coordinator)
    first = outcomes_of(form.framework)[0]
    form = moderate_form(form, {first.pk: QUERY}, by=officer)
    assert (form.status, form.case.stage) == (FormStatus.DRAFT, Stage.SCORING)
    kinds = [act.kind for act in form.acts.all()]
    assert kinds == ["started", "submitted", "verified", "returned", "lapsed"]


def test_moderation_is_for_others_than_scorer_and_verifier(coordinator, lead, officer):
    form = a_verified_form(coordinator, lead)
    with pytest.raises(NotAllowed, match="Only a Personalisation Officer can moderate a RAS form"):
        moderate_form(form, by=lead)
    RoleGrant.objects.create(user=lead, role=Role.PERSONALISATION_OFFICER, granted_at=now())
    lead.refresh_from_db()
    with pytest.raises(NotAllowed, match="You verified the RAS form of this case, so somebody else"):
        moderate_form(form, by=lead)
    moderate_form(form, by=officer)
    with pytest.raises(Refused, match="You cannot moderate this RAS form now: it is “Moderated”"):
        moderate_form(form, by=officer)


def test_the_database_wants_a_reason_for_a_change(coordinator, lead):
    form = a_submitted_form(coordinator)
    first = outcomes_of(form.framework)[0]
    verify_form(form, all_agreed(form) | {first.pk: changed_to(first, 3)}, by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutcomeReview.objects.update(reason="")
