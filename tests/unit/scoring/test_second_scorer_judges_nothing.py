"""Whoever scored a case a second time does not judge the first form, and what was said of it stays as it was said."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.enums import Role
from base.refusals import NotAllowed
from casework.enums import Stage
from scoring.models import OutcomeReview
from scoring.reviews.actions import verify_form
from scoring.scores.queries import form_of
from scoring.second.actions import ask_second_scoring
from tests.factories.forms import all_agreed
from tests.factories.journeys import a_case_at, the_people
from tests.factories.people import a_person
from tests.factories.second_scoring import score_second

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case_at(Stage.VERIFICATION, the_people())


@pytest.mark.parametrize("has_submitted", [False, True])
def test_a_lead_who_was_asked_for_a_second_form_does_not_verify_the_first(case, has_submitted):
    both = a_person(Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR)
    second = ask_second_scoring(case, both, by=a_person(Role.LEAD_SEND_COORDINATOR))
    if has_submitted:
        score_second(second)
    form = form_of(case)
    with pytest.raises(NotAllowed, match="asked to score this case a second time, so somebody else must verify"):
        verify_form(form, all_agreed(form), by=both)
    assert verify_form(form, all_agreed(form), by=a_person(Role.LEAD_SEND_COORDINATOR)).status == "verified"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE scoring_outcomereview SET reason = 'Other'",
        "DELETE FROM scoring_outcomereview",
        "UPDATE scoring_formact SET acted_by_id = acted_by_id + 1",
    ],
)
def test_the_database_keeps_what_was_said(case, change):
    assert OutcomeReview.objects.filter(act__form__case=case).exists()
    with (
        pytest.raises(IntegrityError, match="stays as it was said"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
