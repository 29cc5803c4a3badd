"""Setting the sign-off limit, from a day on."""

from datetime import date
from decimal import Decimal

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.enums import AtLimit
from allocation.limits.permissions import check_user_can_set_limit
from allocation.models import SignOffLimit
from base.clock import now
from base.refusals import Refused
from base.words import day_in_words
from casework.money import pence


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
                f"A sign-off limit from {day_in_words(effective_from)} or later is set already. Enter a later day."
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
