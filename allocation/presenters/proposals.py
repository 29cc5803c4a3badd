"""What the converter proposes for a form, and how that reads beside the choice of tables."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from allocation.exceptions import NoTableInUse
from allocation.models import AllocationTable
from allocation.presenters.tables import (
    amount_in_words,
    edges_in_words,
    points_in_words,
    rows_of_table,
    table_with_date,
)
from allocation.queries import tables_in_use
from allocation.rules.tables import Conversion, Table, convert
from casework.models import Case
from crispy_govuk.tables import DataTable
from scoring.models import RasForm
from scoring.presenters.profiles import counts_in_words
from scoring.queries.forms import profile_of


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
    def public_url(self) -> str:
        return reverse("allocation:public_table_detail", args=[self.table.slug])

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The tables in use, by slug."""
        return [(table.slug, table_with_date(table)) for table in self.tables]


def proposal_for(case: Case, form: RasForm, slug: str, on: date) -> Proposal:
    """What the table of `slug` proposes, or the service's own where `slug` names none in use.

    Raises NoTableInUse, and NotSubmitted for a draft.
    """
    tables = list(tables_in_use(on))
    if not tables:
        raise NoTableInUse
    table = next((table for table in tables if table.slug == slug), tables[0])
    profile = profile_of(form)
    rule = table.as_rule()
    status = form.get_status_display().lower()
    return Proposal(case, table, tables, rule, convert(rule, profile.points), counts_in_words(profile), status)


def decision_choices(proposal: Proposal) -> list[tuple[str, Any]]:
    """The allocator's choice, with the figure put in."""
    if proposal.conversion.annual_amount is None:
        as_proposed = "£0 a year, as the converter proposes: needs are met through universal services"
    else:
        as_proposed = f"{proposal.amount}, as the converter proposes"
    return [("as_proposed", as_proposed), ("other", "Another figure")]
