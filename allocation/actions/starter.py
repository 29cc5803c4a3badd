"""What the service starts with: the printed tables, illustrative unit costs, and the limit of September 2017.

Everything is illustrative until an authority replaces it, and says so on screen; the limit alone is the source's.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from accounts.models import User
from allocation.actions.limits import set_limit
from allocation.actions.tables import draft_table, make_default_table, publish_table, set_rows
from allocation.actions.unit_costs import add_unit_cost
from allocation.enums import TableKind
from allocation.models import AllocationTable, SignOffLimit, UnitCost
from allocation.rules import Row
from casework.enums import CostBasis, Payer

DATA = Path(__file__).resolve().parent.parent / "data"

IN_FORCE_FROM = date(2017, 9, 1)
"""The day from which the RAS and its processes apply: the RAS process, September 2017."""

DEFAULT_SLUG = "newcastle-primary-bands"

LIMIT = Decimal("10363.00")
LIMIT_BASIS = "15 hrs TAF and 2.5 hrs MDS"

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
    Returns the tables that were loaded now. Raises NotAllowed.
    """
    with transaction.atomic():
        tables = [table for table in (_bands(by), _points(by), _smoothed(by)) if table is not None]
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


def printed_bands() -> list[Row]:
    """The rows of the primary bands, as printed."""
    return [
        Row(
            int(printed["points_from"]),
            int(printed["points_to"]) if printed["points_to"] else None,
            _printed_amount(printed["indicative_budget_gbp"]),
            printed["level"],
            printed["note"],
        )
        for printed in _printed("newcastle_primary_bands.csv")
    ]


def printed_points(column: str = "indicative_budget_gbp") -> list[Row]:
    """The rows of the points table, lowest first, with the amounts of one printed column."""
    rows = [
        Row(int(printed["points"]), int(printed["points"]), _printed_amount(printed[column]))
        for printed in _printed("newcastle_points.csv")
    ]
    return sorted(rows, key=lambda row: row.points_from)


def _bands(by: User | None) -> AllocationTable | None:
    table = _load(
        DEFAULT_SLUG,
        "Newcastle primary bands",
        TableKind.BANDED,
        "primary-aged children (key stages 1 and 2)",
        "A condensed version of Newcastle City Council’s allocation table, printed in In Control 2013, appendix 1.",
        printed_bands(),
        by,
    )
    if table is not None and not AllocationTable.objects.filter(is_default=True).exists():
        table = make_default_table(table, by=by)
    return table


def _points(by: User | None) -> AllocationTable | None:
    return _load(
        "newcastle-points",
        "Newcastle points",
        TableKind.POINTS,
        "",
        "An excerpt from Newcastle City Council’s pilot points table, printed in In Control 2013, appendix 2.",
        printed_points(),
        by,
    )


def _smoothed(by: User | None) -> AllocationTable | None:
    return _load(
        "newcastle-points-smoothed",
        "Newcastle smoothed points",
        TableKind.POINTS,
        "",
        "The five-point groups printed beside Newcastle City Council’s pilot points table, In Control 2013, "
        "appendix 2. "
        "The printed group means differ by pence from the means of the printed whole pounds.",
        printed_points("five_point_group_mean_gbp"),
        by,
    )


def _load(
    slug: str, title: str, kind: TableKind, made_for: str, source: str, rows: list[Row], by: User | None
) -> AllocationTable | None:
    if AllocationTable.objects.filter(slug=slug).exists():
        return None
    table = draft_table(
        slug=slug,
        title=title,
        kind=kind,
        effective_from=IN_FORCE_FROM,
        made_for=made_for,
        source=source,
        is_illustrative=True,
        by=by,
    )
    set_rows(table, rows, by=by)
    return publish_table(table, by=by)


def _printed(name: str) -> list[dict[str, str]]:
    """The lines of a data file; its first line says where it is from."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _printed_amount(text: str) -> Decimal | None:
    return Decimal(text).quantize(Decimal("0.01")) if text else None
