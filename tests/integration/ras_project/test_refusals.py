"""Refusals that a view lets through are put into words, and nobody is led off the site."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from base.refusals import NotAllowed, Refused
from ras_project.middleware import RefusalMiddleware

SENTENCE = "This form was not submitted yet. Ask its Case Co-ordinator to submit it."


@pytest.fixture
def answer(rf, lead):
    """How a refusal on a request is answered."""

    def answer(refusal, method="post", referer=""):
        request = getattr(rf, method)("/cases/EX-2026-0412/", headers={"referer": referer})
        request.user, request.session = lead, SessionStore()
        request._messages = SessionStorage(request)
        response = RefusalMiddleware(lambda request: None).process_exception(request, refusal)
        return request, response

    return answer


@pytest.mark.both_databases
def test_a_refused_form_leads_back_with_the_sentence(answer):
    request, response = answer(Refused(SENTENCE), referer="http://testserver/cases/?page=2")
    assert (response.status_code, response["Location"]) == (302, "/cases/?page=2")
    assert [str(message) for message in get_messages(request)] == [SENTENCE]


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://example.org/",
        "http://testserver.example.org/",
        "https://testserver/cases/",
        "http://testserver//example.org/",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_off_the_site(answer, referer):
    _, response = answer(Refused(SENTENCE), referer=referer)
    assert response["Location"] == "/"


def test_a_refused_page_is_a_conflict_with_the_sentence(answer):
    _, response = answer(Refused(SENTENCE), "get")
    assert response.status_code == 409
    assert SENTENCE in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_is_forbidden_with_the_sentence(answer, method):
    _, response = answer(NotAllowed(SENTENCE), method)
    assert response.status_code == 403
    assert SENTENCE in response.text


def test_a_fault_is_not_taken_for_a_refusal(answer):
    _, response = answer(ValueError("a fault"))
    assert response is None


def test_a_refusal_is_its_sentence():
    assert str(Refused(SENTENCE)) == Refused(SENTENCE).sentence == SENTENCE


def test_a_stale_page_is_told_that_nothing_was_saved(administrator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    page = client.post(reverse("accounts:person_add"), {"full_name": "Jo March"})
    assert page.status_code == 403
    assert "This page was open too long or in another sign-in, so nothing was saved." in page.text


WRITTEN = {"outcome-1-reason": "Seen <b>twice</b> in class.", "password": "two words", "level": "37"}


def test_what_was_written_on_a_stale_page_is_shown_to_be_copied(administrator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    page = client.post(reverse("accounts:person_add"), WRITTEN, headers={"origin": "http://testserver"})
    assert page.status_code == 403
    assert "Seen &lt;b&gt;twice&lt;/b&gt; in class.</textarea>" in page.text
    assert "two words" not in page.text


def test_what_was_written_after_the_sign_in_ended_is_shown_to_be_copied(db):
    page = Client().post(reverse("accounts:person_add"), WRITTEN, headers={"origin": "http://testserver"})
    assert page.status_code == 403
    assert "You have been signed out, so nothing was saved." in page.text
    assert "Seen &lt;b&gt;twice&lt;/b&gt; in class.</textarea>" in page.text
    assert page["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_nothing_that_another_site_wrote_is_shown(db, headers):
    page = Client().post(reverse("accounts:person_add"), WRITTEN, headers=headers)
    assert page["Location"].startswith("/accounts/login/")
    page = Client(enforce_csrf_checks=True).post(reverse("accounts:person_add"), WRITTEN, headers=headers)
    assert page.status_code == 403
    assert "twice" not in page.text


@pytest.mark.parametrize("debug", [True, False])
def test_an_address_that_leads_nowhere(client_as, lead, settings, debug):
    settings.DEBUG = debug
    page = client_as(lead).get("/nowhere/")
    assert page.status_code == 404
    assert "The address leads to no page, or to a case that you may not see." in page.text


def test_a_fault_of_the_service_is_told_plainly():
    from ras_project.views import server_error

    page = server_error(None)
    assert page.status_code == 500
    assert "Sorry, there is a problem with the service" in page.content.decode()
