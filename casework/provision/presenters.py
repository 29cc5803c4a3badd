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
from casework.cases.queries import meetings_of
from casework.counting import EVERYTHING, Counting, Sums, sums_of
from casework.enums import CostBasis, Payer, SectionLetter, Stage
from casework.models import Case, ProvisionLine, UnitCost
from casework.provision.actions import (
    check_user_can_change_provision,
    check_user_can_cost_place,
    lines_of,
    sections_without_cost,
)
from casework.provision.rules import Comparison, period_of, sections_in_words
from casework.settings.actions import counting_in_words, counting_on
from casework.versions.actions import last_tac_result
from crispy_govuk.figures import money_bar
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds

PER: dict[str, str] = {
    CostBasis.WEEKLY_HOUR_YEAR: "a year for each weekly hour",
    CostBasis.HOUR_WEEKS: "an hour",
    CostBasis.SESSION: "a session",
    CostBasis.YEAR: "a year",
    CostBasis.ONE_OFF: "once",
    CostBasis.PLACE: "a year",
}
"""What a unit's amount is for, said after it."""


PLACE_STANDS_BESIDE = "Never held against the indicative resource or the limit"


@dataclass(frozen=True)
class Costing:
    """The lines of a plan, what they come to, and what stands beside them. Pounds a year; one-off costs once.

    `total` is what counts, by `counting`: it is held against the indicative resource. `comparison` is None before there
    is an indicative resource. `without_cost` are the sections that say what is provided and have no costed line.
    """

    lines: list[ProvisionLine]
    sums: Sums
    counting: Counting
    outlook: SigningOutlook
    comparison: Comparison | None
    without_cost: list[SectionLetter]

    @property
    def total(self) -> Decimal:
        return self.sums.counted

    @property
    def top_up(self) -> Decimal:
        """The part that the council's top-up (element 3) pays."""
        return self.sums.top_up

    @property
    def others(self) -> Decimal:
        """What the setting, health or social care pay."""
        return self.sums.others

    @property
    def facts(self) -> list[dict[str, str]]:
        """The sums apart, as rows of a summary list."""
        return sum_facts(self.sums, self.counting)

    @property
    def not_costed(self) -> str:
        """That a section says what is provided and nothing there has a cost; nothing where all has one."""
        if not self.without_cost:
            return ""
        return (
            f"{sections_in_words(self.without_cost)} what is provided, and no line there has a cost: what it costs is "
            "not known yet."
        )

    @property
    def bar(self) -> Any:
        """The money bar."""
        indicative = self.comparison.indicative if self.comparison else None
        return money_bar(provision=self.total, indicative=indicative, limit=self.outlook.limit)


def sum_facts(sums: Sums, counting: Counting) -> list[dict[str, str]]:
    """Yearly, once, what counts, and for a place: each apart, as rows of a summary list."""
    rows = [{"key": "Provision each year", "value": f"{pounds(sums.yearly)} a year"}]
    if sums.one_off:
        rows.append({"key": "One-off costs", "value": f"{pounds(sums.one_off)}, once"})
    counts = {"key": "Counts against the resource", "value": pounds(sums.counted), "sub": counting_in_words(counting)}
    rows.append(counts)
    if sums.place:
        rows.append({"key": "Place, beside it", "value": f"{pounds(sums.place)} a year", "sub": PLACE_STANDS_BESIDE})
    return rows


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
        CostBasis.PLACE: "All year",
    }[CostBasis(line.basis)]
    return f"{words}, in a group of {line.shared_by}" if line.shared_by > 1 else words


def cost_in_words(line: ProvisionLine) -> str:
    """The rate of a line as it was written: "£600.00 a year for each weekly hour"."""
    basis = "an hour" if line.basis == CostBasis.HOUR_WEEKS else line.get_basis_display()
    return f"{pounds(line.unit_amount)} {basis}"


def amount_in_words(line: ProvisionLine) -> str:
    """What a line costs, and for how long: "£4,200.00 a year", "£640.00 once"."""
    return f"{pounds(line.annual_amount)} {period_of(line.basis)}"


def payer_in_words(line: ProvisionLine) -> str:
    """Who pays a line; a place is paid by the council beside any top-up."""
    if line.basis == CostBasis.PLACE and line.payer == Payer.TOP_UP:
        return COUNCIL
    return line.get_payer_display()


COUNCIL = "The council"


def total_in_words(lines: list[ProvisionLine]) -> str:
    """What provision lines come to, yearly and once apart: "£4,200.00 a year and £640.00 once"."""
    sums = sums_of(lines, EVERYTHING)
    yearly, once = f"{pounds(sums.yearly)} a year", f"{pounds(sums.one_off)} once"
    if not sums.one_off:
        return yearly
    return f"{yearly} and {once}" if sums.yearly else once


def provision_table(lines: list[ProvisionLine], caption: str) -> DataTable:
    """Provision lines with what they cost, for the council's own pages."""
    columns = [
        Column("Provision"),
        Column("How much, and at what rate"),
        Column("Cost", numeric=True),
        Column("Who pays"),
    ]
    rows = [
        [
            Cell(line.description, sub=f"For outcome {line.outcome.position}" if line.outcome else ""),
            Cell(how_much(line), sub=f"{line.unit_name}, {cost_in_words(line)}"),
            amount_in_words(line),
            line.get_payer_display(),
        ]
        for line in lines
    ]
    foot = ["Total", "", total_in_words(lines), ""]
    return DataTable(caption, columns, rows, foot=foot, caption_size="s", small=True)


def counting_for(case: Case, on: date) -> Counting:
    """What counts for a case: as it counted when the TAC agreed; by the setting of the day before, and in a new TAC."""
    concluded = last_tac_result(case)
    is_at_another = any(meeting.concluded_at is None for meeting in meetings_of(case))
    if concluded is None or is_at_another or case.stage == Stage.DRAFTING:
        return counting_on(on)
    return Counting.of(concluded.counting)


def costing_of(case: Case, on: date) -> Costing:
    """The case's provision as it is costed now, with who would sign on the day."""
    lines = lines_of(case)
    counting = counting_for(case, on)
    sums = sums_of(lines, counting)
    indicative = case.indicative_amount
    outlook = contributed_once("signing_outlook")(sums.counted, indicative, on)
    comparison = None if indicative is None else Comparison(sums.counted, indicative, outlook.tolerance)
    return Costing(lines, sums, counting, outlook, comparison, sections_without_cost(case))


def provision_in_words(case: Case) -> str:
    """What the provision comes to, and how far what counts lies above the indicative resource: for the case's summary.

    What was agreed counts as it counted then.
    """
    lines = lines_of(case)
    if not lines:
        agreed = last_tac_result(case)
        answered = sections_in_words(agreed.costs_nothing_more.split()) if agreed and agreed.costs_nothing_more else ""
        return f"{answered} what is provided; the TAC said it costs nothing more" if answered else "None costed yet"
    sums = sums_of(lines, counting_for(case, today()))
    words = total_in_words(lines)
    if case.indicative_amount is not None:
        above = Comparison(sums.counted, case.indicative_amount).above_by
        where = f"{pounds(above)} above the indicative resource" if above else "within the indicative resource"
        counts = f"{pounds(sums.counted)} of it counts, " if sums.not_counted or sums.one_off else ""
        words = f"{words}, {counts}{where}"
    return f"{words}. Beside it a place, {pounds(sums.place)} a year" if sums.place else words


def url_of(name: str, case: Case, *args: object) -> str:
    """The address of a page about a case's costs. These keep the names they had when allocation drew them."""
    return reverse(f"allocation:{name}", args=[case.reference, *args])


def costing_url(case: Case) -> str:
    """The TAC's page while it meets and after; the plan's own before."""
    return url_of("provision" if case.stage == Stage.DRAFTING else "tac", case)


def costing_context(case: Case, user: User) -> dict[str, Any]:
    """The lines, their sums, the bar and who would sign; with the button to add, or why not."""
    costing = costing_of(case, today())
    add_place = step("Add what a place costs", url_of("place_add", case), lambda: check_user_can_cost_place(user, case))
    add = step("Add provision", url_of("provision_add", case), lambda: check_user_can_change_provision(user, case))
    return {
        "costing": costing,
        "tables": lines_tables(case, costing, may_change=not add.refusal, may_cost_place=not add_place.refusal),
        "add": add,
        "add_place": add_place,
    }


def lines_tables(case: Case, costing: Costing, *, may_change: bool, may_cost_place: bool) -> list[DataTable]:
    """Every line with how much at what cost, and who pays: what is paid each year, what is paid once, and a place.

    Each table has its own total: one-off costs are not added to yearly ones. Links to change a line where it may be.
    """
    yearly = [line for line in costing.lines if line.basis not in (CostBasis.ONE_OFF, CostBasis.PLACE)]
    once = [line for line in costing.lines if line.basis == CostBasis.ONE_OFF]
    places = [line for line in costing.lines if line.basis == CostBasis.PLACE]
    sums = costing.sums
    tables = [
        (yearly, "Provision each year", "A year", sums.yearly, may_change),
        (once, "One-off costs", "Once", sums.one_off, may_change),
        (places, "Place, beside the provision", "A year", sums.place, may_cost_place),
    ]
    return [_lines_table(case, *table) for table in tables if table[0]]


def _lines_table(
    case: Case, lines: list[ProvisionLine], caption: str, period: str, amount: Decimal, may_change: bool
) -> DataTable:
    columns = [
        Column("Place" if lines[0].basis == CostBasis.PLACE else "Provision"),
        Column("How much, at what cost"),
        Column(period, numeric=True),
        Column("Who pays"),
        *([Column("Change or remove", hidden=True)] if may_change else []),
    ]
    rows = [_row(case, line, may_change=may_change) for line in lines]
    foot = ["Total", "", pounds(amount), "", *([""] if may_change else [])]
    return DataTable(caption, columns, rows, foot=foot, caption_size="s")


def _row(case: Case, line: ProvisionLine, *, may_change: bool) -> list[Any]:
    outcome = f", for outcome {line.outcome.position}" if line.outcome else ""
    cells: list[Any] = [
        Cell(line.description, sub=f"{line.unit_name}. Section {line.section}{outcome}"),
        Cell(how_much(line), sub=f"{pounds(line.unit_amount)} {PER[line.basis]}"),
        pounds(line.annual_amount),
        payer_in_words(line),
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
