"""A form is acted on once, however often its button is pressed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.actions import forget_old_forms
from accounts.enums import Role
from accounts.models import SubmittedForm, User
from base.clock import acting_at, now
from tests.factories.people import a_person

TOKEN = "0b9f6f0e-6b2f-4a58-9c43-1c3f8a1f5b1e"
JO = {
    "email": "jo@example.org",
    "full_name": "Jo March",
    "roles": ["panel_member"],
    "form_token": TOKEN,
}


@pytest.fixture
def nina(client_as, administrator):
    return client_as(administrator)


def add(client, **changes):
    return client.post(reverse("accounts:person_add"), JO | changes)


@pytest.mark.both_databases
def test_the_second_press_leads_where_the_first_led(nina, mailoutbox):
    first, second = add(nina), add(nina)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert User.objects.filter(email="jo@example.org").count() == 1
    assert len(mailoutbox) == 1


def test_a_form_with_mistakes_may_be_sent_again(nina):
    assert add(nina, full_name="").status_code == 200
    assert not SubmittedForm.objects.exists()
    assert add(nina).status_code == 302
    assert User.objects.filter(email="jo@example.org").exists()


def test_a_refused_form_does_nothing_and_may_be_sent_again(nina, administrator):
    url = reverse("accounts:person_deactivate", args=[administrator.pk])
    assert nina.post(url, {"form_token": TOKEN})["Location"] == "/"
    assert not SubmittedForm.objects.exists()
    a_person(Role.SERVICE_ADMINISTRATOR)
    nina.post(url, {"form_token": TOKEN})
    administrator.refresh_from_db()
    assert not administrator.is_active


def test_the_token_of_somebody_else_does_nothing(nina, client_as):
    add(nina)
    other = client_as(a_person(Role.SERVICE_ADMINISTRATOR))
    assert add(other, email="other@example.org")["Location"] == "/"
    assert not User.objects.filter(email="other@example.org").exists()


@pytest.mark.parametrize("token", ["", "short", "x" * 65, "<script>alert(1)</script>"])
def test_a_token_that_is_none_is_not_kept(nina, token):
    assert add(nina, form_token=token).status_code == 302
    assert not SubmittedForm.objects.exists()


@pytest.mark.both_databases
def test_two_presses_at_once_act_once(transactional_db):
    administrator = a_person(Role.SERVICE_ADMINISTRATOR)

    def press(_):
        try:
            client = Client()
            client.force_login(administrator)
            return add(client)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(press, range(2))
    assert User.objects.filter(email="jo@example.org").count() == 1
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]


def test_old_tokens_are_forgotten(nina):
    add(nina)
    assert forget_old_forms() == 0
    with acting_at(now() + timedelta(days=3)):
        assert forget_old_forms() == 1
