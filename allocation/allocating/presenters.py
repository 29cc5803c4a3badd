"""What the converter proposes for a form, and how an indicative resource came about, in plain words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from allocation.models import Allocation, AllocationTable
from allocation.tables.actions import rule_of, tables_in_use
from allocation.tables.presenters import (
    amount_in_words,
    edges_in_words,
    points_in_words,
    rows_of_table,
    table_with_date,
)
from allocation.tables.rules import Conversion, Table, convert
from base.refusals import Refused
from base.words import day_in_words, moment_in_words
from casework.models import Case
from crispy_govuk.tables import DataTable
from crispy_govuk.templatetags.govuk_format import pounds, pounds_short
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.scores.queries import profile_of
from scoring.scores.rules import counts_in_words


@dataclass(frozen=True)
class Proposal:
    """The form's points, the table in hand with the others to choose from, and the conversion."""

    case: Case
    table: AllocationTable
    tables: list[AllocationTable]
    rule: Table
    conversion: Conversion
    levels: str
    status: str

    @property
    def points(self) -> str:
        return points_in_words(self.conversion.points)

    @property
    def table_named(self) -> str:
        return table_with_date(self.table)

    @property
    def amount(self) -> str:
        return amount_in_words(self.conversion)

    @property
    def edge(self) -> str:
        return edges_in_words(self.rule, self.conversion)

    @property
    def near_rows(self) -> DataTable:
        return rows_of_table(self.rule, self.conversion, only_near=True)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The tables in use, by slug."""
        return [(table.slug, table_with_date(table)) for table in self.tables]


class NoTableInUse(Refused):
    """There is no table to propose from."""


def proposal_for(case: Case, form: RasForm, slug: str, on: date) -> Proposal:
    """What the table of `slug` proposes, or the service's own where `slug` names none in use."""
    tables = list(tables_in_use(on))
    if not tables:
        raise NoTableInUse("No allocation table is in use. Ask the Personalisation Officer to publish one.")
    table = next((table for table in tables if table.slug == slug), tables[0])
    profile = profile_of(form)
    rule = rule_of(table)
    status = form.get_status_display().lower()
    return Proposal(case, table, tables, rule, convert(rule, profile.points), counts_in_words(profile), status)


def decision_choices(proposal: Proposal) -> list[tuple[str, Any]]:
    """The allocator's choice, with the figure put in."""
    if proposal.conversion.annual_amount is None:
        as_proposed = "£0 a year, as the converter proposes: needs are met through universal services"
    else:
        as_proposed = f"{proposal.amount}, as the converter proposes"
    return [("as_proposed", as_proposed), ("other", "Another figure")]


def steps_in_words(allocation: Allocation, rule: Table) -> list[str]:
    """The account of a figure, step by step, fit for a family to read."""
    conversion = convert(rule, allocation.points)
    which = f"the table “{allocation.table.title}” (in effect from {day_in_words(allocation.table.effective_from)})"
    steps = [
        "Reports from the people who know the child were gathered, and the RAS form was scored on what they say. "
        f"The scores were then {_looked_at(allocation)}.",
        f"The form came to {points_in_words(allocation.points)}.",
        f"The council uses {which} to turn points into money. For {points_in_words(allocation.points)} it gives "
        f"{amount_in_words(conversion)}.",
    ]
    edge = edges_in_words(rule, conversion)
    return [*steps, *([edge] if edge else []), decision_in_words(allocation)]


def _looked_at(allocation: Allocation) -> str:
    is_moderated = allocation.form.status == FormStatus.MODERATED
    return "verified and moderated" if is_moderated else "verified; the form needed no moderation"


def decision_in_words(allocation: Allocation) -> str:
    """Who decided what, and whether it is what the converter proposed."""
    on = day_in_words(localdate(allocation.allocated_at))
    text = f"{allocation.allocated_by.full_name} allocated {pounds(allocation.amount)} a year on {on}"
    if allocation.is_as_proposed:
        return f"{text}, as the table gives it."
    return f"{text}, a different figure, because: “{allocation.reason}”"


def summary_line(allocation: Allocation) -> str:
    """The case's summary: "£4,000 a year, from Newcastle primary bands of 1 September 2017"."""
    how = "" if allocation.is_as_proposed else ", another figure than the converter proposed"
    return f"{pounds_short(allocation.amount)} a year, from {table_with_date(allocation.table)}{how}"


def history(allocations: list[Allocation]) -> list[dict[str, object]]:
    """Entries of the trail component, newest first."""
    return [
        {
            "at": allocation.allocated_at,
            "who": allocation.allocated_by.full_name,
            "what": f"allocated {pounds(allocation.amount)} a year for {points_in_words(allocation.points)}"
            + (f"; replaced on {moment_in_words(allocation.replaced_at)}" if allocation.replaced_at else ""),
            "why": allocation.reason,
        }
        for allocation in allocations
    ]
