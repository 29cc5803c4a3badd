"""The audit trail, for the service administrator."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.actions import record
from base.clock import acting_at
from tests.factories.people import a_person

pytestmark = pytest.mark.usefixtures("no_starter_data")

URL = reverse("audit:event_list")


class SomeCase:
    """What the trail needs of a case."""

    pk, reference, child_id = 7, "EX-2026-0412", 3


@pytest.fixture
def nina(client_as, administrator):
    return client_as(administrator)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SERVICE_ADMINISTRATOR])
def test_nobody_else_reads_it(client_as, db, role):
    page = client_as(a_person(role)).get(URL)
    assert page.status_code == 403
    assert "Only a service administrator can read the audit trail." in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_and_for_many(nina, lead, rows, django_assert_num_queries):
    for _ in range(rows):
        record("scoring.form_verified", by=lead, case=SomeCase())
    # session, person, roles, people in the trail, rows
    with django_assert_num_queries(5):
        page = nina.get(URL)
    assert page.text.count("EX-2026-0412") == rows


@pytest.mark.both_databases
def test_an_empty_trail_says_so(nina):
    assert "Nothing is recorded yet" in nina.get(URL).text


def test_it_says_who_did_what_kind_of_thing_to_which_case_but_not_why(nina, lead):
    record("scoring.level_changed", by=lead, case=SomeCase(), why="He hits others")
    page = nina.get(URL).text
    for word in ("Dan Pryce", "Level changed", "EX-2026-0412"):
        assert word in page
    assert "He hits others" not in page


def test_it_says_in_full_what_was_done_to_people(nina, administrator):
    record("accounts.person_deactivated", by=administrator, person="Dan Pryce")
    assert "Nina Patel closed the account of Dan Pryce" in nina.get(URL).text


def test_it_is_filtered(nina, lead, coordinator):
    with acting_at(datetime(2026, 3, 1, 23, 59, tzinfo=UTC)):
        record("scoring.form_verified", by=lead, case=SomeCase())
    with acting_at(datetime(2026, 3, 2, 0, 0, tzinfo=UTC)):
        record("accounts.signed_in", by=coordinator)

    def found(**wishes):
        return nina.get(URL, wishes).context["page"].paginator.count

    assert found() == 2
    assert found(person=lead.pk) == 1
    assert found(verb="accounts.signed_in") == 1
    assert found(reference=" ex-2026-0412 ") == 1
    assert found(last_day_day="1", last_day_month="3", last_day_year="2026") == 1
    assert found(first_day_day="2", first_day_month="3", first_day_year="2026") == 1
    assert found(reference="EX-2026-9999") == 0


def test_a_period_that_ends_before_it_begins_is_refused(nina):
    days = {
        "first_day_day": "2",
        "first_day_month": "3",
        "first_day_year": "2026",
        "last_day_day": "1",
        "last_day_month": "3",
        "last_day_year": "2026",
    }
    assert "The last day must be the same as or after the first day" in nina.get(URL, days).text


def test_it_is_turned_over_page_by_page(nina):
    for _ in range(51):
        record("accounts.signed_in", by=None)
    assert "page=2" in nina.get(URL).text
    assert len(nina.get(URL, {"page": 2}).context["page"].object_list) == 1
