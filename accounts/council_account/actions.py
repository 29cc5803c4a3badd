"""The only code that writes who signs in with the council's account, and who keeps a password beside it."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

import audit.actions
from accounts.council_account.queries import check_person_may_use
from accounts.enums import COUNCIL
from accounts.mails import send_notice
from accounts.models import User
from accounts.permissions import (
    check_reason,
    check_user_can_disconnect,
    check_user_can_let_keep_password,
    check_user_can_stop_keeping_password,
)
from accounts.queries import locked
from accounts.signing_in.actions import end_sessions


def connect(person: User, identity: str) -> None:
    """Connect the council's account with which somebody has just signed in: from then on they sign in so.

    Done when the whole sign-in is through, a second factor of their own included. Effects: the one row that connects
    them, the trail, a mail to them.
    """
    with transaction.atomic():
        person = locked(person)
        check_person_may_use(person, identity)
        if person.council_account:
            return
        SocialAccount.objects.filter(user=person, provider=COUNCIL).delete()
        SocialAccount.objects.create(
            user=person, provider=COUNCIL, uid=identity, extra_data={"server": settings.OIDC_SERVER}
        )
        audit.actions.record("accounts.council_account_connected", by=person, subject=person)
        send_notice(person, "you sign in with your council account now", "accounts/email/connected.txt")


def disconnect(person: User, *, reason: str, by: User) -> User:
    """Take somebody's council account away from their account here, so that the next one is connected anew.

    Effects: the row that connects them, their sessions and known places, the trail.
    """
    with transaction.atomic():
        person = locked(person)
        check_user_can_disconnect(by, person)
        check_reason(reason, "why it is disconnected")
        SocialAccount.objects.filter(user=person, provider=COUNCIL).delete()
        end_sessions(person)
        audit.actions.record("accounts.council_account_disconnected", by=by, subject=person, **_facts(person, reason))
    return person


def let_keep_password(person: User, *, reason: str, by: User) -> User:
    """Let a service administrator sign in with their password also once they signed in with the council's account.

    Effects: the person, the trail.
    """
    with transaction.atomic():
        person = locked(person)
        check_user_can_let_keep_password(by, person)
        check_reason(reason, "why they keep a password")
        person.keeps_password = True
        person.save(update_fields=["keeps_password"])
        audit.actions.record("accounts.password_kept", by=by, subject=person, **_facts(person, reason))
    return person


def stop_keeping_password(person: User, *, reason: str, by: User) -> User:
    """Have a service administrator sign in as everybody does.

    Effects: the person, the trail.
    """
    with transaction.atomic():
        person = locked(person)
        check_user_can_stop_keeping_password(by, person)
        check_reason(reason, "why they keep it no longer")
        person.keeps_password = False
        person.save(update_fields=["keeps_password"])
        audit.actions.record("accounts.password_kept_no_longer", by=by, subject=person, **_facts(person, reason))
    return person


def _facts(person: User, reason: str) -> dict[str, Any]:
    return {"person": person.full_name, "reason": reason.strip()}
