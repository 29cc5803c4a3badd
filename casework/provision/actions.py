"""Costed provision of a plan: each line keeps the rate, the quantity and the amount it was written with."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

import audit.actions
from accounts.models import User
from casework.enums import CostBasis, Payer, SectionLetter
from casework.models import Case, PlanOutcome, PlanVersion, ProvisionLine
from casework.money import pence
from casework.provision.permissions import check_user_can_change_provision
from casework.provision.rules import line_amount
from casework.refusals import OutcomeOfAnotherPlan, ProvisionNotCalculable, TextMissing
from casework.versions.actions import lock_plan_version, record_edit

PROVISION_SECTIONS = (SectionLetter.F, SectionLetter.G, SectionLetter.H1, SectionLetter.H2)


MOST_POUNDS = Decimal("9999999.99")


@dataclass(frozen=True)
class Provision:
    """What a line says. `unit_amount` is pounds on `basis`; `weeks` is for a cost by the hour alone."""

    description: str
    unit_name: str
    basis: CostBasis
    quantity: Decimal
    unit_amount: Decimal
    payer: Payer
    section: SectionLetter = SectionLetter.F
    outcome: PlanOutcome | None = None
    weeks: int | None = None
    shared_by: int = 1


def add_provision_line(
    plan_version: PlanVersion,
    *,
    description: str,
    unit_name: str,
    basis: CostBasis,
    quantity: Decimal,
    unit_amount: Decimal,
    payer: Payer,
    by: User,
    section: SectionLetter = SectionLetter.F,
    outcome: PlanOutcome | None = None,
    weeks: int | None = None,
    shared_by: int = 1,
) -> ProvisionLine:
    """Add a costed line; its amount in pounds a year is reckoned here and kept.

    Raises NotAllowed, WrongStage, ProvisionFrozen, ProvisionUnreckonable, TextMissing, OutcomeOfAnotherPlan.
    """
    said = Provision(description, unit_name, basis, quantity, unit_amount, payer, section, outcome, weeks, shared_by)
    with transaction.atomic():
        case_now, version_now = lock_plan_version(plan_version)
        check_user_can_change_provision(by, case_now)
        line = _written(ProvisionLine(plan_version=version_now), said)
        record_edit(version_now, by=by)
        _record("casework.provision_added", case_now, line, by)
    return line


def change_provision_line(
    line: ProvisionLine,
    *,
    description: str,
    unit_name: str,
    basis: CostBasis,
    quantity: Decimal,
    unit_amount: Decimal,
    payer: Payer,
    by: User,
    section: SectionLetter = SectionLetter.F,
    outcome: PlanOutcome | None = None,
    weeks: int | None = None,
    shared_by: int = 1,
) -> ProvisionLine:
    """Write a line anew; its amount is reckoned again. Raises as `add_provision_line` does."""
    said = Provision(description, unit_name, basis, quantity, unit_amount, payer, section, outcome, weeks, shared_by)
    with transaction.atomic():
        case_now, version_now = lock_plan_version(line.plan_version)
        check_user_can_change_provision(by, case_now)
        line_now = version_now.provision_lines.get(pk=line.pk)
        before = line_now.annual_amount
        line_now = _written(line_now, said)
        record_edit(version_now, by=by)
        _record("casework.provision_changed", case_now, line_now, by, before=before)
    return line_now


def remove_provision_line(line: ProvisionLine, *, by: User) -> None:
    """Take a line away. Raises NotAllowed, WrongStage, ProvisionFrozen."""
    with transaction.atomic():
        case_now, version_now = lock_plan_version(line.plan_version)
        check_user_can_change_provision(by, case_now)
        line_now = version_now.provision_lines.get(pk=line.pk)
        _record("casework.provision_removed", case_now, line_now, by)
        line_now.delete()
        record_edit(version_now, by=by)


def _written(line: ProvisionLine, said: Provision) -> ProvisionLine:
    """The line with what it says and its amount, checked and saved."""
    if not said.description.strip():
        raise TextMissing("what is provided")
    if said.section not in PROVISION_SECTIONS:
        raise ProvisionNotCalculable("Choose section F, G, H1 or H2 for the provision.")
    if said.outcome is not None and said.outcome.plan_version_id != line.plan_version_id:
        raise OutcomeOfAnotherPlan
    if pence(said.unit_amount) != said.unit_amount or pence(said.quantity) != said.quantity:
        raise ProvisionNotCalculable("Give the quantity and the unit cost with no more than two decimal places.")
    basis = CostBasis(said.basis)
    try:
        amount = line_amount(
            basis, quantity=said.quantity, unit_amount=said.unit_amount, weeks=said.weeks, shared_by=said.shared_by
        )
    except ValueError as error:
        raise ProvisionNotCalculable(str(error)) from error
    if max(amount, said.unit_amount) > MOST_POUNDS or said.quantity >= 1_000_000:
        raise ProvisionNotCalculable(
            "The provision comes to too large an amount. Check the quantity and the unit cost."
        )
    line.description, line.unit_name, line.basis = said.description.strip(), said.unit_name.strip(), basis
    line.quantity, line.unit_amount, line.annual_amount = said.quantity, said.unit_amount, amount
    line.payer, line.section, line.outcome = Payer(said.payer), SectionLetter(said.section), said.outcome
    line.weeks, line.shared_by = said.weeks, said.shared_by
    line.save()
    return line


def _record(verb: str, case: Case, line: ProvisionLine, by: User, before: Decimal | None = None) -> None:
    audit.actions.record(
        verb,
        by=by,
        case=case,
        subject=line,
        description=line.description,
        annual_amount=line.annual_amount,
        before=before,
    )
