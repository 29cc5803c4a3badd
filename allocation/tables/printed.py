"""The sources' own figures, as printed: Newcastle's tables (In Control 2013) and the sign-off limit of September 2017.

What a new installation starts with, and what the desk commands answer from where nothing has been loaded yet.
"""

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from allocation.enums import TableKind
from allocation.tables.rules import Row, Table
from casework.money import pence

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
