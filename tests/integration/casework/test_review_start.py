"""Starting a key-stage review: a new case of the child, begun from the maintained plan."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.cases.actions import close_case, reopen_case
from casework.enums import CaseKind, Stage
from casework.finalising.actions import issue_final_plan, name_placement, serve_draft
from casework.models import Case
from casework.reviews.actions import start_key_stage_review
from casework.time_limits import review_due_on
from tests.factories.journeys import a_case_at, the_people
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return the_people()


@pytest.fixture
def maintained(people):
    """A case whose final plan is issued."""
    case = a_case_at(Stage.FINALISING, people)
    serve_draft(case, served_on=today(), by=people.coordinator)
    with acting_at(now() + timedelta(days=15)):
        name_placement(case, setting=None, placement_type="Mainstream school", by=people.coordinator)
        issue_final_plan(case, by=people.coordinator)
    case.refresh_from_db()
    return case


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        (date(2026, 11, 23), date(2027, 11, 22)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_review_is_due_within_twelve_months_of_the_plan(issued, due):
    assert review_due_on(issued) == due


@pytest.mark.both_databases
def test_a_review_is_a_new_case_that_begins_with_reports(maintained, people, client_as):
    client = client_as(people.coordinator)
    page = client.get(reverse("casework:case_detail", args=[maintained.reference]))
    assert "Start a key-stage review" in page.text
    url = reverse("casework:review_start", args=[maintained.reference])
    assert "key stage ends on" in client.get(url).text
    answer = client.post(url, follow=True)
    review = Case.objects.latest("pk")
    assert (review.kind, review.stage, review.child) == (
        CaseKind.KEY_STAGE_REVIEW,
        Stage.GATHERING_REPORTS,
        maintained.child,
    )
    assert review.coordinator == people.coordinator
    assert "The review is due to be finished by" in answer.text
    assert "CFA 2014, s44(1)" in answer.text
    assert f"{maintained.reference}, initial assessment, maintained" in answer.text
    assert "Ask for reports" in answer.text
    assert review.reference in client.get("/").text


def test_a_plan_has_one_review_at_a_time(maintained, people, client_as):
    review = start_key_stage_review(maintained, by=people.coordinator)
    with pytest.raises(Refused, match=f"already being reviewed in case {review.reference}"):
        start_key_stage_review(maintained, by=people.coordinator)
    page = client_as(people.coordinator).get(reverse("casework:case_detail", args=[maintained.reference]))
    assert f"already being reviewed in case {review.reference}" in page.text


def test_the_database_refuses_a_second_review_too(maintained, people):
    review = start_key_stage_review(maintained, by=people.coordinator)
    review.pk, review.reference = None, "EX-2026-9999"
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save(force_insert=True)


def test_only_the_coordinator_of_a_maintained_plan_starts_its_review(maintained, people):
    colleague = a_person(Role.CASE_COORDINATOR, team=people.coordinator.team)
    with pytest.raises(NotAllowed, match="Only Amina Yusuf, who co-ordinates this case, can start a review"):
        start_key_stage_review(maintained, by=colleague)
    review = start_key_stage_review(maintained, by=people.coordinator)
    with pytest.raises(Refused, match=r"^You cannot start a review of the plan now"):
        start_key_stage_review(review, by=people.coordinator)


def test_a_review_closed_by_mistake_goes_on_beside_the_maintained_plan(people, maintained):
    review = start_key_stage_review(maintained, by=people.coordinator)
    close_case(review, Stage.WITHDRAWN, reason="Started too early.", by=people.coordinator)
    reopen_case(review, reason="It was not.", by=people.signer)
    review.refresh_from_db()
    assert review.stage == Stage.GATHERING_REPORTS


def test_but_not_beside_another_review(people, maintained):
    review = start_key_stage_review(maintained, by=people.coordinator)
    close_case(review, Stage.WITHDRAWN, reason="Started too early.", by=people.coordinator)
    other = start_key_stage_review(maintained, by=people.coordinator)
    with pytest.raises(Refused, match=f"This child has case {other.reference} as well"):
        reopen_case(review, reason="It was not.", by=people.signer)
