"""Every page asks for a sign-in unless it is listed here."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# Pages that are open to everybody, each with its reason.
PUBLIC = {
    "account_login": "to sign in",
    "account_logout": "asked by somebody signed out, it leads to the sign-in page",
    "account_inactive": "says that an account is closed",
    "account_signup": "says that nobody signs up",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_confirm_email": "part of allauth; nobody is sent such a link",
    "account_email_verification_sent": "part of allauth; nobody is sent there",
    "account_confirm_login_code": "part of allauth; codes by email are off",
    "mfa_authenticate": "the second step of signing in",
    "openid_connect_login": "the council's identity provider",
    "openid_connect_callback": "the council's identity provider",
    "accessibility": "a statement everybody may read",
    "privacy": "a notice everybody may read",
    "health_live": "for machines; says nothing of cases",
    "health_ready": "for machines; says nothing of cases",
}

# Published tables and how they were built: principle of transparency.
PUBLIC_PREFIXES = ("allocation:public_",)


def pages(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from pages(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.pattern}", entry.callback


def is_open(view):
    return not getattr(view, "login_required", True)


def test_no_page_is_open_unless_it_is_listed():
    found = {name for name, view in pages() if is_open(view)}
    unlisted = {name for name in found - PUBLIC.keys() if not name.startswith((*PUBLIC_PREFIXES, "accounts/email/"))}
    assert not unlisted


@pytest.mark.parametrize("name", sorted({name for name, view in pages() if ":" in name}))
def test_pages_of_the_apps_have_names(name):
    assert "^" not in name
    assert "<" not in name
