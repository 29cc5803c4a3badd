"""Nothing is made twice: a child or setting known already is offered where it is typed, and records are merged."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from audit.sentences import sentence_of
from casework.cases.actions import close_case
from casework.children.actions import version_of_details
from casework.enums import Phase, Stage
from casework.models import AnotherChild, Case, Child, ChildMerge, Setting
from crispy_govuk.found import MOST_OFFERED
from tests.factories.cases import SettingFactory, an_open_case

pytestmark = pytest.mark.django_db

OPEN = reverse("casework:case_open")


def at(name, case, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1])
    return re.sub(r"\s+", " ", plain).replace("&#x27;", "'").replace("&#39;", "'")


def asked_of(response):
    return re.search(r'name="asked_of" value="([\d,]+)"', response.content.decode())[1]


def typed(**changes):
    return {
        "first_name": "Zofia", "last_name": "Nowak",
        "date_of_birth_day": "3", "date_of_birth_month": "4", "date_of_birth_year": "2019",
        "sex": "F", "primary_need": "SLCN", "secondary_need": "", "setting": "none",
        "new_setting_name": "", "new_setting_phase": "",
        "contact_name": "Ewa Nowak", "relationship": "mother", "has_parental_responsibility": "yes",
        "requested_on_day": "2", "requested_on_month": "11", "requested_on_year": "2026",
        "request_source": "1", "request_reason": "She needs more help.", **changes,
    }  # fmt: skip


def changed(child, **changes):
    """The form of the child's details, sent with what is recorded but for `changes`."""
    day = child.date_of_birth
    return {
        "first_name": child.first_name, "last_name": child.last_name, "sex": child.sex,
        "primary_need": child.primary_need, "secondary_need": child.secondary_need, "upn": child.upn,
        "date_of_birth_day": day.day, "date_of_birth_month": day.month, "date_of_birth_year": day.year,
        "setting": "none", "is_looked_after": "no", "is_out_of_year": "no",
        "expected_version": version_of_details(child), **changes,
    }  # fmt: skip


class TestOpening:
    def test_a_near_child_of_the_team_is_told_and_may_be_another(self, client_as, coordinator):
        client = client_as(coordinator)
        client.post(OPEN, typed(first_name="Zofia Maria"))
        slip = typed(date_of_birth_day="4", date_of_birth_month="3", last_name="Nowak")
        response = client.post(OPEN, slip)
        assert "Yes: Zofia Maria Nowak, born 3 April 2019" in text_of(response)
        assert 'value="Ewa Nowak"' in response.content.decode()
        answer = {"same_child": "another", "asked_of": asked_of(response)}
        assert client.post(OPEN, slip | answer).status_code == 302
        assert Child.objects.count() == 2
        assert AnotherChild.objects.get().answered_by == coordinator
        assert not AuditEvent.objects.filter(verb="casework.children_told_of").exists()

    def test_of_another_team_only_whom_to_ask_is_told_and_it_is_recorded(
        self, client_as, coordinator, other_coordinator
    ):
        case = an_open_case(other_coordinator, first_name="Zofia", last_name="Novak")
        day = case.child.date_of_birth
        near = typed(date_of_birth_day=day.day, date_of_birth_month=day.month, date_of_birth_year=day.year)
        page = text_of(client_as(coordinator).post(OPEN, near))
        told = (
            "Yes: a child of nearly this name and date of birth, whose case is with Tom Hale, South team; speak to them"
        )
        assert told in page
        for secret in ("Novak", "9 May 2015", case.reference, "Requested"):
            assert secret not in page
        page = text_of(client_as(coordinator).post(OPEN, near | {"same_child": str(case.child_id)}))
        assert "This child already has a case that goes on, with Tom Hale, South team. Speak to them" in page
        assert case.reference not in page
        event = AuditEvent.objects.filter(verb="casework.children_told_of").earliest("sequence")
        assert (event.actor_id, event.facts) == (coordinator.pk, {"children": [case.child_id]})
        assert sentence_of(event) == "Amina Yusuf was told who keeps 1 record much like the one in hand"

    def test_somebody_who_was_not_shown_yet_is_asked_about_again(self, client_as, coordinator):
        client = client_as(coordinator)
        client.post(OPEN, typed())
        first = client.post(OPEN, typed(first_name="Zófia"))
        answer = {"same_child": "another", "asked_of": asked_of(first)}
        client.post(OPEN, typed(first_name="Sofia") | answer)
        page = text_of(client.post(OPEN, typed(first_name="Zófia") | answer))
        assert "Select whether it is the same child" in page
        assert "No, this is none of them" in page


class TestEditing:
    @pytest.fixture
    def case(self, coordinator):
        return an_open_case(coordinator, first_name="Ruby", last_name="Price")

    @pytest.fixture
    def other(self, coordinator):
        return an_open_case(coordinator, first_name="Noah", last_name="Fisher")

    def test_a_new_name_is_compared_once(self, client_as, coordinator, case, other):
        client, url = client_as(coordinator), at("child_change", case)
        assert client.post(url, changed(case.child, postcode="LS1 1AA")).status_code == 302
        case.child.refresh_from_db()
        data = changed(case.child, first_name="Noah", last_name="Fischer", first_language="Polish")
        response = client.post(url, data)
        assert "Yes: Noah Fisher, born 9 May 2015" in text_of(response)
        assert 'value="Polish"' in response.content.decode()
        answer = {"same_child": "another", "asked_of": asked_of(response)}
        assert client.post(url, data | answer).status_code == 302
        case.child.refresh_from_db()
        assert case.child.full_name == "Noah Fischer"
        assert client.post(url, changed(case.child, first_name="Noah James")).status_code == 302
        page = text_of(client.get(at("child_records", case)))
        assert "Another child, as somebody answered" in page
        client.post(at("records_ask_again", case, other.child_id))
        case.child.refresh_from_db()
        page = text_of(client.post(url, changed(case.child, first_name="Noah")))
        assert "Is this a child who is known already?" in page

    def test_the_same_child_leads_to_where_records_are_merged(self, client_as, coordinator, case, other):
        data = changed(case.child, first_name="Noah", last_name="Fisher", same_child=str(other.child_id))
        response = client_as(coordinator).post(at("child_change", case), data, follow=True)
        page = text_of(response)
        assert response.redirect_chain == [(at("child_records", case), 302)]
        assert (
            "The child’s details are saved. A Lead can merge the two records of the child" in response.content.decode()
        )
        assert "Noah Fisher, born 9 May 2015, Hillside Academy" in page
        assert "ask a Lead SEND Co-ordinator to merge" in page
        assert "Compare and merge" not in page

    def test_a_upn_of_another_child_is_refused_at_its_field(self, client_as, coordinator, case):
        an_open_case(coordinator, upn="A123456789012", last_name="Zyx")
        page = text_of(client_as(coordinator).post(at("child_change", case), changed(case.child, upn="A123456789012")))
        assert "This UPN is already recorded for another child" in page
        assert "Is this a child who is known already?" not in page


class TestMerging:
    @pytest.fixture
    def case(self, coordinator):
        return an_open_case(coordinator, first_name="Noah", last_name="Fisher", postcode="LS1 1AA")

    @pytest.fixture
    def twin(self, other_coordinator, lead):
        case = an_open_case(other_coordinator, first_name="Noah", last_name="Fischer")
        close_case(case, Stage.WITHDRAWN, reason="Twice.", by=lead)
        return case

    def test_from_the_case_page_to_one_record_and_back(self, client_as, lead, case, twin):
        client = client_as(lead)
        assert at("child_records", case) in client.get(at("case_detail", case)).content.decode()
        page = client.get(at("child_records", case))
        assert "Noah Fischer, born 9 May 2015" in text_of(page)
        url = at("records_merge", case, twin.child_id)
        assert url in page.content.decode()
        page = text_of(client.get(url))
        for words in ("This record", "The other record", "Fischer", "LS1 1AA", twin.reference, "Jo Ellis (Mother)"):
            assert words in page
        response = client.post(
            url, {"last_name": "other", "postcode": "kept", "reason": "The mother says so."}, follow=True
        )
        assert "The two records are one now. The child is found by both names." in response.content.decode()
        assert Child.objects.get(pk=case.child_id).full_name == "Noah Fischer"
        page = client.get(at("child_records", case))
        assert "Noah Fischer, by Dan Pryce" in text_of(page)
        merge = ChildMerge.objects.get()
        part = at("records_part", case, merge.pk)
        assert part in page.content.decode()
        assert "Its cases, contacts and plans go back" in text_of(client.get(part))
        client.post(part, {"reason": "They are cousins."})
        assert Child.objects.get(pk=case.child_id).full_name == "Noah Fisher"
        assert "Parted again by Dan Pryce" in text_of(client.get(at("child_records", case)))

    def test_a_record_that_is_not_alike_is_named_by_its_reference(self, client_as, lead, case, other_coordinator):
        other = an_open_case(other_coordinator, first_name="Xi", last_name="Yu")
        client, url = client_as(lead), at("records_find", case)
        assert "Enter the whole reference of one case" in text_of(client.post(url, {"reference": "EX-2026"}))
        page = text_of(client.post(url, {"reference": other.reference}))
        assert f"Both records have an assessment that goes on: case {case.reference} at “Requested”" in page
        close_case(other, Stage.WITHDRAWN, reason="Twice.", by=lead)
        response = client.post(url, {"reference": other.reference.replace("-", " ").lower()})
        assert response["Location"] == at("records_merge", case, other.child_id)

    def test_what_is_told_of_another_team_is_recorded(self, client_as, coordinator, case, twin):
        page = text_of(client_as(coordinator).get(at("child_records", case)))
        assert "A child of nearly this name and date of birth, whose case is with Tom Hale, South team" in page
        assert "Fischer" not in page
        assert AuditEvent.objects.get(verb="casework.children_told_of").facts == {"children": [twin.child_id]}

    def test_a_list_of_six_costs_what_one_costs_but_for_who_they_are(self, client_as, lead, case, coordinator):
        client, counts = client_as(lead), []
        for so_many in (1, 5):
            for _ in range(so_many):
                an_open_case(coordinator, first_name="Noah", last_name="Fisher")
            client.get(at("child_records", case))
            with CaptureQueriesContext(connection) as queries:
                client.get(at("child_records", case))
            counts.append(len(queries))
        assert counts == [16, 16]


class TestSettings:
    def test_one_typed_again_is_offered(self, client_as, coordinator):
        mary = SettingFactory.create(name="St Mary's Primary", phase=Phase.PRIMARY)
        client = client_as(coordinator)
        new = typed(setting="not_listed", new_setting_name="St. Marys  primary school", new_setting_phase="primary")
        response = client.post(OPEN, new)
        sentence = "There is already “St Mary's Primary” in the list: choose it, or say that this is another"
        assert sentence in text_of(response)
        assert not Case.objects.exists()
        client.post(OPEN, new | {"same_setting": str(mary.pk)})
        assert Case.objects.get().child.enrolments.get().setting == mary
        client.post(OPEN, new | {"same_setting": "another", "first_name": "Xi", "last_name": "Yu"})
        assert [setting.name for setting in Setting.objects.all()] == ["St Mary's Primary", "St. Marys primary school"]

    def test_of_many_only_those_are_listed_that_were_typed(self, client_as, coordinator):
        Setting.objects.bulk_create(
            Setting(name=f"School {number}", phase=Phase.PRIMARY) for number in range(MOST_OFFERED + 1)
        )
        Setting.objects.bulk_create(
            Setting(name=f"{saint} Cross {number}", phase=Phase.PRIMARY)
            for saint in ("St", "Holy")
            for number in (1, 2)
        )
        client = client_as(coordinator)
        page = client.get(OPEN).content.decode()
        assert "School 7" not in page
        assert "Part of the name will do" in page
        page = client.post(OPEN, typed(setting="", setting_words="cross")).content.decode()
        assert "4 settings are called so. Select the one you mean" in page
        assert "Holy Cross 2" in page
        assert 'value="Nowak"' in page
        page = client.post(OPEN, typed(setting="", setting_words="nowhere")).content.decode()
        assert "No setting in the list is called “nowhere”" in page
        page = client.post(OPEN, typed(setting="", setting_words="school")).content.decode()
        assert f"More than {MOST_OFFERED} settings are called so. Enter more of the name" in page
        page = client.post(OPEN, typed(setting="")).content.decode()
        assert "Enter the name of the nursery, school or college" in page
        chosen = Setting.objects.get(name="Holy Cross 2")
        assert client.post(OPEN, typed(setting="", setting_words="cross 2, holy")).status_code == 302
        case = Case.objects.get()
        assert case.child.enrolments.get().setting == chosen
        url = at("child_change", case)
        page = client.get(url).content.decode()
        assert "Holy Cross 2" in page
        assert "School 7" not in page
        kept = changed(case.child, setting=str(chosen.pk), postcode="LS1 1AA")
        assert client.post(url, kept).status_code == 302
        case.child.refresh_from_db()
        another = changed(case.child, setting=str(chosen.pk), setting_words="st cross 1")
        assert client.post(url, another).status_code == 302
        assert case.child.enrolments.get(ended_on=None).setting.name == "St Cross 1"

    def test_a_setting_that_is_not_there_cannot_be_chosen(self, client_as, coordinator):
        page = client_as(coordinator).post(OPEN, typed(setting="4711")).content.decode()
        assert "Select one of the choices listed, or enter the name again" in page


def test_a_search_lasts_for_the_day_and_says_so(client_as, coordinator):
    an_open_case(coordinator, first_name="Noah", last_name="Fisher")
    an_open_case(coordinator, first_name="Ruby", last_name="Price")
    with time_machine.travel("2026-11-26 23:50 +0000", tick=False) as clock:
        client = client_as(coordinator)
        client.post("/", {"words": "fisher"})
        page = text_of(client.get("/?list=others"))
        assert "Showing 1 of 2 cases: a filter is on. Show all cases" in page
        assert "Ruby Price" not in page
        clock.move_to("2026-11-27 00:01 +0000")
        page = text_of(client.get("/?list=others"))
        assert "a filter is on" not in page
        assert "Ruby Price" in page
        assert 'value="fisher"' not in page
