"""What every page carries, and what the log says of it."""

import json

import pytest
import structlog
from django.conf import settings as project_settings
from django.urls import reverse

from tests.programs import manage


@pytest.mark.both_databases
def test_pages_of_people_signed_in_are_kept_nowhere(client_as, administrator):
    page = client_as(administrator).get(reverse("accounts:person_list"))
    assert page["Cache-Control"] == "no-store, private"


def test_pages_are_strict(client_as, administrator):
    page = client_as(administrator).get(reverse("accounts:person_list"))
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page["X-Frame-Options"] == "DENY"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Content-Type-Options"] == "nosniff"


def test_without_a_sign_in_there_is_only_the_sign_in_page(client, db):
    page = client.get(reverse("accounts:person_list"))
    assert (page.status_code, page["Location"]) == (302, "/accounts/login/?next=/people/")


@pytest.mark.parametrize("name", ["accessibility", "privacy"])
def test_public_pages_are_open(client, db, name):
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert project_settings.COUNCIL_NAME in page.text


def test_the_navigation_holds_what_the_person_may_open(client_as, administrator, lead):
    entries = client_as(administrator).get(reverse("accounts:person_list")).context["navigation"]
    assert {"text": "People", "href": "/people/", "active": True} in entries
    assert {"text": "Audit trail", "href": "/audit/", "active": False} in entries
    entries = client_as(lead).get(reverse("accessibility")).context["navigation"]
    assert "People" not in [entry["text"] for entry in entries]


def test_the_log_holds_no_query_no_name_and_nothing_typed(client_as, administrator):
    with structlog.testing.capture_logs() as lines:
        client_as(administrator).get(reverse("accounts:person_list"), {"name": "Amina"})
        client_as(administrator).post(reverse("accounts:person_add"), {"full_name": "Amina"})
        client_as(administrator).get("/people/Amina/")
        client_as(administrator).get("/accounts/password/reset/key/1-secret/")
    requests = [line for line in lines if line["event"] == "request"]
    assert requests[0]["path"] == "/people/"
    assert requests[0]["page"] == "accounts:person_list"
    assert requests[0]["user"] == administrator.pk
    text = json.dumps(requests)
    for secret in ("Amina", "Nina", "secret", "example.org"):
        assert secret not in text


def test_a_development_server_needs_no_environment():
    done = manage("check", DEBUG="1", DATABASE_URL="sqlite://:memory:")
    assert done.returncode == 0, done.stderr


def test_the_identity_provider_of_the_council_is_offered_where_one_is_set_up(tmp_path):
    provider = {
        "OIDC_SERVER": "https://login.example.org/tenant/v2.0",
        "OIDC_NAME": "Exampleshire account",
        "OIDC_CLIENT_ID": "send",
        "OIDC_CLIENT_SECRET": "secret",
        "OIDC_EMAIL_DOMAINS": "exampleshire.gov.uk",
    }
    script = (
        "from django.test import Client; page = Client(headers={'host': 'localhost'})"
        ".get('/accounts/login/'); print(page['Content-Security-Policy'], page.text)"
    )
    provider |= {"DEBUG": "1", "DATABASE_URL": f"sqlite:///{tmp_path}/send.sqlite3"}
    manage("migrate", "--verbosity", "0", "socialaccount", **provider)
    done = manage("shell", "-c", script, **provider)
    assert "form-action 'self' https://login.example.org" in done.stdout, done.stderr
    assert "Exampleshire account" in done.stdout
