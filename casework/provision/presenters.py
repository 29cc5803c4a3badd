"""Provision and unit costs in words and in tables; and what the plan costs, beside what it is held against."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.contribution import SigningOutlook, contributed_once, step
from base.words import day_in_words
from casework.enums import CostBasis, Payer, Stage
from casework.models import Case, ProvisionLine, UnitCost
from casework.money import total
from casework.provision.actions import check_user_can_change_provision, provision_lines_of, provision_total_of
from casework.provision.rules import Comparison
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
    the council's top-up (element 3) pays. `comparison` is None before there is an indicative resource.
    """

    lines: list[ProvisionLine]
    total: Decimal
    top_up: Decimal
    outlook: SigningOutlook
    comparison: Comparison | None

    @property
    def others(self) -> Decimal:
        """What the setting, health or social care pay."""
        return self.total - self.top_up

    @property
    def bar(self) -> Any:
        """The money bar."""
        indicative = self.comparison.indicative if self.comparison else None
        return money_bar(provision=self.total, indicative=indicative, limit=self.outlook.limit)


def number_in_words(number: Decimal) -> str:
    """A quantity without idle zeros: "7", "2.5"."""
    return f"{number.normalize():f}" if number else "0"


def _count_of(number: Decimal, one: str, many: str) -> str:
    """ "1 hour", "2.5 hours"."""
    return f"{number_in_words(number)} {one if number == 1 else many}"


def how_much(line: ProvisionLine) -> str:
    """How much and how often a provision is given, without its cost: "7 hours a week, in a group of 4"."""
    quantity = line.quantity
    words = {
        CostBasis.WEEKLY_HOUR_YEAR: f"{_count_of(quantity, 'hour', 'hours')} a week",
        CostBasis.HOUR_WEEKS: f"{_count_of(quantity, 'hour', 'hours')} a week for {line.weeks} weeks a year",
        CostBasis.SESSION: f"{_count_of(quantity, 'session', 'sessions')} a year",
        CostBasis.YEAR: "All year" if quantity == 1 else f"{number_in_words(quantity)}, all year",
        CostBasis.ONE_OFF: "Once" if quantity == 1 else f"{number_in_words(quantity)}, once",
    }[CostBasis(line.basis)]
    return f"{words}, in a group of {line.shared_by}" if line.shared_by > 1 else words


def cost_in_words(line: ProvisionLine) -> str:
    """The rate of a line as it was written: "£600.00 a year for each weekly hour"."""
    basis = "an hour" if line.basis == CostBasis.HOUR_WEEKS else line.get_basis_display()
    return f"{pounds(line.unit_amount)} {basis}"


def provision_table(lines: list[ProvisionLine], caption: str) -> DataTable:
    """Provision lines with what they cost, for the council's own pages."""
    columns = [
        Column("Provision"),
        Column("How much, and at what rate"),
        Column("A year", numeric=True),
        Column("Who pays"),
    ]
    rows = [
        [
            Cell(line.description, sub=f"For outcome {line.outcome.position}" if line.outcome else ""),
            Cell(how_much(line), sub=f"{line.unit_name}, {cost_in_words(line)}"),
            pounds(line.annual_amount),
            line.get_payer_display(),
        ]
        for line in lines
    ]
    foot = ["Total", "", pounds(total(line.annual_amount for line in lines)), ""]
    return DataTable(caption, columns, rows, foot=foot, caption_size="s", small=True)


def costing_of(case: Case, on: date) -> Costing:
    """The case's provision as it is costed now, with who would sign on the day."""
    lines = list(provision_lines_of(case).select_related("outcome"))
    amount = total(line.annual_amount for line in lines)
    top_up = total(line.annual_amount for line in lines if line.payer == Payer.TOP_UP)
    indicative = case.indicative_amount
    outlook = contributed_once("signing_outlook")(amount, indicative, on)
    comparison = None if indicative is None else Comparison(amount, indicative, outlook.tolerance)
    return Costing(lines, amount, top_up, outlook, comparison)


def provision_in_words(case: Case) -> str:
    """What the provision comes to, and how far above the indicative resource: for the case's summary."""
    if not provision_lines_of(case).exists():
        return "None costed yet"
    amount = provision_total_of(case)
    if case.indicative_amount is None:
        return f"{pounds(amount)} a year"
    above = Comparison(amount, case.indicative_amount).above_by
    where = f"{pounds(above)} above the indicative resource" if above else "within the indicative resource"
    return f"{pounds(amount)} a year, {where}"


def url_of(name: str, case: Case, *args: object) -> str:
    """The address of a page about a case's costs. These keep the names they had when allocation drew them."""
    return reverse(f"allocation:{name}", args=[case.reference, *args])


def costing_url(case: Case) -> str:
    """The TAC's page while it meets and after; the plan's own before."""
    return url_of("provision" if case.stage == Stage.DRAFTING else "tac", case)


def costing_context(case: Case, user: User) -> dict[str, Any]:
    """The lines, their sums, the bar and who would sign; with the button to add, or why not."""
    costing = costing_of(case, today())
    add = step("Add provision", url_of("provision_add", case), lambda: check_user_can_change_provision(user, case))
    return {
        "costing": costing,
        "lines": lines_table(case, costing, may_change=not add.refusal),
        "add": add,
    }


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
    outcome = f", for outcome {line.outcome.position}" if line.outcome else ""
    cells: list[Any] = [
        Cell(line.description, sub=f"{line.unit_name}. Section {line.section}{outcome}"),
        Cell(how_much(line), sub=f"{pounds(line.unit_amount)} {PER[line.basis]}"),
        pounds(line.annual_amount),
        line.get_payer_display(),
    ]
    if may_change:
        url = url_of("provision_edit", case, line.pk)
        cells.append(Cell("Change", href=url, hidden=line.description))
    return cells


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
