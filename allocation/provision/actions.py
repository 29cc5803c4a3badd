"""Costing provision: a line takes its price from the unit costs of the day and keeps it."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.models import UnitCost
from allocation.provision.permissions import check_unit_cost_can_change, check_user_can_manage_unit_costs
from allocation.provision.queries import line_as_seen, unit_costs_on
from allocation.refusals import LineGone, UnitCostNotInForce
from base.clock import now, today
from base.refusals import ChangedMeanwhile
from casework.enums import CostBasis, Payer, SectionLetter
from casework.models import PlanOutcome, PlanVersion, ProvisionLine
from casework.money import pence
from casework.provision.actions import add_provision_line, change_provision_line, remove_provision_line
from casework.versions.actions import lock_plan_version


def add_costed_line(
    plan_version: PlanVersion,
    *,
    unit_cost: UnitCost,
    description: str,
    quantity: Decimal,
    payer: Payer,
    by: User,
    section: SectionLetter = SectionLetter.F,
    outcome: PlanOutcome | None = None,
    weeks: int | None = None,
    shared_by: int = 1,
) -> ProvisionLine:
    """Add a provision line at the price of `unit_cost`, which must be in force today.

    Raises UnitCostNotInForce, and what casework's add_provision_line raises.
    """
    with transaction.atomic():
        _check_in_force(unit_cost)
        return add_provision_line(
            plan_version,
            description=description,
            unit_name=unit_cost.label,
            basis=CostBasis(unit_cost.basis),
            unit_amount=unit_cost.amount,
            quantity=quantity,
            weeks=weeks,
            shared_by=shared_by,
            payer=payer,
            section=section,
            outcome=outcome,
            by=by,
        )


def change_costed_line(
    line: ProvisionLine,
    *,
    unit_cost: UnitCost | None,
    description: str,
    quantity: Decimal,
    payer: Payer,
    seen: str,
    by: User,
    section: SectionLetter = SectionLetter.F,
    outcome: PlanOutcome | None = None,
    weeks: int | None = None,
    shared_by: int = 1,
) -> ProvisionLine:
    """Write a line anew: at the price it has (`unit_cost` None), or at that of another unit cost in force today.

    `seen` is the line as the page showed it (`queries.line_as_seen`).
    Raises LineGone, Stale, UnitCostNotInForce, and what casework's change_provision_line raises.
    """
    with transaction.atomic():
        line_now = _as_seen(line, seen)
        if unit_cost is not None:
            _check_in_force(unit_cost)
        return change_provision_line(
            line_now,
            description=description,
            unit_name=unit_cost.label if unit_cost else line_now.unit_name,
            basis=CostBasis(unit_cost.basis if unit_cost else line_now.basis),
            unit_amount=unit_cost.amount if unit_cost else line_now.unit_amount,
            quantity=quantity,
            weeks=weeks,
            shared_by=shared_by,
            payer=payer,
            section=section,
            outcome=outcome,
            by=by,
        )


def remove_costed_line(line: ProvisionLine, *, seen: str, by: User) -> None:
    """Take a line away, as the page showed it. Raises LineGone, Stale, and what casework's removal raises."""
    with transaction.atomic():
        remove_provision_line(_as_seen(line, seen), by=by)


def _as_seen(line: ProvisionLine, seen: str) -> ProvisionLine:
    """The line as it is now, with its plan locked. Raises LineGone or Stale when it is not what the page showed."""
    _, plan_version = lock_plan_version(line.plan_version)
    line_now = ProvisionLine.objects.filter(pk=line.pk).select_related("plan_version__case").first()
    if line_now is None:
        raise LineGone(line.description)
    if line_as_seen(line_now) != seen:
        raise ChangedMeanwhile("this provision", plan_version.edited_by.full_name, plan_version.edited_at)
    return line_now


def _check_in_force(unit_cost: UnitCost) -> None:
    if not unit_costs_on(today()).filter(pk=unit_cost.pk).exists():
        raise UnitCostNotInForce(unit_cost.label)


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
        check_user_can_manage_unit_costs(by)
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
        check_user_can_manage_unit_costs(by)
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
