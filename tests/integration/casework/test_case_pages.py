"""Pages of a case: who may open which, what each says, and what it does."""

import re
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from audit.actions import record
from casework.cases.actions import close_case, take_part
from casework.cases.permissions import cases_visible_to, sees_case
from casework.children.actions import change_contact, version_of_details
from casework.enums import Part, Stage
from casework.models import Case, Child, Contact, ProvisionLine
from tests.factories.cases import ContactDetailsFactory, SettingFactory, a_case_being_assessed, an_open_case
from tests.factories.journeys import a_case_at, the_people
from tests.factories.panels import ABOVE
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

PAGES = (
    "case_detail",
    "case_history",
    "case_decide",
    "case_close",
    "case_reassign",
    "case_exception",
    "contact_add",
    "child_change",
)


def at(name, case, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1])
    return re.sub(r"\s+", " ", plain).replace("&#x27;", "'")


class TestWhoSeesWhat:
    @pytest.mark.both_databases
    def test_own_case_team_case_and_lead(self, client_as, coordinator, lead):
        colleague = a_person(Role.CASE_COORDINATOR, full_name="Col League", team=coordinator.team)
        case = an_open_case(coordinator)
        for person in (coordinator, colleague, lead):
            assert client_as(person).get(at("case_detail", case)).status_code == 200

    @pytest.mark.parametrize("page", PAGES)
    def test_other_teams_and_other_roles_find_nothing(
        self, client_as, coordinator, other_coordinator, member, administrator, finance, page
    ):
        case = an_open_case(coordinator)
        for person in (other_coordinator, member, administrator, finance):
            assert client_as(person).get(at(page, case)).status_code == 404

    def test_a_colleague_reads_and_does_not_change(self, client_as, coordinator):
        colleague = a_person(Role.CASE_COORDINATOR, full_name="Col League", team=coordinator.team)
        case = an_open_case(coordinator)
        for page in ("case_close", "contact_add", "child_change"):
            response = client_as(colleague).get(at(page, case))
            assert response.status_code == 403
            assert "Only Amina Yusuf, who co-ordinates this case, can" in response.content.decode()


class TestCasePage:
    def test_says_the_state_whose_turn_and_the_next_step(self, client_as, coordinator, lead):
        case = an_open_case(coordinator)
        page = text_of(client_as(lead).get(at("case_detail", case)))
        assert "An assessment has been requested" in page
        assert "It is your turn since today: decide whether to assess." in page
        assert "The decision whether to assess is due on" in page
        assert "Jo Ellis" in page
        page = text_of(client_as(coordinator).get(at("case_detail", case)))
        assert "It is the turn of the Lead SEND Co-ordinator since today" in page
        assert "Only a Lead SEND Co-ordinator can decide whether to assess." in page

    def test_says_why_an_ended_case_ended(self, client_as, coordinator):
        case = an_open_case(coordinator)
        close_case(case, Stage.WITHDRAWN, reason="They moved to home education.", by=coordinator)
        page = text_of(client_as(coordinator).get(at("case_detail", case)))
        assert "The request was withdrawn" in page
        assert "“They moved to home education.”" in page
        assert "Correct what was recorded" in page
        assert "Close the case" not in page

    def test_shows_who_took_which_part(self, client_as, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        take_part(case, Part.SCORER, by=coordinator)
        take_part(case, Part.VERIFIER, by=lead)
        page = text_of(client_as(coordinator).get(at("case_detail", case)))
        assert "Scored by Amina Yusuf, verified by Dan Pryce." in page

    def test_takes_a_fixed_number_of_queries(self, client_as, coordinator, lead, django_assert_num_queries):
        case = a_case_being_assessed(coordinator, lead)
        client = client_as(coordinator)
        client.get(at("case_detail", case))

        with CaptureQueriesContext(connection) as first:
            client.get(at("case_detail", case))
        for number in range(8):
            Contact.objects.create(child=case.child, name=f"Aunt {number}", relationship="other")
        with django_assert_num_queries(len(first)):
            client.get(at("case_detail", case))

    def test_history_tells_every_act(self, client_as, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        page = text_of(client_as(coordinator).get(at("case_history", case)))
        assert "Dan Pryce decided to assess" in page
        assert "opened the case" in page


class TestOpening:
    def typed(self, coordinator, **changes):
        return {
            "first_name": "Zofia", "last_name": "Nowak",
            "date_of_birth_day": "3", "date_of_birth_month": "4", "date_of_birth_year": "2019",
            "sex": "F", "primary_need": "SLCN", "secondary_need": "", "setting": str(SettingFactory.create().pk),
            "new_setting_name": "", "new_setting_phase": "",
            "contact_name": "Ewa Nowak", "relationship": "mother", "has_parental_responsibility": "yes",
            "requested_on_day": "2", "requested_on_month": "11", "requested_on_year": "2026",
            "request_source": "1", "request_reason": "She needs more help.", "coordinator": str(coordinator.pk),
            **changes,
        }  # fmt: skip

    def test_one_page_opens_a_case(self, client_as, coordinator):
        response = client_as(coordinator).post(reverse("casework:case_open"), self.typed(coordinator), follow=True)
        case = Case.objects.get()
        assert response.redirect_chain == [(at("case_detail", case), 302)]
        assert f"Case {case.reference} is open. The decision whether to assess is due by 14 December 2026." in text_of(
            response
        )
        assert case.child.contacts.get().name == "Ewa Nowak"

    def test_a_button_pressed_twice_opens_one(self, client_as, coordinator):
        client = client_as(coordinator)
        typed = self.typed(coordinator, form_token="1234567890-abcdefgh")
        for _ in range(2):
            response = client.post(reverse("casework:case_open"), typed)
            assert response.status_code == 302
        assert Case.objects.count() == 1

    def test_what_was_typed_stays_when_something_is_missing(self, client_as, coordinator):
        typed = self.typed(coordinator, sex="", setting="not_listed", secondary_need="SLCN")
        response = client_as(coordinator).post(reverse("casework:case_open"), typed)
        page = response.content.decode()
        for sentence in (
            "Select the sex",
            "Enter the name of the setting",
            "Select the phase of the setting",
            "The second need must be different from the main need",
        ):
            assert sentence in page
        assert 'value="Nowak"' in page
        assert not Child.objects.exists()

    def test_a_child_who_may_be_known_is_a_question(self, client_as, coordinator):
        client, url = client_as(coordinator), reverse("casework:case_open")
        client.post(url, self.typed(coordinator))
        first = Case.objects.get()
        typed = self.typed(coordinator, first_name="Zófia")
        page = text_of(client.post(url, typed))
        assert "Is this a child who is known already?" in page
        assert f"Yes: Zofia Nowak, born 3 April 2019, Hillside Academy, case {first.reference}" in page
        page = text_of(client.post(url, {**typed, "same_child": str(first.child_id)}))
        assert f"This child already has case {first.reference}, at “Requested”" in page
        close_case(first, Stage.WITHDRAWN, reason="Why.", by=coordinator)
        client.post(url, {**typed, "same_child": str(first.child_id)})
        assert Case.objects.filter(child=first.child).count() == 2
        assert first.child.contacts.count() == 1
        client.post(url, {**typed, "same_child": "another", "asked_of": str(first.child_id)})
        assert Child.objects.count() == 2

    def test_a_child_who_was_not_offered_cannot_be_chosen(self, client_as, coordinator):
        other = an_open_case(coordinator)
        client, url = client_as(coordinator), reverse("casework:case_open")
        client.post(url, self.typed(coordinator))
        page = text_of(client.post(url, self.typed(coordinator, same_child=str(other.child_id))))
        assert "Select whether it is the same child" in page

    def test_others_are_told_who_opens_cases(self, client_as, officer):
        response = client_as(officer).get(reverse("casework:case_open"))
        assert response.status_code == 403
        assert "Only a Case Co-ordinator or Lead SEND Co-ordinator can open a case." in response.content.decode()


class TestAsking:
    def test_deciding(self, client_as, coordinator, lead):
        case = an_open_case(coordinator)
        client = client_as(lead)
        assert "six weeks after" in text_of(client.get(at("case_decide", case)))
        page = text_of(client.post(at("case_decide", case), {"will_assess": "no", "reasons": ""}))
        assert "Enter the reasons for not assessing" in page
        client.post(at("case_decide", case), {"will_assess": "yes", "reasons": ""})
        assert Case.objects.get().stage == Stage.GATHERING_REPORTS

    def test_a_stale_page_keeps_what_was_typed(self, client_as, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        response = client_as(lead).post(at("case_decide", case), {"will_assess": "no", "reasons": "Long typed text."})
        assert "You cannot decide whether to assess now: the case is at “Reports”." in text_of(response)
        assert "Long typed text." in response.content.decode()
        response = client_as(lead).get(at("case_decide", case))
        assert response.status_code == 409

    def test_closing(self, client_as, coordinator):
        case = an_open_case(coordinator)
        client = client_as(coordinator)
        assert "Enter the reason" in text_of(client.post(at("case_close", case), {"to": "withdrawn", "reason": ""}))
        client.post(at("case_close", case), {"to": "withdrawn", "reason": "They withdrew."})
        assert Case.objects.get().stage == Stage.WITHDRAWN
        assert client.get(at("case_close", case)).status_code == 409

    def test_giving_to_another(self, client_as, coordinator, other_coordinator, lead):
        case = an_open_case(coordinator)
        client_as(lead).post(at("case_reassign", case), {"coordinator": other_coordinator.pk})
        assert Case.objects.get().coordinator == other_coordinator
        assert client_as(coordinator).get(at("case_detail", case)).status_code == 404

    def test_an_exception_is_shown_on_the_case(self, client_as, coordinator, lead, officer):
        case = an_open_case(coordinator)
        url = at("case_exception", case)
        client_as(officer).post(url, {"person": lead.pk, "part": "moderator", "reason": "A small team."})
        page = text_of(client_as(coordinator).get(at("case_detail", case)))
        assert (
            "Exception: Ruth Osei let Dan Pryce be the one who moderated the RAS form, because “A small team.”." in page
        )
        assert client_as(coordinator).get(url).status_code == 403


class TestChildAndContacts:
    def contact(self, contact, **changes):
        return {
            "contact_name": contact.name, "relationship": contact.relationship, "has_parental_responsibility": "yes",
            "email": contact.email, "phone": contact.phone, "is_told": "yes",
            "expected_version": version_of_details(contact), **changes,
        }  # fmt: skip

    def test_adding_changing_and_removing(self, client_as, coordinator):
        case, client = an_open_case(coordinator), client_as(coordinator)
        added = {
            "contact_name": "Sol Ellis",
            "relationship": "father",
            "has_parental_responsibility": "yes",
            "is_told": "yes",
        }
        client.post(at("contact_add", case), added)
        contact = Contact.objects.get(name="Sol Ellis")
        client.post(at("contact_change", case, contact.pk), self.contact(contact, contact_name="Sol D Ellis"))
        assert Contact.objects.filter(name="Sol D Ellis").exists()
        client.post(at("contact_remove", case, contact.pk))
        assert not Contact.objects.filter(pk=contact.pk).exists()

    def test_a_contact_of_another_child_is_not_found(self, client_as, coordinator):
        case, other = an_open_case(coordinator), an_open_case(coordinator)
        contact = other.child.contacts.get()
        assert client_as(coordinator).get(at("contact_change", case, contact.pk)).status_code == 404
        assert client_as(coordinator).post(at("contact_remove", case, contact.pk)).status_code == 404

    def test_the_second_person_sees_what_is_there_now_and_can_save_again(self, client_as, coordinator, lead):
        case, client = an_open_case(coordinator), client_as(coordinator)
        contact = case.child.contacts.get()
        typed = self.contact(contact, contact_name="Joanna Ellis")
        details = ContactDetailsFactory.build(phone="01632 960000")
        change_contact(case, contact, details, expected_version=version_of_details(contact), by=lead)
        url = at("contact_change", case, contact.pk)
        response = client.post(url, typed)
        page = text_of(response)
        assert "Dan Pryce changed this contact on" in page
        assert "01632 960000" in page
        assert 'value="Joanna Ellis"' in response.content.decode()
        seen = re.search(r'name="expected_version" value="(\w+)"', response.content.decode())[1]
        assert client.post(url, {**typed, "expected_version": seen}).status_code == 302
        assert Contact.objects.get().name == "Joanna Ellis"

    def test_correcting_the_child(self, client_as, coordinator):
        case, client = an_open_case(coordinator), client_as(coordinator)
        child = case.child
        typed = {
            "first_name": "Rowan", "last_name": "Ellis", "sex": "M", "primary_need": "SEMH", "secondary_need": "",
            "date_of_birth_day": "9", "date_of_birth_month": "5", "date_of_birth_year": "2015",
            "setting": "none", "expected_version": version_of_details(child),
            "is_looked_after": "no", "is_out_of_year": "no",
        }  # fmt: skip
        assert client.get(at("child_change", case)).status_code == 200
        assert client.post(at("child_change", case), typed).status_code == 302
        child.refresh_from_db()
        assert (child.last_name, child.primary_need) == ("Ellis", "SEMH")
        assert not child.enrolments.filter(ended_on=None).exists()


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.TAC, Stage.PANEL])
def test_the_frame_costs_the_same_however_many_parts_a_case_has(client_as, django_assert_num_queries, stage):
    """Session, person, case, facts and the row in the trail."""
    people = the_people()
    case = a_case_at(stage, people, share=ABOVE)
    client = client_as(people.coordinator)
    client.get(at("contact_add", case))
    with django_assert_num_queries(5):
        assert client.get(at("contact_add", case)).status_code == 200


def add_many(case):
    """Many contacts, reports and lines more; no lines where they have to come to what was agreed."""
    lines = ProvisionLine.objects.filter(plan_version__case=case) if case.stage != Stage.SIGN_OFF else ()
    reports, lines = list(case.reports.all()), list(lines)
    for number in range(8):
        Contact.objects.create(child=case.child, name=f"Aunt {number}", relationship="other")
        for row in (*reports[:1], *lines[:1]):
            row.pk, row._state.adding = None, True
            row.save()


@pytest.mark.parametrize(
    ("stage", "who", "queries"),
    [
        (Stage.GATHERING_REPORTS, "coordinator", 12),
        (Stage.SCORING, "coordinator", 10),
        (Stage.VERIFICATION, "verifier", 14),
        (Stage.MODERATION, "officer", 15),
        (Stage.TAC, "coordinator", 18),
        (Stage.SIGN_OFF, "signer", 18),
        (Stage.PANEL, "chair", 19),
        (Stage.PANEL, "member", 17),
        (Stage.PANEL, "officer", 16),
        (Stage.FINALISING, "coordinator", 20),
    ],
)
def test_the_case_page_costs_the_same_however_much_there_is(client_as, django_assert_num_queries, stage, who, queries):
    """One of them is the row in the trail."""
    people = the_people()
    case = a_case_at(stage, people, share=ABOVE if stage == Stage.PANEL else Decimal("0.9"))
    client = client_as(people.members[0] if who == "member" else getattr(people, who))
    client.get(at("case_detail", case))
    with django_assert_num_queries(queries):
        assert client.get(at("case_detail", case)).status_code == 200
    add_many(case)
    with django_assert_num_queries(queries):
        assert client.get(at("case_detail", case)).status_code == 200


def test_the_history_costs_the_same_however_much_happened(client_as, coordinator, lead, django_assert_num_queries):
    case = a_case_being_assessed(coordinator, lead)
    client = client_as(coordinator)
    client.get(at("case_history", case))
    with django_assert_num_queries(6):
        client.get(at("case_history", case))
    for number in range(60):
        with transaction.atomic():
            record("casework.case_told", by=coordinator, case=case, whom=f"Aunt {number}", on=case.requested_on)
    with django_assert_num_queries(7):  # and the count, where there is more than a page
        client.get(at("case_history", case))


@pytest.mark.parametrize("stage", [Stage.REQUESTED, Stage.SCORING, Stage.PANEL, Stage.FINALISING])
def test_one_case_is_seen_by_whom_the_list_of_cases_shows_it(stage, other_coordinator, administrator, finance):
    people = the_people()
    case = a_case_at(stage, people, share=ABOVE if stage == Stage.PANEL else Decimal("0.9"))
    colleague = a_person(Role.CASE_COORDINATOR, team=people.coordinator.team)
    without_team = a_person(Role.CASE_COORDINATOR)
    of_team_by_another_role = a_person(Role.FINANCE_READER, team=people.coordinator.team)
    everybody = (
        *(people.coordinator, people.verifier, people.officer, people.chair, *people.members),
        *(other_coordinator, administrator, finance, colleague, without_team, of_team_by_another_role),
    )
    for person in everybody:
        person = User.objects.get(pk=person.pk)
        assert sees_case(person, case) == cases_visible_to(person).filter(pk=case.pk).exists(), person.roles
