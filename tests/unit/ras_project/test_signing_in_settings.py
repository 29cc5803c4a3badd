"""The sign-in settings say what is missing, instead of failing later."""

import runpy

import pytest
from django.core.exceptions import ImproperlyConfigured

from ras_project import signing_in

WHOLE = {
    "OIDC_SERVER": "https://login.example.org/tenant/v2.0",
    "OIDC_CLIENT_ID": "send",
    "OIDC_CLIENT_SECRET": "of no worth",
    "OIDC_EMAIL_DOMAINS": "Exampleshire.gov.uk, @example.org",
}


@pytest.fixture
def read(monkeypatch):
    def read_with(**environment):
        for name, value in (WHOLE | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(signing_in.__file__)

    return read_with


def test_domains_are_read_however_they_are_written(read):
    assert read()["OIDC_EMAIL_DOMAINS"] == ["exampleshire.gov.uk", "example.org"]


def test_without_a_provider_nothing_of_it_is_needed(read):
    assert read(OIDC_SERVER="", OIDC_CLIENT_ID="", OIDC_CLIENT_SECRET="")["OIDC_SERVER"] == ""


@pytest.mark.parametrize("name", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"])
def test_a_provider_without_its_client_is_said_in_a_sentence(read, name):
    with pytest.raises(ImproperlyConfigured, match="so set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too"):
        read(**{name: ""})


def test_a_provider_is_asked_over_tls_but_on_this_machine(read):
    assert read(OIDC_SERVER="http://localhost:9400")["OIDC_SERVER"]
    with pytest.raises(ImproperlyConfigured, match="must begin with https://"):
        read(OIDC_SERVER="http://login.example.org")
