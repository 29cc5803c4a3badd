"""Allocation tables as plain Python: what makes one sound, and how it turns points into pounds a year.

The algorithm is written out, with worked tables, in docs/allocation-tables.md.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from allocation.enums import TableKind
from casework.money import PENNY, pence

SMOOTHED_OVER = 5
"""A points table is smoothed over groups of five points: In Control 2013, appendix 2."""


@dataclass(frozen=True)
class Row:
    """One row of a table: whole points from and to (None: and above), and pounds a year (None: no allocation)."""

    points_from: int
    points_to: int | None
    annual_amount: Decimal | None
    level: str = ""
    note: str = ""

    @property
    def points_label(self) -> str:
        """The points as people say them: "70 to 115", "168", "231 and above"."""
        if self.points_to is None:
            return f"{self.points_from} and above"
        if self.points_to == self.points_from:
            return str(self.points_from)
        return f"{self.points_from} to {self.points_to}"


@dataclass(frozen=True)
class Table:
    """A sound allocation table, its rows in order of points. Raises ValueError, with every fault in a sentence."""

    slug: str
    title: str
    kind: TableKind
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if problems := problems_of(self.kind, self.rows):
            raise ValueError(" ".join(problems))

    @property
    def lowest(self) -> int:
        """The fewest points the table has a row for."""
        return self.rows[0].points_from

    @property
    def highest(self) -> int | None:
        """The most points the table has a row for, or None when its top row is open-ended."""
        return self.rows[-1].points_to


@dataclass(frozen=True)
class Edge:
    """Where the amount next changes: at how many points, how far away, and to how many pounds a year."""

    points: int
    distance: int
    annual_amount: Decimal | None


@dataclass(frozen=True)
class Conversion:
    """What a table proposes for a number of points. `annual_amount` is pounds a year, None for no allocation."""

    points: int
    annual_amount: Decimal | None
    row: Row | None
    is_above_table: bool
    is_below_table: bool
    edge_above: Edge | None
    edge_below: Edge | None


def convert(table: Table, points: int) -> Conversion:
    """The pounds a year that `table` proposes for `points`.

    Above the table: its top amount, marked. Below it: none. Raises ValueError when points are not a whole
    number, or negative.
    """
    if isinstance(points, bool) or not isinstance(points, int):
        raise ValueError(f"Points must be a whole number, and {points} is not.")
    if points < 0:
        raise ValueError(f"Points cannot be negative, and {points} is.")
    at = bisect_right([row.points_from for row in table.rows], points) - 1
    is_below = at < 0
    row = None if is_below else table.rows[at]
    is_above = row is not None and row.points_to is not None and points > row.points_to
    amount = None if row is None else row.annual_amount
    return Conversion(
        points,
        amount,
        row,
        is_above,
        is_below,
        _edge_above(table, at, amount, points),
        _edge_below(table, at, amount, points),
    )


def _edge_above(table: Table, at: int, amount: Decimal | None, points: int) -> Edge | None:
    """The next row up with another amount."""
    for row in table.rows[at + 1 :]:
        if row.annual_amount != amount:
            return Edge(row.points_from, row.points_from - points, row.annual_amount)
    return None


def _edge_below(table: Table, at: int, amount: Decimal | None, points: int) -> Edge | None:
    """The next point down with another amount; below the table there is none to have."""
    if at < 0:
        return None
    for upper, row in pairwise(reversed(table.rows[: at + 1])):
        if row.annual_amount != amount:
            return Edge(upper.points_from - 1, points - upper.points_from + 1, row.annual_amount)
    if amount is not None and table.lowest > 0:
        return Edge(table.lowest - 1, points - table.lowest + 1, None)
    return None


def problems_of(kind: TableKind, rows: Sequence[Row]) -> list[str]:
    """What keeps `rows` from being a sound table, a sentence each; empty when they are sound.

    Rows rise without gap or overlap, pounds never fall as points rise, a banded table's top row is open-ended,
    and a points table has one row for each point.
    """
    if not rows:
        return ["A table needs at least one row."]
    problems = [problem for row in rows for problem in _row_problems(kind, row)]
    for lower, upper in pairwise(rows):
        problems.extend(_joint_problems(lower, upper))
    if kind == TableKind.BANDED and rows[-1].points_to is not None:
        problems.append(
            f"The top row must be open-ended: leave “to” empty in the row from {rows[-1].points_from} points."
        )
    return problems


def _row_problems(kind: TableKind, row: Row) -> list[str]:
    which = f"The row from {row.points_from} points"
    problems = []
    if row.points_from < 0:
        problems.append(f"{which} is negative: points begin at 0.")
    if row.points_to is not None and row.points_to < row.points_from:
        problems.append(f"{which} ends at {row.points_to}, before it begins.")
    if kind == TableKind.POINTS and row.points_to != row.points_from:
        problems.append(f"{which} must be for that one point: a points table has one row a point.")
    if row.annual_amount is not None:
        if not isinstance(row.annual_amount, Decimal):
            raise TypeError(f"Money is Decimal, not {type(row.annual_amount).__name__}.")
        if row.annual_amount < 0:
            problems.append(f"{which} has a negative amount.")
        if row.annual_amount != row.annual_amount.quantize(PENNY):
            problems.append(f"{which} has an amount with parts of a penny.")
    return problems


def _joint_problems(lower: Row, upper: Row) -> list[str]:
    problems = []
    if lower.points_to is None:
        problems.append(f"The row from {lower.points_from} points is open-ended, but another row follows it.")
    elif upper.points_from <= lower.points_to:
        problems.append(
            f"The rows from {lower.points_from} and from {upper.points_from} points overlap: "
            f"the first goes to {lower.points_to}."
        )
    elif upper.points_from > lower.points_to + 1:
        problems.append(f"No row is for {lower.points_to + 1} points: leave no gap before {upper.points_from}.")
    if _falls(lower.annual_amount, upper.annual_amount):
        problems.append(
            f"Pounds fall between {lower.points_from} and {upper.points_from} points: more points may never bring less."
        )
    return problems


def _falls(lower: Decimal | None, upper: Decimal | None) -> bool:
    return lower is not None and (upper is None or upper < lower)


def smooth(rows: Sequence[Row], group: int = SMOOTHED_OVER) -> tuple[Row, ...]:
    """The rows of a points table with each amount replaced by the mean of its group, half up to the penny.

    Groups of `group` rows are counted from the lowest point; a last group that is not full has the mean of what
    it holds. Raises ValueError for a group below one, or a row without an amount.
    """
    if group < 1:
        raise ValueError("A group has at least one row.")
    smoothed: list[Row] = []
    for first in range(0, len(rows), group):
        held = rows[first : first + group]
        amounts = [row.annual_amount for row in held if row.annual_amount is not None]
        if len(amounts) < len(held):
            raise ValueError("A row without an amount cannot be smoothed: give every row pounds first.")
        mean = pence(sum(amounts, Decimal(0)) / len(amounts))
        smoothed.extend(Row(row.points_from, row.points_to, mean, row.level, row.note) for row in held)
    return tuple(smoothed)
