"""Keeping unit costs: a first price, and new prices that follow it. What was costed keeps its price."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.models import UnitCost
from allocation.permissions import check_unit_cost_can_change, check_user_can_keep_unit_costs
from audit.moments import now
from casework.enums import CostBasis, Payer
from casework.money import pence


def add_unit_cost(
    *,
    name: str,
    basis: CostBasis,
    amount: Decimal,
    effective_from: date,
    by: User | None,
    abbreviation: str = "",
    payer: Payer = Payer.TOP_UP,
    is_illustrative: bool = False,
) -> UnitCost:
    """Add a unit cost with its first price, in pounds on `basis`. Raises NotAllowed."""
    with transaction.atomic():
        check_user_can_keep_unit_costs(by)
        unit_cost = UnitCost.objects.create(
            name=name,
            abbreviation=abbreviation,
            basis=basis,
            amount=pence(amount),
            effective_from=effective_from,
            payer=payer,
            is_illustrative=is_illustrative,
            set_at=now() if by else None,
            set_by=by,
        )
        audit.actions.record("allocation.unit_cost_added", by=by, subject=unit_cost, name=name, amount=unit_cost.amount)
    return unit_cost


def change_price(unit_cost: UnitCost, *, amount: Decimal, effective_from: date, by: User) -> UnitCost:
    """Give a unit cost a new price from a day on: a new row; the old one ends the day before.

    Raises NotAllowed, UnitCostEnded, UnitCostTooEarly.
    """
    with transaction.atomic():
        old = UnitCost.objects.select_for_update().get(pk=unit_cost.pk)
        check_user_can_keep_unit_costs(by)
        check_unit_cost_can_change(old, effective_from)
        old.effective_to = effective_from - timedelta(days=1)
        old.save(update_fields=["effective_to"])
        new = UnitCost.objects.create(
            name=old.name,
            abbreviation=old.abbreviation,
            basis=old.basis,
            amount=pence(amount),
            effective_from=effective_from,
            payer=old.payer,
            is_illustrative=False,
            set_at=now(),
            set_by=by,
        )
        audit.actions.record(
            "allocation.unit_cost_changed", by=by, subject=new, name=new.name, before=old.amount, amount=new.amount
        )
    return new
