"""The page of the child's plan: reached from the case, with its days, versions and reviews; what may be done there."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.clock import acting_at, now, today
from base.words import day_in_words
from casework.enums import PlanEnd, ReviewDecision
from casework.maintaining.actions import end_plan, plan_in_force_of
from casework.reviews.actions import record_review
from tests.factories.cases import an_open_case
from tests.factories.journeys import a_maintained_case, an_issued_review, the_people

pytestmark = pytest.mark.django_db
QUERIES = 11


@pytest.fixture
def people():
    return the_people()


AGO = timedelta(days=120)


@pytest.fixture
def maintained(people):
    """A case whose plan was issued three months ago."""
    with acting_at(now() - AGO):
        return a_maintained_case(people)


def url(case, name="plan_record", *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def text_of(response):
    return " ".join(response.text.split())


@pytest.mark.both_databases
def test_the_case_leads_to_the_plan_with_its_days(maintained, people, client_as):
    client = client_as(people.coordinator)
    assert url(maintained) in client.get(url(maintained, "case_detail")).text
    page = text_of(client.get(url(maintained)))
    plan = plan_in_force_of(maintained.child)
    assert f"In force since {day_in_words(plan.first_made_on)}" in page
    assert f"By {day_in_words(plan.review_due_on)}" in page
    assert "Secondary school to post-16" in page
    assert "None has been recorded yet." in page


def test_a_late_review_is_said_and_stands_in_the_list_of_what_is_overdue(maintained, people, client_as):
    plan = plan_in_force_of(maintained.child)
    client = client_as(people.coordinator)
    for days, said, listed in ((0, "Review today", False), (1, "Review 1 day late", True)):
        noon = datetime.combine(plan.review_due_on + timedelta(days=days), time(12), tzinfo=UTC)
        with acting_at(noon):
            assert ("1 day late" in text_of(client.get(url(maintained)))) is listed
            assert (maintained.reference in client.get("/", {"list": "overdue"}).text) is listed
            assert said in text_of(client.get(reverse("casework:case_list")))


def test_every_version_stands_with_the_case_that_made_it(maintained, people, client_as):
    with acting_at(now() - AGO):
        review = an_issued_review(maintained, people)
    client = client_as(people.coordinator)
    for case in (maintained, review):
        page = text_of(client.get(url(case)))
        assert page.index("Version 2") < page.index("Version 1")
        assert "In force" in page
        assert "Replaced" in page
        assert "Amend the plan; the family was told on" in page
    assert "A later version of the plan is in force" in text_of(client.get(url(maintained, "case_detail")))


def test_a_review_is_recorded_and_withdrawn_on_its_pages(maintained, people, client_as):
    client = client_as(people.coordinator)
    assert url(maintained, "review_record") in client.get(url(maintained)).text
    day = {f"told_on_{part}": getattr(today(), part) for part in ("day", "month", "year")}
    answer = client.post(url(maintained, "review_record"), {"decision": "maintain", **day}, follow=True)
    due = plan_in_force_of(maintained.child).review_due_on
    assert f"The review is recorded. The next one is due by {day_in_words(due)}." in text_of(answer)
    review = plan_in_force_of(maintained.child).reviews.get()
    withdraw = url(maintained, "review_withdraw", review.pk)
    assert withdraw in answer.text
    answer = client.post(withdraw, {"reason": "It was of another child."}, follow=True)
    assert "“It was of another child.”" in text_of(answer)
    assert withdraw not in answer.text


def test_a_plan_ends_and_is_put_in_force_again_on_its_pages(maintained, people, client_as):
    client = client_as(people.signer)
    assert url(maintained, "plan_end") in client.get(url(maintained)).text
    day = {f"ended_on_{part}": getattr(today(), part) for part in ("day", "month", "year")}
    answer = client.post(
        url(maintained, "plan_end"), {"end": "ceased", "reason": "No longer needed.", **day}, follow=True
    )
    assert "“No longer needed.”" in text_of(answer)
    assert "The plan has ceased" in client.get(url(maintained, "case_detail")).text
    back = url(maintained, "plan_end_take_back")
    assert back in answer.text
    assert back not in client_as(people.coordinator).get(url(maintained)).text
    assert "The plan is in force again." in text_of(client.post(back, {"reason": "Wrong child."}, follow=True))


def test_only_a_lead_is_offered_that_a_plan_ceases(maintained, people, client_as):
    lead, coordinator = (
        client_as(who).get(url(maintained, "plan_end")).text for who in (people.signer, people.coordinator)
    )
    assert 'value="ceased"' in lead
    assert 'value="ceased"' not in coordinator
    assert 'value="transferred_out"' in coordinator


def test_before_a_plan_is_made_the_page_says_so(people, client_as):
    case = an_open_case(people.coordinator)
    client = client_as(people.coordinator)
    assert "No plan of this child has been issued yet." in client.get(url(case)).text
    assert url(case) not in client.get(url(case, "case_detail")).text


@pytest.mark.parametrize("many", [1, 6])
def test_it_takes_the_same_queries(maintained, people, client_as, many):
    for day in range(many):
        told_on = today() - timedelta(days=day)
        record_review(maintained, decision=ReviewDecision.MAINTAIN, told_on=told_on, by=people.coordinator)
    client = client_as(people.signer)
    client.get(url(maintained))
    with CaptureQueriesContext(connection) as captured:
        client.get(url(maintained))
    assert len(captured) == QUERIES, [each["sql"][:90] for each in captured.captured_queries]


def test_an_ended_plan_stays_readable(maintained, people, client_as):
    end_plan(maintained, end=PlanEnd.TRANSFERRED_OUT, ended_on=today(), reason="They moved.", by=people.coordinator)
    page = text_of(client_as(people.coordinator).get(url(maintained)))
    assert "Passed to another authority on" in page
    assert "“They moved.”" in page
