"""The audit trail, for the service administrator."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.enums import Role
from audit.actions import chain_readings, record, record_view
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
    with django_assert_num_queries(4):
        page = nina.get(URL)
    assert page.text.count("EX-2026-0412") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_filtered_it_costs_one_query_more_whoever_else_is_there(nina, lead, rows, django_assert_num_queries):
    for _ in range(rows):
        a_person(Role.CASE_COORDINATOR)
        record("scoring.form_verified", by=lead, case=SomeCase())
    nina.post(URL, {"name": "Pryce", "verb": "scoring.form_verified", "reference": "EX-2026-0412"})
    # and the people of that name
    with django_assert_num_queries(4):
        page = nina.get(URL)
    assert page.context["page"].paginator.count == rows


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
        page = nina.post(URL, wishes, follow=True)
        assert page.request["QUERY_STRING"] == ""
        return page.context["page"].paginator.count

    assert found() == 2
    assert found(name="pryce, dan") == 1
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
    page = nina.post(URL, days, follow=True)
    assert "The last day must be the same as or after the first day" in page.text


class TestWho:
    """A person is typed, and chosen where several are meant. Nothing that was typed stands in an address."""

    @pytest.fixture
    def two(self, nina):
        both = [a_person(full_name="Maya Chen", email=f"{name}@example.org") for name in ("maya", "chen")]
        for person in both:
            record("scoring.form_verified", by=person, case=SomeCase())
        return both

    def test_of_two_with_one_name_one_is_chosen_by_the_address(self, nina, two):
        page = nina.post(URL, {"name": "maya chen"}, follow=True)
        assert "Choose which person you mean" in page.text
        assert all(f"Maya Chen ({person.email})" in page.text for person in two)
        page = nina.post(URL, {"name": "maya chen", "person": two[1].pk}, follow=True)
        assert "Choose which person you mean" not in page.text
        assert [event.actor_id for event in page.context["page"]] == [two[1].pk]

    def test_who_was_chosen_for_other_words_does_not_count(self, nina, two, lead):
        page = nina.post(URL, {"name": "chen", "person": lead.pk}, follow=True)
        assert "Choose which person you mean" in page.text
        page = nina.post(URL, {"name": "pryce", "person": two[0].pk}, follow=True)
        assert page.context["form"].is_valid()
        assert not page.context["page"].object_list

    def test_nobody_and_too_many_are_told(self, nina):
        page = nina.post(URL, {"name": "Nemo"}, follow=True)
        assert "Nobody with an account is called that: look how the name is spelt now" in page.text
        for _ in range(11):
            a_person(full_name="Amina Yusuf")
        page = nina.post(URL, {"name": "amina"}, follow=True)
        assert "More than 10 people fit: enter more of the name" in page.text

    def test_the_filter_is_cleared(self, nina, two):
        nina.post(URL, {"name": "maya chen", "person": two[1].pk})
        page = nina.post(URL, {"clear": "1"}, follow=True)
        assert page.context["page"].paginator.count == 2


def test_what_was_read_stands_there_at_once_by_its_moment(nina, lead):
    with acting_at(datetime(2026, 3, 1, tzinfo=UTC)):
        record("scoring.form_verified", by=lead, case=SomeCase())
    with acting_at(datetime(2026, 3, 2, tzinfo=UTC)):
        record_view("Reports", view="casework:report_list", by=lead, case=SomeCase())
    with acting_at(datetime(2026, 3, 3, tzinfo=UTC)):
        record("scoring.form_moderated", by=lead, case=SomeCase())
    for number in ("to come", "3"):
        page = nina.get(URL)
        told = [(row[2], row[4]) for row in page.context["table"].rows]
        assert told == [("Form moderated", "2"), ("Page viewed", number), ("Form verified", "1")]
        chain_readings()


def test_it_is_turned_over_page_by_page(nina):
    for _ in range(26):
        record("accounts.signed_in", by=None)
    assert "page=2" in nina.get(URL).text
    assert len(nina.get(URL, {"page": 2}).context["page"].object_list) == 1
