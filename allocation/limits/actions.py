"""The sign-off limit: which are known, who may set one, setting it from a day on, and taking one back."""

from datetime import date
from decimal import Decimal

from django.db import transaction

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from allocation.enums import AtLimit
from allocation.models import SignOffLimit
from base.clock import now, today
from base.refusals import Refused, when_raced
from base.words import day_in_words
from casework.money import pence
from casework.settings.actions import check_not_begun, take_back


def limit_on(day: date) -> SignOffLimit:
    """The sign-off limit in force on `day`."""
    limit = SignOffLimit.objects.filter(effective_from__lte=day).order_by("-effective_from").first()
    if limit is None:
        raise Refused(f"No sign-off limit is set for {day_in_words(day)}. Ask the Personalisation Officer to set one.")
    return limit


def check_user_can_set_limit(user: User | None) -> None:
    """The sign-off limit is a setting of the service; the set-up of the service (nobody) may load it."""
    if user is not None:
        check_user_has_role(
            user, Role.PERSONALISATION_OFFICER, Role.SERVICE_ADMINISTRATOR, act="set the sign-off limit"
        )


when_raced(
    "allocation_signofflimit.effective_from", told="A sign-off limit from this day is set already. Enter a later day."
)


def set_limit(
    *,
    amount: Decimal,
    effective_from: date,
    by: User | None,
    tolerance: Decimal = Decimal(0),
    at_limit: AtLimit = AtLimit.PANEL,
    basis: str = "",
) -> SignOffLimit:
    """Set the limit, in pounds a year, from a day later than any limit before it."""
    with transaction.atomic():
        check_user_can_set_limit(by)
        if SignOffLimit.objects.select_for_update().filter(effective_from__gte=effective_from).exists():
            raise Refused(
                f"A sign-off limit from {day_in_words(effective_from)} or later is set already. Enter a later day.",
                field="effective_from",
            )
        limit = SignOffLimit.objects.create(
            amount=pence(amount),
            tolerance=pence(tolerance),
            at_limit=at_limit,
            basis=basis,
            effective_from=effective_from,
            set_at=now() if by else None,
            set_by=by,
        )
        audit.actions.record(
            "allocation.limit_set", by=by, subject=limit, amount=limit.amount, effective_from=effective_from
        )
    return limit


def check_limit_can_be_withdrawn(user: User, limit: SignOffLimit, day: date) -> None:
    """A limit from a day to come may be taken back by who may set it."""
    check_user_can_set_limit(user)
    check_not_begun(limit, day, noun="limit", instead="a limit")


def withdraw_limit(limit: SignOffLimit, *, reason: str, by: User) -> None:
    """Take back a limit from a day to come."""
    take_back(
        limit,
        noun="limit",
        check=lambda each: check_limit_can_be_withdrawn(by, each, today()),
        verb="allocation.limit_withdrawn",
        facts={"amount": limit.amount, "day": day_in_words(limit.effective_from)},
        reason=reason,
        by=by,
    )
