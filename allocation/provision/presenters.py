"""A plan's provision with its pounds, beside its indicative resource."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from allocation.allocating.queries import allocation_of
from allocation.joints import VerdictWords, verdict
from allocation.limits.queries import limit_on
from allocation.models import SignOffLimit, UnitCost
from base.words import day_in_words
from casework.enums import CostBasis, Payer
from casework.models import Case, ProvisionLine
from casework.money import total
from casework.provision.presenters import how_much
from casework.provision.queries import provision_lines_of
from casework.tac.rules import Comparison
from crispy_govuk.figures import money_bar
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds

PER: dict[str, str] = {
    CostBasis.WEEKLY_HOUR_YEAR: "a year for each weekly hour",
    CostBasis.HOUR_WEEKS: "an hour",
    CostBasis.SESSION: "a session",
    CostBasis.YEAR: "a year",
    CostBasis.ONE_OFF: "once",
}
"""What a unit's amount is for, said after it."""


@dataclass(frozen=True)
class Costing:
    """The lines of a plan, what they come to, and what stands beside them. Pounds a year.

    `total` is gross, whoever pays: it is what is held against the indicative resource. `top_up` is the part that
    the council's top-up (element 3) pays. `comparison` and `verdict` are None before there is an allocation.
    """

    lines: list[ProvisionLine]
    total: Decimal
    top_up: Decimal
    limit: SignOffLimit
    comparison: Comparison | None
    verdict: VerdictWords | None

    @property
    def bar(self) -> Any:
        """The money bar."""
        indicative = self.comparison.indicative if self.comparison else None
        return money_bar(provision=self.total, indicative=indicative, limit=self.limit.amount)


def costing_of(case: Case, on: date) -> Costing:
    """The case's provision as it is costed now. Raises LimitMissing."""
    lines = list(provision_lines_of(case).select_related("outcome"))
    amount = total(line.annual_amount for line in lines)
    top_up = total(line.annual_amount for line in lines if line.payer == Payer.TOP_UP)
    limit, allocation = limit_on(on), allocation_of(case)
    if allocation is None:
        return Costing(lines, amount, top_up, limit, None, None)
    comparison = Comparison(amount, allocation.amount, limit.tolerance)
    return Costing(lines, amount, top_up, limit, comparison, verdict(amount, allocation.amount, on))


def lines_table(case: Case, costing: Costing, *, may_change: bool) -> DataTable:
    """Every line with how much at what cost, pounds a year and who pays; links to change it where it may be."""
    columns = [
        Column("Provision"),
        Column("How much, at what cost"),
        Column("A year", numeric=True),
        Column("Who pays"),
        *([Column("Change or remove", hidden=True)] if may_change else []),
    ]
    rows = [_row(case, line, may_change=may_change) for line in costing.lines]
    foot = ["Total", "", pounds(costing.total), "", *([""] if may_change else [])]
    return DataTable("Provision, line by line", columns, rows, foot=foot, caption_hidden=True)


def _row(case: Case, line: ProvisionLine, *, may_change: bool) -> list[Any]:
    cells: list[Any] = [
        Cell(line.description, sub=_sub(line)),
        Cell(how_much(line), sub=f"{pounds(line.unit_amount)} {PER[line.basis]}"),
        pounds(line.annual_amount),
        line.get_payer_display(),
    ]
    if may_change:
        url = reverse("allocation:provision_edit", args=[case.reference, line.pk])
        cells.append(Cell("Change", href=url, hidden=line.description))
    return cells


def _sub(line: ProvisionLine) -> str:
    outcome = f", for outcome {line.outcome.position}" if line.outcome else ""
    return f"{line.unit_name}. Section {line.section}{outcome}"


def payers_in_words(costing: Costing) -> str:
    """Gross and top-up: "Of this, £4,745.20 is top-up (element 3) and £465.00 is paid by others"."""
    if not costing.lines:
        return ""
    others = costing.total - costing.top_up
    if not others:
        return "All of it is top-up (element 3)."
    if not costing.top_up:
        return "None of it is top-up (element 3): the setting, health or social care pay."
    top_up = f"Of this, {pounds(costing.top_up)} is top-up (element 3)"
    return f"{top_up}; the setting, health or social care pay {pounds(others)}."


def unit_cost_in_words(unit_cost: UnitCost) -> str:
    """ "Teaching assistant, lessons (TAF): £600.00 a year for each weekly hour"."""
    return f"{unit_cost.label}: {pounds(unit_cost.amount)} {PER[unit_cost.basis]}"


def line_price_in_words(line: ProvisionLine) -> str:
    """The price a line was written with, in the same words."""
    return f"{line.unit_name}: {pounds(line.unit_amount)} {PER[line.basis]}"


def unit_cost_table(unit_costs: list[UnitCost]) -> DataTable:
    """The prices in force, by name; an illustrative one is marked where not all are."""
    is_mixed = len({unit_cost.is_illustrative for unit_cost in unit_costs}) > 1
    rows = [
        [
            Cell(unit_cost.label, sub="Illustrative" if is_mixed and unit_cost.is_illustrative else ""),
            pounds(unit_cost.amount),
            PER[unit_cost.basis],
            unit_cost.get_payer_display(),
            day_in_words(unit_cost.effective_from),
        ]
        for unit_cost in unit_costs
    ]
    columns = [
        Column("Unit"),
        Column("Cost", numeric=True),
        Column("For"),
        Column("Usually paid by"),
        Column("Since"),
    ]
    return DataTable("Unit costs", columns, rows, caption_hidden=True)
