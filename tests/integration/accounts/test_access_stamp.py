"""Roles and second factors are kept in the process, and still count at the next request after they changed."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import access
from accounts.access import NOT_KEPT
from accounts.actions import change_person, deactivate_person
from accounts.enums import Role
from accounts.models import RoleGrant, User
from accounts.queries import has_second_factor
from accounts.second_factor.actions import reset_second_factor_by_command
from base.clock import now
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    """A session of somebody, as the middleware reads it with each request."""

    def request_of(person):
        if not client.session.get("_auth_user_id"):
            client.force_login(person)
        request = type("Request", (), {"session": client.session})()
        return get_user(request)

    return request_of


def stamp_of(person):
    return User.objects.values_list("access_stamp", flat=True).get(pk=person.pk)


def a_factor(person, kind=Authenticator.Type.TOTP):
    return Authenticator.objects.create(user=person, type=kind, data={})


def test_a_second_page_reads_neither_roles_nor_factor_again(settings, client_as, lead):
    settings.MFA_REQUIRED = True
    a_factor(lead)
    page = client_as(lead)
    with CaptureQueriesContext(connection) as first:
        assert page.get("/people/").status_code == 403
    with CaptureQueriesContext(connection) as second:
        assert page.get("/people/").status_code == 403
    read = [query["sql"] for query in second]
    assert len(first) - len(second) >= 2
    assert not any("rolegrant" in sql or "mfa_" in sql for sql in read)


def test_a_page_without_rows_takes_the_session_and_the_person(client_as, lead, django_assert_num_queries):
    page = client_as(lead)
    page.get("/accessibility/")
    with django_assert_num_queries(2):
        page.get("/accessibility/")


def test_a_role_taken_away_counts_at_the_next_request(client_as, lead, administrator):
    page = client_as(lead)
    assert "Moderation" in page.get("/accessibility/").content.decode()
    change_person(
        lead,
        full_name=lead.full_name,
        job_title="",
        team=None,
        roles=[Role.FINANCE_READER],
        expected_version=lead.version,
        by=administrator,
    )
    assert "Moderation" not in page.get("/accessibility/").content.decode()


def test_a_role_given_counts_at_the_next_request(client_as, administrator, other_lead):
    person = a_person(Role.FINANCE_READER)
    page = client_as(person)
    assert "Moderation" not in page.get("/accessibility/").content.decode()
    RoleGrant.objects.create(user=person, role=Role.LEAD_SEND_COORDINATOR, granted_at=now(), granted_by=administrator)
    assert "Moderation" in page.get("/accessibility/").content.decode()


def test_an_account_closed_ends_every_session_at_its_next_request(client_as, lead, administrator):
    pages = [client_as(lead), client_as(lead)]
    assert {page.get("/accessibility/").context["user"].pk for page in pages} == {lead.pk}
    deactivate_person(lead, by=administrator)
    assert {page.get("/").status_code for page in pages} == {302}


def test_a_second_factor_taken_away_counts_at_the_next_request(settings, client_as, lead):
    settings.MFA_REQUIRED = True
    a_factor(lead)
    page = client_as(lead)
    assert page.get("/").status_code == 200
    reset_second_factor_by_command(lead, reason="Lost the telephone")
    page.force_login(User.objects.get(pk=lead.pk))
    assert page.get("/")["Location"].startswith("/accounts/")


def test_a_second_factor_set_up_counts_at_the_next_request(settings, client_as, lead):
    settings.MFA_REQUIRED = True
    page = client_as(lead)
    assert page.get("/").status_code == 302
    a_factor(lead)
    assert page.get("/").status_code == 200


WAYS_PAST_THE_ACTIONS = {
    "a role saved": lambda person: RoleGrant.objects.create(user=person, role=Role.PANEL_CHAIR, granted_at=now()),
    "roles deleted": lambda person: person.role_grants.all().delete(),
    "a role deleted": lambda person: person.role_grants.get().delete(),
    "a factor saved": a_factor,
    "factors deleted": lambda person: Authenticator.objects.filter(user=person).delete(),
    "the row saved": lambda person: User.objects.get(pk=person.pk).save(),
}


@pytest.mark.parametrize("way", WAYS_PAST_THE_ACTIONS)
def test_rows_written_past_the_actions_draw_a_stamp(lead, way):
    a_factor(lead, Authenticator.Type.WEBAUTHN)
    before = stamp_of(lead)
    WAYS_PAST_THE_ACTIONS[way](lead)
    assert stamp_of(lead) not in (before, NOT_KEPT)


def test_the_stamp_goes_with_the_change_that_failed(signed_in, lead):
    before = stamp_of(lead)
    with transaction.atomic():
        lead.role_grants.all().delete()
        assert stamp_of(lead) != before
        assert signed_in(lead).roles == frozenset()
        transaction.set_rollback(True)
    assert stamp_of(lead) == before
    assert signed_in(lead).has_role(Role.LEAD_SEND_COORDINATOR)


def test_an_old_copy_that_is_saved_brings_no_old_stamp_back(signed_in, lead):
    assert signed_in(lead).roles == {Role.LEAD_SEND_COORDINATOR}
    copy = User.objects.get(pk=lead.pk)
    lead.role_grants.all().delete()
    copy.save()
    assert signed_in(lead).roles == frozenset()


def test_a_person_with_the_number_and_the_stamp_of_nobody_has_nothing_kept(signed_in, lead, monkeypatch):
    User.objects.filter(pk=lead.pk).update(access_stamp=NOT_KEPT)
    person = signed_in(User.objects.get(pk=lead.pk))
    assert person.access_stamp != NOT_KEPT  # drawn with the sign-in
    User.objects.filter(pk=lead.pk).update(access_stamp=NOT_KEPT)
    monkeypatch.setattr(access, "_kept", {})
    assert signed_in(lead).roles == {Role.LEAD_SEND_COORDINATOR}
    assert access._kept == {}


def test_what_is_written_by_hand_counts_within_a_minute(signed_in, lead, monkeypatch):
    assert signed_in(lead).roles == {Role.LEAD_SEND_COORDINATOR}
    role = RoleGrant.objects.filter(user=lead)
    role.update(role=Role.FINANCE_READER)  # an update tells no signal
    assert signed_in(lead).roles == {Role.LEAD_SEND_COORDINATOR}
    later = access.monotonic() + access.KEPT_FOR
    monkeypatch.setattr(access, "monotonic", lambda: later)
    assert signed_in(lead).roles == {Role.FINANCE_READER}


def test_nobody_else_is_told_from_what_is_kept(signed_in, lead):
    assert signed_in(lead).roles == {Role.LEAD_SEND_COORDINATOR}
    RoleGrant.objects.filter(user=lead).update(role=Role.FINANCE_READER)
    assert User.objects.get(pk=lead.pk).roles == {Role.FINANCE_READER}
    person = signed_in(lead)
    person.refresh_from_db()
    assert person.roles == {Role.FINANCE_READER}


def test_no_more_people_are_kept_than_the_process_may_remember(signed_in, lead, monkeypatch):
    monkeypatch.setattr(access, "_kept", {number: access.Kept(1, 0.0) for number in range(-3, 0)})
    monkeypatch.setattr(access, "MOST_KEPT", 3)
    assert signed_in(lead).roles == {Role.LEAD_SEND_COORDINATOR}
    assert set(access._kept) == {lead.pk}
    assert has_second_factor(signed_in(lead)) is False
    assert set(access._kept[lead.pk].facts) == {"roles", "second factor"}


def test_nobody_is_kept_without_an_account(rf):
    request = rf.get("/")
    request.session = {}
    assert get_user(request) == AnonymousUser()
