"""Signing in at a browser: with the council's account, with a security key, and again after that was lost."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail

from accounts.models import User
from tests.functional.conftest import Visitor
from tests.integration.accounts.test_signing_in import PASSWORD, code_of

pytestmark = pytest.mark.django_db(transaction=True)

COUNCIL = "Sign in with Exampleshire account"


@pytest.fixture
def nina(administrator) -> User:
    administrator.set_password(PASSWORD)
    administrator.save()
    return administrator


def press(visitor: Visitor) -> None:
    """One press leads to the provider. What its pages would fetch from elsewhere is left out."""
    page = visitor.page
    page.route(re.compile(r"^https:|/favicon.ico$"), lambda route: route.fulfill(body=""))
    page.get_by_role("button", name=COUNCIL).click()
    page.wait_for_url("**/oauth2/authorize**")


def press_and_come_back(visitor: Visitor, subject: str) -> None:
    """Signing in over there leads back."""
    press(visitor)
    page = visitor.page
    page.get_by_role("textbox").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{visitor.address}/**")


def test_with_the_council_account(visit, identity_provider, nina):
    seed = generate_totp_secret()
    TOTP.activate(nina, seed)
    subject = identity_provider.knows("nina", email=nina.email, email_verified=True)
    visitor = visit(None)
    visitor.go("/people/")
    press(visitor)
    visitor.page.go_back()
    visitor.see("Or with your email address and password")
    press(visitor)
    visitor.page.get_by_role("button", name="Deny").click()
    visitor.see("You left Exampleshire account before you were signed in.")
    assert [each for each in visitor.troubles if "403 (Forbidden)" not in each] == []
    visitor.troubles.clear()
    visitor.go("/people/")
    press_and_come_back(visitor, subject)
    visitor.page.get_by_label("Code").fill(code_of(seed))
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    visitor.see("Add a person")
    assert visitor.page.url == f"{visitor.address}/people/"
    visitor.page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    press_and_come_back(visitor, subject)
    visitor.see("Nina Patel")
    visitor.check()


def test_with_the_council_account_and_without_scripts(visit, identity_provider, nina):
    subject = identity_provider.knows("nina", email=nina.email, email_verified=True)
    visitor = visit(None, javascript=False)
    visitor.go("/people/")
    press_and_come_back(visitor, subject)
    visitor.see("Add a person")
    visitor.check()


def with_password(visitor: Visitor, person: User, password: str) -> None:
    page = visitor.page
    page.goto(f"{visitor.address}/accounts/login/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_role("textbox", name="Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_with_a_security_key_and_again_after_it_was_lost(visit, settings, nina, lead):
    settings.MFA_REQUIRED = True
    lead.set_password(PASSWORD)
    lead.save()
    dan = visit(None)
    page, keys = dan.page, dan.context.new_cdp_session(dan.page)
    keys.send("WebAuthn.enable")
    a_key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": a_key | {"automaticPresenceSimulation": True}})
    with_password(dan, lead, PASSWORD)
    dan.see("Set up a second factor before you go on.")
    page.get_by_role("link", name="Add a security key").click()
    page.get_by_label("Name").fill("The key on my ring")
    page.get_by_role("button", name="Add", exact=True).click()
    dan.see("Your recovery codes")
    dan.context.clear_cookies()
    with_password(dan, lead, PASSWORD)
    page.get_by_role("button", name="Use a security key").click()
    dan.see("Dan Pryce")

    settings.MFA_REQUIRED = False
    administrator = visit(nina)
    administrator.page.goto(f"{administrator.address}/people/{lead.pk}/")
    administrator.click("Remove their second factor")
    administrator.page.get_by_label("I saw them in a video call").check()
    administrator.page.get_by_label("Why?").fill("He lost his key.")
    administrator.page.get_by_role("button", name="Remove the second factor").click()
    administrator.see("The second factor of Dan Pryce is removed, and they are told by email.")

    settings.MFA_REQUIRED = True
    with_password(dan, lead, PASSWORD)
    dan.see("The email address or the password is not right")
    link = re.search(r"https?://[^/\s]+(\S+password/reset/key\S+)", mail.outbox[-1].body)
    assert link
    page.goto(dan.address + link[1])
    for name in ("New password", "New password again"):
        page.get_by_role("textbox", name=name, exact=True).fill("another quiet password")
    page.get_by_role("button", name="Save the password").click()
    dan.see("Your password is changed")
    with_password(dan, lead, "another quiet password")
    dan.see("Set up a second factor before you go on.")
    assert dan.troubles == []
