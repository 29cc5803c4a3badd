"""Signing in, in the trail."""

from django.db import transaction

import audit.actions
from accounts.models import User

SIGN_IN_CHANGES = frozenset(
    {
        "accounts.second_factor_added",
        "accounts.second_factor_removed",
        "accounts.recovery_codes_renewed",
        "accounts.password_changed",
        "accounts.password_reset",
    }
)


def record_sign_in(person: User) -> None:
    """Say in the trail that somebody signed in."""
    with transaction.atomic():
        audit.actions.record("accounts.signed_in", by=person, subject=person)


def record_sign_in_change(verb: str, person: User) -> None:
    """Say in the trail that somebody changed how they sign in."""
    if verb not in SIGN_IN_CHANGES:
        raise ValueError(f"{verb} is no change of signing in.")
    with transaction.atomic():
        audit.actions.record(verb, by=person, subject=person)
