"""What the service starts with: the printed tables, illustrative unit costs, and the limit of September 2017.

Everything is illustrative until an authority replaces it, and says so on screen; the limit alone is the source's.
"""

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db import transaction

from accounts.models import User
from allocation.enums import TableKind
from allocation.limits.actions import set_limit
from allocation.models import AllocationTable, SignOffLimit
from allocation.tables.actions import draft_table, make_default_table, publish_table, set_rows
from allocation.tables.rules import Row, Table
from casework.enums import CostBasis, Payer
from casework.models import UnitCost
from casework.money import pence
from casework.provision.actions import add_unit_cost

DATA = Path(__file__).resolve().parent / "data"


IN_FORCE_FROM = date(2017, 9, 1)
"""The day from which the RAS and its processes apply: the RAS process, September 2017."""


BANDS, POINTS, SMOOTHED = "newcastle-primary-bands", "newcastle-points", "newcastle-points-smoothed"


LIMIT = Decimal("10363.00")


LIMIT_BASIS = "15 hrs TAF and 2.5 hrs MDS"


@cache
def printed_tables() -> dict[str, Table]:
    """The three printed tables, by slug. The five-point means are printed too, and are not calculated here."""
    tables = (
        Table(BANDS, "Newcastle primary bands", TableKind.BANDED, tuple(_bands())),
        Table(POINTS, "Newcastle points", TableKind.POINTS, tuple(_points("indicative_budget_gbp"))),
        Table(SMOOTHED, "Newcastle smoothed points", TableKind.POINTS, tuple(_points("five_point_group_mean_gbp"))),
    )
    return {table.slug: table for table in tables}


def _bands() -> list[Row]:
    return [
        Row(
            int(printed["points_from"]),
            int(printed["points_to"]) if printed["points_to"] else None,
            _amount(printed["indicative_budget_gbp"]),
            printed["level"],
            printed["note"],
        )
        for printed in _lines("newcastle_primary_bands.csv")
    ]


def _points(column: str) -> list[Row]:
    """Lowest first, with the amounts of one printed column."""
    rows = [
        Row(int(printed["points"]), int(printed["points"]), _amount(printed[column]))
        for printed in _lines("newcastle_points.csv")
    ]
    return sorted(rows, key=lambda row: row.points_from)


def _lines(name: str) -> list[dict[str, str]]:
    """The lines of a data file; its first line says where it is from."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _amount(text: str) -> Decimal | None:
    return pence(Decimal(text)) if text else None


SOURCES: dict[str, tuple[str, str]] = {
    BANDS: (
        "primary-aged children (key stages 1 and 2)",
        "A condensed version of Newcastle City Council’s allocation table, printed in In Control 2013, appendix 1.",
    ),
    POINTS: (
        "",
        "An excerpt from Newcastle City Council’s pilot points table, printed in In Control 2013, appendix 2.",
    ),
    SMOOTHED: (
        "",
        "The five-point groups printed beside Newcastle City Council’s pilot points table, In Control 2013, "
        "appendix 2. The printed group means differ by pence from the means of the printed whole pounds.",
    ),
}
"""By slug: whom the table is made for, and where it is from."""


UNIT_COSTS: tuple[tuple[str, str, CostBasis, str, Payer], ...] = (
    ("Teaching assistant, lessons", "TAF", CostBasis.WEEKLY_HOUR_YEAR, "600.00", Payer.TOP_UP),
    ("Lunchtime support", "MDS", CostBasis.WEEKLY_HOUR_YEAR, "545.20", Payer.TOP_UP),
    ("The setting’s own offer", "", CostBasis.YEAR, "0.00", Payer.ELEMENT_2),
    ("Learning mentor", "", CostBasis.WEEKLY_HOUR_YEAR, "712.00", Payer.TOP_UP),
    ("Small-group literacy", "", CostBasis.HOUR_WEEKS, "21.60", Payer.ELEMENT_2),
    ("Small-group social skills", "", CostBasis.HOUR_WEEKS, "18.40", Payer.ELEMENT_2),
    ("Specialist teacher", "", CostBasis.HOUR_WEEKS, "46.50", Payer.TOP_UP),
    ("Qualified teacher of hearing or vision impairment", "", CostBasis.HOUR_WEEKS, "52.80", Payer.TOP_UP),
    ("Speech and language therapy", "", CostBasis.SESSION, "38.75", Payer.HEALTH),
    ("Occupational therapy", "", CostBasis.SESSION, "42.10", Payer.HEALTH),
    ("Physiotherapy", "", CostBasis.SESSION, "41.30", Payer.HEALTH),
    ("Educational psychologist", "", CostBasis.SESSION, "118.00", Payer.TOP_UP),
    ("Counselling", "", CostBasis.SESSION, "44.00", Payer.TOP_UP),
    ("Short breaks", "", CostBasis.SESSION, "67.50", Payer.SOCIAL_CARE),
    ("Communication software licence", "", CostBasis.YEAR, "180.00", Payer.TOP_UP),
    ("Communication aid", "", CostBasis.ONE_OFF, "640.00", Payer.TOP_UP),
    ("Seating or standing equipment", "", CostBasis.ONE_OFF, "875.00", Payer.HEALTH),
    ("Training for the setting’s staff", "", CostBasis.ONE_OFF, "320.00", Payer.ELEMENT_2),
)
"""Name, abbreviation, basis, pounds on that basis, who usually pays."""


def load_starter_tables(by: User | None = None) -> list[AllocationTable]:
    """Load the printed tables, unit costs and limit where they are missing; what is there is left alone.

    Effects: three published tables with the primary bands as first choice, the unit costs, the limit.
    Returns the tables that were loaded now.
    """
    with transaction.atomic():
        tables = [table for printed in printed_tables().values() if (table := _load(printed, by)) is not None]
        for name, abbreviation, basis, amount, payer in UNIT_COSTS:
            if not UnitCost.objects.filter(name=name).exists():
                add_unit_cost(
                    name=name,
                    abbreviation=abbreviation,
                    basis=basis,
                    amount=Decimal(amount),
                    effective_from=IN_FORCE_FROM,
                    payer=payer,
                    is_illustrative=True,
                    by=by,
                )
        if not SignOffLimit.objects.exists():
            set_limit(amount=LIMIT, basis=LIMIT_BASIS, effective_from=IN_FORCE_FROM, by=by)
    return tables


def _load(printed: Table, by: User | None) -> AllocationTable | None:
    if AllocationTable.objects.filter(slug=printed.slug).exists():
        return None
    made_for, source = SOURCES[printed.slug]
    table = draft_table(
        slug=printed.slug,
        title=printed.title,
        kind=printed.kind,
        effective_from=IN_FORCE_FROM,
        made_for=made_for,
        source=source,
        is_illustrative=True,
        by=by,
    )
    set_rows(table, list(printed.rows), by=by)
    table = publish_table(table, by=by)
    if printed.slug == BANDS and not AllocationTable.objects.filter(is_default=True).exists():
        table = make_default_table(table, by=by)
    return table
