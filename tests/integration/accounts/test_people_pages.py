"""The people pages, for the service administrator only."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from accounts.council_account.actions import connect
from accounts.enums import Role
from accounts.models import User
from tests.factories.people import a_person

EVERYBODY_ELSE = [role for role in Role if role != Role.SERVICE_ADMINISTRATOR]


def page_of(name, person):
    return reverse(f"accounts:{name}", args=[person.pk])


@pytest.fixture
def nina(client_as, administrator):
    return client_as(administrator)


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_nobody_else_sees_them(client_as, lead, role):
    client = client_as(a_person(role))
    pages = [
        reverse("accounts:person_list"),
        reverse("accounts:person_add"),
        reverse("accounts:team_add"),
        page_of("person_detail", lead),
        page_of("person_change", lead),
        page_of("person_deactivate", lead),
    ]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 403
        assert "Only a service administrator can add people or change them." in response.text
    for name in ("person_deactivate", "person_reactivate", "person_invite"):
        assert client.post(page_of(name, lead)).status_code == 403
    lead.refresh_from_db()
    assert lead.is_active


@pytest.mark.parametrize("others", [0, 2])
def test_the_list_costs_the_same_for_one_and_for_many(nina, others, django_assert_num_queries):
    for _ in range(others):
        a_person(Role.CASE_COORDINATOR, Role.PANEL_MEMBER)
    # session, person, their roles, people, roles of all: a page tells by itself how many there are
    with django_assert_num_queries(5):
        page = nina.get(reverse("accounts:person_list"))
    assert "Nina Patel" in page.text


@pytest.mark.both_databases
def test_the_list_is_filtered(nina, administrator, lead, coordinator):
    url = reverse("accounts:person_list")
    found = nina.post(url, {"role": "lead_send_coordinator", "status": "open"}, follow=True).text
    assert "Dan Pryce" in found
    assert "Amina Yusuf" not in found
    assert "Amina Yusuf" not in nina.get(url).text  # the filter is kept
    assert "Amina Yusuf" in nina.post(url, {"name": "yusuf"}, follow=True).text
    assert "Nobody fits this filter" in nina.post(url, {"status": "closed"}, follow=True).text
    assert "Amina Yusuf" in nina.post(url, {"clear": "1"}, follow=True).text


def test_a_person_is_added_and_told(nina):
    details = {
        "email": "jo@example.org",
        "full_name": "Jo March",
        "job_title": "",
        "roles": ["panel_member"],
    }
    page = nina.post(reverse("accounts:person_add"), details, follow=True)
    assert "Jo March was added. The email that says how to set a password is on its way." in page.text
    assert User.objects.get(email="jo@example.org").roles == {Role.PANEL_MEMBER}
    assert mail.outbox[0].to == ["jo@example.org"]


def test_what_was_typed_stays_when_the_address_is_taken(nina, lead):
    details = {"email": lead.email, "full_name": "Jo March", "roles": ["panel_member"]}
    page = nina.post(reverse("accounts:person_add"), details)
    assert "Dan Pryce already has an account with this email address." in page.text
    assert "Jo March" in page.text
    assert mail.outbox == []


def test_a_person_needs_a_name_an_address_and_a_role(nina):
    page = nina.post(reverse("accounts:person_add"), {})
    for sentence in ("Enter the email address", "Enter the full name", "Choose at least one role"):
        assert sentence in page.text


def test_a_person_is_changed(nina, lead):
    details = {"full_name": "Daniel Pryce", "roles": ["panel_member"], "expected_version": 1}
    page = nina.post(page_of("person_change", lead), details, follow=True)
    assert "The account of Daniel Pryce was changed." in page.text
    lead.refresh_from_db()
    assert lead.roles == {Role.PANEL_MEMBER}


def test_the_second_of_two_keeps_what_they_typed(nina, lead):
    details = {"full_name": "Daniel Pryce", "roles": ["panel_member"], "expected_version": 1}
    nina.post(page_of("person_change", lead), details)
    page = nina.post(page_of("person_change", lead), details | {"full_name": "Danny Pryce"})
    assert "Nina Patel changed the account of Daniel Pryce on" in page.text
    assert 'value="Danny Pryce"' in page.text


def test_nobody_gives_a_role_to_themselves(nina, administrator):
    roles = ["service_administrator", "panel_chair"]
    details = {"full_name": "Nina Patel", "roles": roles, "expected_version": 1}
    page = nina.post(page_of("person_change", administrator), details)
    assert "You cannot give a role to yourself." in page.text


def test_an_account_is_closed_after_asking_and_opened_again(nina, lead):
    assert "Close the account of Dan Pryce" in nina.get(page_of("person_deactivate", lead)).text
    page = nina.post(page_of("person_deactivate", lead), follow=True)
    assert "The account of Dan Pryce was closed." in page.text
    assert "Open the account again" in page.text
    page = nina.post(page_of("person_reactivate", lead), follow=True)
    assert "The account of Dan Pryce is open again." in page.text


def test_the_last_administrator_is_told_why_the_account_stays_open(nina, administrator):
    sentence = "Nina Patel is the last service administrator."
    assert sentence in nina.get(page_of("person_detail", administrator)).text
    asked = nina.get(page_of("person_deactivate", administrator))
    assert (asked.status_code, sentence in asked.text) == (409, True)
    page = nina.post(
        page_of("person_deactivate", administrator),
        headers={"referer": f"http://testserver{page_of('person_detail', administrator)}"},
        follow=True,
    )
    assert page.redirect_chain == [(page_of("person_detail", administrator), 302)]
    assert sentence in page.text


def test_the_link_to_set_a_password_is_sent_again(nina, lead):
    page = nina.post(page_of("person_invite", lead), follow=True)
    assert "The email with the link to set a password is on its way to Dan Pryce." in page.text
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_somebody_who_is_not_there_is_not_found(nina):
    assert nina.get("/people/999999/").status_code == 404


def test_a_team_is_added_once(nina):
    page = nina.post(reverse("accounts:team_add"), {"name": "East team"}, follow=True)
    assert "The team East team was added." in page.text
    page = nina.post(reverse("accounts:team_add"), {"name": "east team"})
    assert "There is a team called East team already. Enter another name." in page.text


class TestHowSomebodySignsIn:
    def test_a_lost_second_factor_is_removed_by_whoever_made_sure_of_them(self, nina, lead):
        Authenticator.objects.create(user=lead, type=Authenticator.Type.WEBAUTHN, data={})
        assert page_of("person_second_factor", lead) in nina.get(page_of("person_detail", lead)).text
        url = page_of("person_second_factor", lead)
        assert "Their password goes too" in nina.get(url).text
        page = nina.post(url, {})
        assert "Select how you made sure that it is them" in page.text
        assert "Enter why" in page.text
        page = nina.post(url, {"how": "called_back", "reason": "He lost his phone."}, follow=True)
        assert "The second factor of Dan Pryce is removed, and they are told by email." in page.text
        assert mail.outbox[0].subject == "SEND casework at Exampleshire Council: your second factor was removed"
        assert not Authenticator.objects.exists()
        assert nina.get(url).status_code == 409

    def test_ones_own_is_removed_elsewhere(self, nina, administrator):
        Authenticator.objects.create(user=administrator, type=Authenticator.Type.WEBAUTHN, data={})
        sentence = "You cannot remove your own second factor here."
        assert sentence in nina.get(page_of("person_detail", administrator)).text
        assert sentence in nina.get(page_of("person_second_factor", administrator)).text

    def test_a_council_account_is_shown_and_disconnected(self, nina, lead, settings):
        settings.OIDC_SERVER = "https://login.example.org"
        connect(lead, "the identity")
        page = nina.get(page_of("person_detail", lead))
        assert "Council account" in page.text
        assert "Dan Pryce signs in with their council account, so they need no password." in page.text
        page = nina.post(page_of("person_disconnect", lead), {"reason": "It was a namesake’s."}, follow=True)
        assert "The council account of Dan Pryce is disconnected." in page.text
        assert "Email address and password" in page.text

    def test_an_administrator_keeps_a_password_and_another_may_stop(self, nina, administrator, settings):
        other = a_person(Role.SERVICE_ADMINISTRATOR, full_name="Ola Berg")
        assert "Let them keep a password" not in nina.get(page_of("person_detail", other)).text
        settings.OIDC_SERVER = "https://login.example.org"
        assert page_of("person_password_keep", other) in nina.get(page_of("person_detail", other)).text
        page = nina.post(page_of("person_password_keep", other), {"reason": "Looks after sign-in."}, follow=True)
        assert "Ola Berg keeps a password." in page.text
        assert "Keeps a password</strong>" in page.text
        assert "Ola Berg is the last service administrator who gets in while Council account" in page.text
        nina.post(page_of("person_password_keep", administrator), {"reason": "So that there are two."})
        page = nina.post(page_of("person_password_stop", other), {"reason": "Moved on."}, follow=True)
        assert "Ola Berg signs in as everybody does." in page.text

    def test_an_invitation_names_the_council_account_where_there_is_one(self, nina, lead, settings):
        settings.OIDC_SERVER, settings.OIDC_NAME = "https://login.example.org", "Exampleshire account"
        nina.post(page_of("person_invite", lead))
        assert 'choose "Sign in with Exampleshire account" here' in mail.outbox[0].body
