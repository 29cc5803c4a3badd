"""What the converter proposes for a form, and what was allocated before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allocation.models import Allocation, AllocationTable
from allocation.tables.actions import rule_of, tables_in_use
from allocation.tables.presenters import (
    amount_in_words,
    edges_in_words,
    rows_of_table,
)
from allocation.tables.rules import Conversion, Table, convert
from base.refusals import Refused
from base.words import counted, moment_in_words
from casework.models import Case
from crispy_govuk.tables import DataTable
from crispy_govuk.templatetags.govuk_format import pounds, pounds_short
from scoring.models import RasForm
from scoring.scores.queries import profile_of
from scoring.scores.rules import Profile, counts_in_words


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
        return counted(self.conversion.points, "point")

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
        return [(table.slug, table.dated_title) for table in self.tables]


class NoTableInUse(Refused):
    """There is no table to propose from."""


def proposal_for(case: Case, form: RasForm, slug: str, on: date, profile: Profile | None = None) -> Proposal:
    """What the table of `slug` proposes, or the service's own where `slug` names none in use.

    `profile` is the form's, where it was read already.
    """
    tables = list(tables_in_use(on))
    if not tables:
        raise NoTableInUse("No allocation table is in use. Ask the Personalisation Officer to publish one.")
    table = next((table for table in tables if table.slug == slug), tables[0])
    profile = profile or profile_of(form)
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


def summary_line(allocation: Allocation) -> str:
    """The case's summary: "£4,000 a year, from Newcastle primary bands of 1 September 2017"."""
    how = "" if allocation.is_as_proposed else ", another figure than the converter proposed"
    return f"{pounds_short(allocation.amount)} a year, from {allocation.table.dated_title}{how}"


def history(allocations: list[Allocation]) -> list[dict[str, object]]:
    """Entries of the trail component, newest first."""
    return [
        {
            "at": allocation.allocated_at,
            "who": allocation.allocated_by.full_name,
            "what": f"allocated {pounds(allocation.amount)} a year for {counted(allocation.points, 'point')}"
            + (f"; replaced on {moment_in_words(allocation.replaced_at)}" if allocation.replaced_at else ""),
            "why": allocation.reason,
        }
        for allocation in allocations
    ]
