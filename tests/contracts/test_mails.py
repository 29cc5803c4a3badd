"""Every mail that the service sends says in its subject which council it comes from, and tells nothing of a machine."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts.enums import Role
from accounts.mails import (
    CHANGES,
    send_invitation,
    send_link,
    send_notice,
    send_second_factor_removed,
)
from accounts.models import User
from tests.contracts.walking import APPS, ROOT, calls, files
from tests.factories.people import a_person

COUNCIL = "Rutland & Wold Council"
ROOT_ADDRESS = "https://send.example.org/"

SENDERS = {
    "accounts/mails.py": "about somebody's account",
    "operations/mail/actions.py": "to try the mail server; its subject is tested with its command",
}
"""The files that write mails. What another one sends to people is to be listed here, and in MAILS."""

MAILS: dict[str, Callable[[User, User], None]] = {
    "an account": lambda person, by: send_invitation(person, ROOT_ADDRESS),
    "a link to set a password": lambda person, by: send_link(person, ROOT_ADDRESS),
    "a lost second factor": lambda person, by: send_second_factor_removed(person, ROOT_ADDRESS, by=by),
    "a council account": lambda person, by: send_notice(
        person, "you sign in with your council account now", "accounts/email/connected.txt"
    ),
    **{name: lambda person, by, what=what: send_notice(person, what) for name, what in CHANGES.items()},
}

NEVER_TOLD = {
    "account/email/email_deleted": "nobody changes their address",
    "account/email/email_changed": "nobody changes their address",
    "socialaccount/email/account_connected": "connecting is an act of ours, with a mail of ours",
    "socialaccount/email/account_disconnected": "disconnecting is an act of ours",
}
"""What allauth would tell people, by what it does in pages that are not there."""


def test_every_sender_is_listed():
    """Only what a call makes itself counts: an outbox hands on what others wrote."""
    makes = ("send_mail", "EmailMessage", "EmailMultiAlternatives", "mail_admins", "mail_managers", "send_mass_mail")
    found = {
        str(path.relative_to(ROOT))
        for path in files(*APPS, "ras_project", "adapters")
        for call in calls(path)
        if ast.unparse(call.func).split(".")[-1] in makes
    }
    assert found == SENDERS.keys()


def test_what_allauth_tells_people_is_told_in_our_words():
    theirs = "".join(path.read_text() for path in Path(allauth.__file__).parent.rglob("*.py"))
    assert set(re.findall(r'send_notification_mail\(\s*"([^"]+)"', theirs)) == CHANGES.keys() | NEVER_TOLD.keys()


@pytest.fixture(params=["", "https://login.example.org/tenant"], ids=["passwords", "council accounts"])
def sent(request, settings, db) -> Callable[[str], EmailMessage]:
    settings.COUNCIL_NAME, settings.OIDC_SERVER, settings.OIDC_NAME = COUNCIL, request.param, "Rutland & Wold account"
    person, by = a_person(full_name="Jo O’Neil"), a_person(Role.SERVICE_ADMINISTRATOR, full_name="Nina Patel")

    def send(name: str) -> EmailMessage:
        MAILS[name](person, by)
        return mail.outbox[-1]

    return send


@pytest.mark.parametrize("name", MAILS)
def test_it_bears_the_name_of_the_council_and_nothing_of_a_machine(sent, name):
    message = sent(name)
    assert COUNCIL in message.subject
    assert "SEND casework" in message.subject
    assert f"SEND casework at {COUNCIL}" in message.body.replace("\n", " ")
    assert message.body.startswith("Hello Jo O’Neil,")
    text = message.subject + message.body
    assert "example.com" not in text
    assert not re.search(r"\b\d+\.\d+\.\d+\.\d+\b|browser|&amp;|\n\n\n", text, re.IGNORECASE), text


def test_an_invitation_is_no_reset_of_a_password(sent):
    message = sent("an account")
    assert message.subject == f"You have been given an account for SEND casework at {COUNCIL}"
    assert "This link works once, for 3 days" in message.body
    assert "reset your password" not in message.body.lower()
