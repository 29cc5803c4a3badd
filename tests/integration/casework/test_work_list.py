"""The lists of cases: whose they are, in what order, filtered, and at a fixed cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import today
from casework.cases.actions import move_case
from casework.enums import Stage
from casework.worklist.presenters import WORK_LISTS
from casework.worklist.queries import counts_of_work
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.many import bare_cases
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

WORK, CASES = "/", "/cases/"


def ago(days):
    return today() - timedelta(days=days)


def references(response):
    return [case.reference for case in response.context["page"].object_list]


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1])
    return re.sub(r"\s+", " ", plain)


@pytest.fixture
def some_cases(coordinator, lead):
    """Of one co-ordinator: one waits for the Lead, one is overdue, one is due in 3 days, one is far off."""
    return {
        "requested": an_open_case(coordinator, requested_on=ago(5)),
        "overdue": a_case_being_assessed(coordinator, lead, requested_on=ago(141)),
        "soon": a_case_being_assessed(coordinator, lead, requested_on=ago(137)),
        "far": a_case_being_assessed(coordinator, lead, requested_on=ago(20)),
    }


def named(cases, *names):
    return [cases[name].reference for name in names]


class TestWhatIsListed:
    @pytest.mark.both_databases
    def test_what_waits_comes_first_and_the_overdue_before_all(self, client_as, coordinator, some_cases):
        response = client_as(coordinator).get(WORK)
        assert references(response) == named(some_cases, "overdue", "soon", "far")
        page = text_of(response)
        assert "3 cases waiting for you, soonest due first" in page
        assert "1 day late" in page
        assert "week 21 of 20" in page

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("overdue", ["overdue"]), ("week", ["soon"]), ("others", ["requested"]), ("no such list", None)],
    )
    def test_each_tile_opens_its_list(self, client_as, coordinator, some_cases, name, expected):
        response = client_as(coordinator).get(WORK, {"list": name})
        assert references(response) == named(some_cases, *(expected or ["overdue", "soon", "far"]))

    @pytest.mark.parametrize("role", ["coordinator", "lead", "officer"])
    def test_every_count_is_that_of_its_list(self, request, client_as, some_cases, role):
        person = request.getfixturevalue(role)
        counts = counts_of_work(person, today())
        for work_list in WORK_LISTS:
            listed = client_as(person).get(WORK, {"list": work_list.slug}).context["page"].paginator.count
            assert counts[work_list.slug] == listed, work_list.slug

    def test_the_last_day_is_not_overdue_and_the_decision_has_its_own(self, client_as, coordinator, lead):
        a_case_being_assessed(coordinator, lead, requested_on=ago(140))
        undecided = an_open_case(coordinator, requested_on=ago(43))
        on_the_day = an_open_case(coordinator, requested_on=ago(42))
        assert references(client_as(lead).get(WORK, {"list": "overdue"})) == [undecided.reference]
        assert on_the_day.reference in references(client_as(lead).get(WORK, {"list": "week"}))

    def test_the_leads_turn_is_said_to_the_lead_and_to_others(self, client_as, coordinator, lead, some_cases):
        assert "You, since today" in text_of(client_as(lead).get(WORK))
        assert "Lead SEND Co-ordinator, since today" in text_of(client_as(coordinator).get(WORK, {"list": "others"}))

    def test_nothing_of_another_team(self, client_as, other_coordinator, some_cases):
        for url in (WORK, CASES):
            response = client_as(other_coordinator).get(url)
            assert references(response) == []
        assert "No case is waiting for you." in text_of(client_as(other_coordinator).get(WORK))

    def test_all_cases_end_with_those_at_rest(self, client_as, coordinator, lead, some_cases):
        move_case(some_cases["overdue"], Stage.WITHDRAWN, by=lead)
        response = client_as(coordinator).get(CASES)
        assert references(response) == named(some_cases, "soon", "requested", "far", "overdue")

    @pytest.mark.parametrize("role", ["member", "administrator", "finance"])
    def test_other_roles_are_led_to_their_own_pages(self, request, client_as, role):
        response = client_as(request.getfixturevalue(role)).get(WORK)
        assert "Your role has no part in single cases." in text_of(response)

    def test_opening_is_offered_to_those_who_may(self, client_as, coordinator, lead, officer):
        for person, offered in ((coordinator, True), (lead, True), (officer, False)):
            assert (reverse("casework:case_open") in client_as(person).get(WORK).content.decode()) is offered


class TestFilters:
    @pytest.fixture
    def named_cases(self, coordinator, lead):
        return {
            "josé": a_case_being_assessed(coordinator, lead, first_name="José", last_name="Fernández"),
            "mia": a_case_being_assessed(coordinator, lead, first_name="Mia", last_name="Price", requested_on=ago(130)),
        }

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("jose", ["josé"]),
            ("FERNANDEZ José", ["josé"]),
            ("fern jo", ["josé"]),
            ("mia fern", []),
            ("hillside", ["mia", "josé"]),
            ("   ", ["mia", "josé"]),
            ("%", []),
        ],
    )
    def test_by_name_or_setting(self, client_as, coordinator, named_cases, words, found):
        client = client_as(coordinator)
        response = client.post(WORK, {"words": words}, follow=True)
        assert references(response) == named(named_cases, *found)

    def test_by_reference(self, client_as, coordinator, named_cases):
        reference = named_cases["mia"].reference
        response = client_as(coordinator).post(CASES, {"words": reference.lower()}, follow=True)
        assert references(response) == [reference]

    def test_by_stage_due_and_coordinator(self, client_as, coordinator, other_coordinator, lead, named_cases):
        an_open_case(other_coordinator)
        client = client_as(lead)
        asked = {"stage": "gathering_reports", "due": "14", "coordinator": coordinator.pk}
        response = client.post(CASES, asked, follow=True)
        assert references(response) == named(named_cases, "mia")
        assert "1 of 3 cases" in text_of(response)

    def test_stages_are_offered_with_what_they_would_show(self, client_as, coordinator, lead, named_cases):
        an_open_case(coordinator)
        response = client_as(coordinator).post(CASES, {"stage": "requested", "words": "price"}, follow=True)
        assert "Reports (1)" in text_of(response)
        assert "Requested (0)" in text_of(response)

    def test_no_name_stands_in_an_address_and_the_filter_is_kept(self, client_as, coordinator, named_cases):
        client = client_as(coordinator)
        response = client.post(f"{WORK}?list=waiting&page=3", {"words": "jose"})
        assert response["Location"] == "/?list=waiting"
        client.get(reverse("casework:case_detail", args=[named_cases["mia"].reference]))
        response = client.get(WORK)
        assert references(response) == named(named_cases, "josé")
        assert 'value="jose"' in response.content.decode()
        assert references(client.get(CASES)) == named(named_cases, "mia", "josé")
        response = client.post(WORK, {"clear": "1", "words": "jose"}, follow=True)
        assert references(response) == named(named_cases, "mia", "josé")

    def test_nothing_found_says_so_and_offers_to_clear(self, client_as, coordinator, named_cases):
        page = text_of(client_as(coordinator).post(WORK, {"words": "nobody"}, follow=True))
        assert "No case matches these filters" in page
        assert "There are 2 cases in this list without them." in page

    @pytest.mark.parametrize(
        "asked", [{"stage": "no such stage"}, {"due": "x"}, {"words": "a" * 500}, {"coordinator": "9999"}]
    )
    def test_nonsense_is_left_out(self, client_as, coordinator, named_cases, asked):
        assert client_as(coordinator).post(CASES, asked, follow=True).status_code == 200


REPORTS, UNDECIDED, MODERATED = Stage.GATHERING_REPORTS, Stage.REQUESTED, Stage.MODERATION


class TestCost:
    @pytest.mark.parametrize(
        ("role", "url", "stage", "asked", "queries"),
        [
            ("coordinator", WORK, REPORTS, {}, 9),
            ("lead", WORK, UNDECIDED, {}, 8),
            ("officer", WORK, MODERATED, {}, 7),
            ("coordinator", CASES, REPORTS, {}, 6),
            ("lead", CASES, REPORTS, {}, 6),
            ("lead", CASES, REPORTS, {"stage": [REPORTS], "due": "14"}, 6),
            ("lead", CASES, REPORTS, {"words": "rowan"}, 7),
        ],
    )
    def test_a_full_page_costs_as_one_row(self, request, client_as, coordinator, role, url, stage, asked, queries):
        """One of them the row in the trail."""
        client = client_as(request.getfixturevalue(role))
        row = {"stage": stage, "next_due_on": today() + timedelta(days=5)}
        bare_cases(coordinator, [row])
        client.post(url, asked, follow=True)
        with CaptureQueriesContext(connection) as one:
            response = client.get(url)
        assert len(references(response)) == 1
        bare_cases(coordinator, [{**row, "reference": f"MANY-{at}"} for at in range(24)])
        with CaptureQueriesContext(connection) as full:
            response = client.get(url)
        assert len(references(response)) == 25
        assert len(one) == len(full) == queries, [query["sql"][:120] for query in full.captured_queries]

    def test_what_goes_on_is_counted_to_a_thousand_and_leafed_through_all_the_same(self, client_as, coordinator, lead):
        client = client_as(lead)
        bare_cases(coordinator, [{} for _ in range(1055)])
        first = client.get(WORK)
        page = text_of(first)
        assert "1,000+ cases waiting for you, soonest due first" in page
        assert re.search(r"1,000\+ waiting for you 0 overdue 0 due in the next 7 days", page)
        assert "Requested (1,000+)" in page
        assert "?page=41" in first.text
        assert "?page=42" not in first.text
        assert "?page=42" in client.get(WORK, {"page": 41}).text
        last = references(client.get(WORK, {"page": 43}))
        assert last == [f"BARE-{at:05d}" for at in range(1050, 1055)]
        for beyond in (44, 999, 0):
            assert references(client.get(WORK, {"page": beyond})) == last
        assert "Showing 1,000+ of 1,000+ cases" in text_of(client.post(CASES, {"stage": "requested"}, follow=True))
        told = sentence_of(AuditEvent.objects.filter(verb="audit.list_viewed").latest("pk"))
        assert told == "Dan Pryce read “Cases”, which names 1,000+ cases"

    def test_pages_hold_twenty_five(self, client_as, coordinator, lead):
        bare_cases(coordinator, [{} for _ in range(26)])
        assert len(references(client_as(lead).get(WORK))) == 25
        assert len(references(client_as(lead).get(WORK, {"page": 2}))) == 1
        assert len(references(client_as(lead).get(WORK, {"page": "x"}))) == 25

    def test_a_colleague_reads_the_teams_cases(self, client_as, coordinator, some_cases):
        colleague = a_person(Role.CASE_COORDINATOR, full_name="Col League", team=coordinator.team)
        assert len(references(client_as(colleague).get(CASES))) == 4
        assert references(client_as(colleague).get(WORK)) == []
