"""Provision in words and in tables: how much, how often, at what rate, and who pays."""

from decimal import Decimal

from casework.enums import CostBasis, SectionLetter
from casework.models import ProvisionLine
from casework.money import total
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds

PROVISION_LETTERS = (SectionLetter.F, SectionLetter.G, SectionLetter.H1, SectionLetter.H2)


def number_in_words(number: Decimal) -> str:
    """A quantity without idle zeros: "7", "2.5"."""
    return f"{number.normalize():f}" if number else "0"


def counted(number: Decimal, one: str, many: str) -> str:
    """ "1 hour", "2.5 hours"."""
    return f"{number_in_words(number)} {one if number == 1 else many}"


def how_much(line: ProvisionLine) -> str:
    """How much and how often a provision is given, without its cost: "7 hours a week, in a group of 4"."""
    quantity = line.quantity
    words = {
        CostBasis.WEEKLY_HOUR_YEAR: f"{counted(quantity, 'hour', 'hours')} a week",
        CostBasis.HOUR_WEEKS: f"{counted(quantity, 'hour', 'hours')} a week for {line.weeks} weeks a year",
        CostBasis.SESSION: f"{counted(quantity, 'session', 'sessions')} a year",
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
