"""A session ends: an hour after the last work, twelve hours after the sign-in, and with the account, for good."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import deactivate_person, reactivate_person
from accounts.models import KnownPlace
from audit.models import AuditEvent
from audit.sentences import administrators_sentence_of
from operations.worker import keep_house
from tests.integration.accounts.test_signing_in import PASSWORD

PAGE = reverse("accessibility")
WORK = reverse("casework:work_list")
LEFT = reverse("accounts:signed_in")


@pytest.fixture
def client(client_as, lead):
    return client_as(lead)


def ends_in() -> timedelta:
    return Session.objects.get().expire_date - timezone.now()


def let_it_end_in(**left) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(**left))


def signed_in_before(client, **ago) -> None:
    session = client.session
    session["signed_in_at"] = (timezone.now() - timedelta(**ago)).timestamp()
    session.save()


def is_signed_in(client) -> bool:
    return client.get(WORK).status_code == 200


def told():
    return [administrators_sentence_of(event) for event in AuditEvent.objects.filter(verb__startswith="accounts.")]


@pytest.mark.both_databases
def test_an_hour_without_work_ends_it_and_the_trail_says_so_once(client):
    assert timedelta(minutes=59) < ends_in() <= timedelta(hours=1)
    let_it_end_in(seconds=-1)
    assert not is_signed_in(client)
    assert not is_signed_in(client)
    assert told() == ["The session of Dan Pryce ended, as nothing was done in it"]
    assert not Session.objects.exists()


def test_work_goes_on_for_another_hour(client):
    let_it_end_in(minutes=5)
    client.get(WORK)
    assert ends_in() > timedelta(minutes=59)


def test_asking_how_long_it_goes_on_keeps_nobody_signed_in(client):
    let_it_end_in(minutes=5)
    answer = client.get(LEFT).json()
    assert 290 <= answer["seconds"] <= 300
    assert answer["may_go_on"]
    assert ends_in() < timedelta(minutes=5)


def test_stay_signed_in_goes_on_for_another_hour(client):
    let_it_end_in(minutes=2)
    answer = client.post(LEFT, follow=True)
    assert answer.json()["seconds"] > 59 * 60


def test_nothing_goes_on_past_twelve_hours(client):
    signed_in_before(client, hours=11, minutes=30)
    client.get(WORK)
    assert client.post(LEFT, follow=True).json()["may_go_on"] is False
    assert timedelta(minutes=29) < ends_in() <= timedelta(minutes=30)
    signed_in_before(client, hours=12, minutes=1)
    assert not is_signed_in(client)
    assert told() == ["The session of Dan Pryce ended, as long after the sign-in as one may last"]


def test_the_times_are_settings(client, settings):
    settings.SESSION_IDLE_MINUTES, settings.SESSION_MOST_HOURS = 20, 1
    signed_in_before(client)
    assert timedelta(minutes=19) < ends_in() <= timedelta(minutes=20)
    signed_in_before(client, minutes=50)
    assert timedelta(minutes=9) < ends_in() <= timedelta(minutes=10)


def test_what_was_written_when_it_ended_is_shown_to_be_copied(client):
    let_it_end_in(seconds=-1)
    sent = {"request_reason": "He hides under the table at lunch."}
    page = client.post(reverse("casework:case_open"), sent, headers={"origin": "http://testserver"})
    assert page.status_code == 403
    assert "You have been signed out, so nothing was saved." in page.text
    assert "He hides under the table at lunch." in page.text


def test_without_javascript_the_page_says_until_when(client):
    page = client.get(WORK).text
    assert "<noscript>" in page
    assert "You stay signed in until" in page


def test_somebody_who_is_not_signed_in_is_not_warned(db):
    assert "data-session" not in Client().get(PAGE).text


def test_an_account_that_is_opened_again_has_no_old_session(client, lead, administrator):
    deactivate_person(lead, by=administrator)
    reactivate_person(lead, by=administrator)
    assert not is_signed_in(client)


def test_an_administrator_signs_somebody_out_everywhere(client, client_as, lead, administrator):
    page = client_as(administrator).post(reverse("accounts:person_sign_out", args=[lead.pk]), follow=True)
    assert "Dan Pryce is signed out everywhere." in page.text
    assert not is_signed_in(client)
    assert told()[0] == "Nina Patel signed Dan Pryce out everywhere"


def test_somebody_signs_out_everywhere_else_and_goes_on_here(client, client_as, lead):
    other = client_as(lead)
    page = client.post(reverse("accounts:sign_out_elsewhere"), follow=True)
    assert "You are signed out everywhere else." in page.text
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert told()[0] == "Dan Pryce signed out everywhere else"
    assert KnownPlace.objects.filter(user=lead).exists()


def test_a_new_password_ends_the_other_sessions(client, client_as, lead):
    lead.set_password(PASSWORD)
    lead.save()
    here, elsewhere = client_as(lead), client_as(lead)
    new = {"oldpassword": PASSWORD, "password1": "quite another password", "password2": "quite another password"}
    here.post(reverse("account_change_password"), new)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)


def test_housekeeping_ends_what_nobody_came_back_to(client):
    let_it_end_in(seconds=-1)
    keep_house()
    call_command("clearsessions")
    assert not Session.objects.exists()
    assert len(told()) == 1
