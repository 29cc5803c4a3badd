"""What the trail has of reading: lists, searches by what they found, and refusals, which do not flood it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.actions import MOST_NAMED, record_list, tell_refusals
from audit.models import DOWNLOADED, LISTED, REFUSED, SEARCHED, VIEWED, AuditEvent, RefusalTally
from audit.sentences import administrators_sentence_of
from base.clock import acting_at, now
from tests.factories.cases import an_open_case

pytestmark = pytest.mark.django_db

CASES = reverse("casework:case_list")


def rows(*verbs):
    return list(AuditEvent.objects.filter(verb__in=verbs).order_by("pk"))


def told(*verbs):
    return [administrators_sentence_of(event) for event in rows(*verbs)]


@pytest.mark.both_databases
def test_a_list_leaves_one_row_with_how_many_and_which(client_as, coordinator):
    cases = [an_open_case(coordinator) for _ in range(2)]
    client_as(coordinator).get(CASES)
    (row,) = rows(LISTED)
    assert administrators_sentence_of(row) == "Amina Yusuf read “Cases”, which names 2 cases"
    assert set(row.facts["cases"]) == {case.pk for case in cases}
    assert row.facts["view"] == "casework:case_list"


def test_a_page_without_a_child_leaves_none_and_costs_nothing(client_as, coordinator, django_assert_num_queries):
    client_as(coordinator).get(CASES)
    assert not rows(LISTED, SEARCHED)
    with django_assert_num_queries(0):
        record_list("Cases", view="casework:case_list", by=coordinator, cases=[])


@pytest.mark.parametrize(("words", "found"), [("Fern", "1 case"), ("Nobody", "0 cases")])
def test_a_search_is_told_by_what_it_found_and_never_by_its_words(client_as, coordinator, words, found):
    an_open_case(coordinator, first_name="Fern")
    an_open_case(coordinator, first_name="Rowan")
    client_as(coordinator).post(CASES, {"words": words}, follow=True)
    (row,) = rows(SEARCHED)
    assert administrators_sentence_of(row) == f"Amina Yusuf searched “Cases” and found {found}"
    assert words not in str(row.facts)


def test_of_a_long_list_fifty_are_named_and_all_are_counted(coordinator):
    row = record_list("Cases", view="casework:case_list", by=coordinator, cases=list(range(1, 80)), found=200)
    assert (row.facts["count"], row.facts["cases"]) == (200, list(range(1, MOST_NAMED + 1)))


def test_a_row_takes_one_query_and_no_transaction(coordinator, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_list("Cases", view="casework:case_list", by=coordinator, cases=[1])


class TestRefusals:
    @pytest.fixture
    def case(self, coordinator):
        return an_open_case(coordinator)

    def ask(self, client, case, page="casework:case_detail"):
        return client.get(reverse(page, args=[case.reference])).status_code

    @pytest.mark.both_databases
    def test_whoever_asks_for_a_case_that_is_not_theirs_is_told_once_an_hour(self, client_as, other_coordinator, case):
        client = client_as(other_coordinator)
        assert {self.ask(client, case) for _ in range(20)} == {404}
        (row,) = rows(REFUSED)
        assert (row.case_id, row.actor_id) == (case.pk, other_coordinator.pk)
        assert told(REFUSED) == [f"{other_coordinator.full_name} was refused “case detail”"]
        with acting_at(now() + timedelta(minutes=61)):
            self.ask(client, case)
        assert told(REFUSED)[1].endswith("was refused “case detail”, and 19 times more in the time before")

    def test_each_page_and_each_case_is_its_own(self, client_as, lead, other_coordinator, case):
        client = client_as(other_coordinator)
        self.ask(client, case)
        self.ask(client, case, "casework:report_list")
        assert client.get(reverse("accounts:person_list")).status_code == 403
        assert [row.facts["view"] for row in rows(REFUSED)] == [
            "casework:case_detail",
            "casework:report_list",
            "accounts:person_list",
        ]

    def test_an_address_that_leads_nowhere_is_no_refusal(self, client_as, lead):
        client = client_as(lead)
        for path in ("/cases/EX-1999-9999/", "/cases/%00/", "/nowhere/"):
            assert client.get(path).status_code == 404
        assert not rows(REFUSED)

    def test_what_was_counted_last_is_told_by_housekeeping(self, client_as, other_coordinator, case):
        for _ in range(3):
            self.ask(client_as(other_coordinator), case)
        assert tell_refusals() == 0
        with acting_at(now() + timedelta(minutes=61)):
            assert tell_refusals() == 1
            assert tell_refusals() == 0
        assert told(REFUSED)[1].endswith("was refused “case detail”, and 1 time more in the time before")
        assert rows(REFUSED)[1].case_reference == case.reference
        assert not RefusalTally.objects.exists()

    def test_none_of_it_stands_in_the_history_of_the_case(self, client_as, lead, other_coordinator, case):
        self.ask(client_as(other_coordinator), case)
        page = client_as(lead).get(reverse("casework:case_history", args=[case.reference]))
        assert "was refused" not in page.text


def test_a_framework_that_is_saved_is_a_download(client_as, officer):
    from scoring.models import Framework

    framework = Framework.objects.filter(status="published").first()
    client_as(officer).get(reverse("scoring:framework_export", args=[framework.pk])).getvalue()
    (row,) = rows(DOWNLOADED)
    assert row.facts["page"] == framework.named
    assert not rows(VIEWED)


def test_the_administrator_finds_each_kind(client_as, administrator, coordinator):
    an_open_case(coordinator)
    client_as(coordinator).get(CASES)
    page = client_as(administrator).post(reverse("audit:event_list"), {"verb": LISTED}, follow=True)
    assert "Amina Yusuf read “Cases”, which names 1 case" in page.text
    for kind in (
        "Page viewed",
        "Downloaded",
        "List viewed",
        "Searched",
        "Page refused",
        "Sign in failed",
        "Signed out",
    ):
        assert f">{kind}</option>" in page.text


@pytest.mark.parametrize(("first", "last"), [(("1", "1", "1"), ("31", "12", "9999"))])
def test_the_ends_of_the_calendar_are_days_too(client_as, administrator, first, last):
    days = {
        f"{end}_day_{part}": value
        for end, each in (("first", first), ("last", last))
        for part, value in zip(("day", "month", "year"), each, strict=True)
    }
    assert client_as(administrator).post(reverse("audit:event_list"), days, follow=True).status_code == 200
