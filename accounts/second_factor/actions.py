"""The only code that writes second factors that are not their owner's doing: taken away, or encrypted anew."""

from allauth.mfa.models import Authenticator
from django.db import transaction

import audit.actions
from accounts.enums import IdentityCheck
from accounts.mails import send_second_factor_removed
from accounts.models import User
from accounts.permissions import check_reason, check_second_factor_can_be_reset, check_user_can_reset_second_factor
from accounts.queries import locked
from accounts.signing_in.actions import end_sessions
from accounts.signing_in.queries import field_cipher

WHY = "why it is removed"

ENCRYPTED = {Authenticator.Type.TOTP: ("secret",), Authenticator.Type.RECOVERY_CODES: ("seed", "migrated_codes")}
"""Which of what is kept of a second factor is encrypted. A security key has nothing that is secret."""


def reset_second_factor(person: User, *, how: IdentityCheck, reason: str, root: str, by: User) -> User:
    """Remove somebody's second factor, once an administrator has made sure of who asks. `root` is our address.

    Whoever has their password alone must not get in, so it goes too, and they are sent a link to set a new one; people
    who sign in with the council's account need none. Effects: authenticators and recovery codes, the password, sessions
    and known places, the trail, a mail to them.
    """
    with transaction.atomic():
        person = locked(person)
        check_user_can_reset_second_factor(by, person)
        check_reason(reason, WHY)
        if not person.signs_in_at_council:
            person.set_unusable_password()
            person.save(update_fields=["password"])
        _remove(person, by=by, how=IdentityCheck(how), reason=reason)
        send_second_factor_removed(person, root, by=by)
    return person


def reset_second_factor_by_command(person: User, *, reason: str) -> User:
    """The same from the command line, for the first administrator. The password stays, since mail may be down.

    Effects: authenticators and recovery codes, sessions and known places, the trail.
    """
    with transaction.atomic():
        person = locked(person)
        check_second_factor_can_be_reset(person)
        check_reason(reason, WHY)
        _remove(person, by=None, how="", reason=reason)
    return person


def _remove(person: User, *, by: User | None, how: str, reason: str) -> None:
    Authenticator.objects.filter(user_id=person.pk).delete()
    end_sessions(person)
    audit.actions.record(
        "accounts.second_factor_reset",
        by=by,
        subject=person,
        person=person.full_name,
        how=how,
        reason=reason.strip(),
    )


def encrypt_second_factors_anew() -> int:
    """Encrypt each second factor with FIELD_KEY that can be read with it or with FIELD_KEY_OLD. Returns how many.

    Raises InvalidToken of one that neither reads, with nothing changed.
    """
    with transaction.atomic():
        found = Authenticator.objects.select_for_update().filter(type__in=ENCRYPTED).order_by("pk")
        for authenticator in found:
            for name in ENCRYPTED[Authenticator.Type(authenticator.type)]:
                if kept := authenticator.data.get(name):
                    authenticator.data[name] = _anew(kept)
            authenticator.save(update_fields=["data"])
        return len(found)


def _anew(kept: str | list[str]) -> str | list[str]:
    """A text encrypted anew, or each of a list of them."""
    if isinstance(kept, list):
        return [field_cipher().rotate(each.encode()).decode() for each in kept]
    return field_cipher().rotate(kept.encode()).decode()
