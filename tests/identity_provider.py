"""An OpenID provider on this machine, in the place of the council's: sign-on is tested against a real one."""

import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client

SIGN_ON = "/accounts/oidc/council/login/"
DOMAIN = "example.org"


@dataclass(frozen=True)
class IdentityProvider:
    """The provider, and a person's way through it by Django's client: `sign_on(client, "amina")`."""

    url: str

    def knows(self, subject: str, **claims: Any) -> str:
        """Have the provider say this of a subject from now on."""
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=5).raise_for_status()
        return subject

    def begin(self, client: Client, **sent: str) -> str:
        """Press the button of our sign-in page. Returns where at the provider its page leads on to."""
        return client.post(SIGN_ON, sent).context["url"]

    def choose(self, address: str, **sent: str) -> str:
        """Sign in over there, or leave. Returns where in our service the provider leads back to."""
        back = requests.post(address, data=sent, allow_redirects=False, timeout=5)
        parts = urlsplit(back.headers["location"])
        return f"{parts.path}?{parts.query}"

    def sign_on(self, client: Client, subject: str, **sent: str) -> Any:
        """All the way through the provider. Returns the first answer of ours afterwards."""
        return client.get(self.choose(self.begin(client, **sent), sub=subject))


@pytest.fixture(scope="session")
def identity_provider_server() -> Iterator[str]:
    """One provider for all tests of a worker, which takes any client and any redirect."""
    with warnings.catch_warnings():
        import authlib.deprecate  # noqa: F401 - which has its warnings shown

        warnings.simplefilter("ignore")
        from oidc_provider_mock import run_server_in_thread
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def identity_provider(identity_provider_server: str, settings: Any) -> IdentityProvider:
    """The council signs in with this provider."""
    settings.OIDC_SERVER = identity_provider_server
    settings.OIDC_NAME = "Exampleshire account"
    settings.OIDC_CLIENT_ID = "send"
    settings.OIDC_CLIENT_SECRET = "of no worth"
    settings.OIDC_EMAIL_DOMAINS = [DOMAIN]
    return IdentityProvider(identity_provider_server)
