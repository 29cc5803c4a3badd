"""Mails about somebody's account. Each says in its subject which service of which council it comes from."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.queries import other_administrators
from base.words import counted, listed

NOBODY_ELSE = "your council’s IT service desk"

CHANGES = {
    "account/email/password_changed": "your password was changed",
    "account/email/password_reset": "a new password was set",
    "account/email/password_set": "a password was set",
    "mfa/email/totp_activated": "an authenticator app was added to your account",
    "mfa/email/totp_deactivated": "an authenticator app was removed from your account",
    "mfa/email/recovery_codes_generated": "new recovery codes were made for your account",
    "mfa/email/webauthn_added": "a security key was added to your account",
    "mfa/email/webauthn_removed": "a security key was removed from your account",
}
"""What allauth tells people of, by its name for the mail."""


def service_name() -> str:
    """How mails call the service."""
    return f"SEND casework at {settings.COUNCIL_NAME}"


def send_invitation(person: User, root: str) -> None:
    """Tell somebody that they have an account, with the link by which they set a password. `root` is our address."""
    _send(
        person,
        f"You have been given an account for {service_name()}",
        "accounts/email/invitation.txt",
        link=link_to_set_password(person, root),
        sign_in=_at(root, reverse("account_login")),
    )


def send_link(person: User, root: str) -> None:
    """The link to set a new password, as asked for; for those who sign in with the council's account word of that."""
    if person.signs_in_at_council:
        what, link = "sign in with your council account", ""
    else:
        what, link = "set a new password", link_to_set_password(person, root)
    _send(
        person,
        _subject(what),
        "accounts/email/password_reset.txt",
        link=link,
        sign_in=_at(root, reverse("account_login")),
    )


def send_second_factor_removed(person: User, root: str, *, by: User) -> None:
    """Tell somebody that an administrator removed their second factor, and whom to tell if they did not ask."""
    others = [other.full_name for other in other_administrators(by).exclude(pk=person.pk)]
    _send(
        person,
        _subject("your second factor was removed"),
        "accounts/email/second_factor_removed.txt",
        link="" if person.signs_in_at_council else link_to_set_password(person, root),
        by=by.full_name,
        whom_to_tell=f"another service administrator ({listed(others)})" if others else NOBODY_ELSE,
    )


def send_notice(person: User, what: str, template: str = "accounts/email/changed.txt") -> None:
    """Tell somebody that how they sign in was changed."""
    _send(person, _subject(what), template, what=what)


def link_to_set_password(person: User, root: str) -> str:
    """A link by which a person sets a password. It works once, until it is too old or the password changes."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return _at(root, reverse("account_reset_password_from_key", kwargs=key))


def _at(root: str, path: str) -> str:
    return root.rstrip("/") + path


def _subject(what: str) -> str:
    return f"{service_name()}: {what}"


def _send(person: User, subject: str, template: str, **context: Any) -> None:
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    known = {"person": person, "service": service_name(), "lasts": counted(days, "day"), "council_account": ""}
    if settings.OIDC_SERVER:
        known["council_account"] = settings.OIDC_NAME
    send_mail(
        subject=subject,
        message=render_to_string(template, known | context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[person.email],
    )
