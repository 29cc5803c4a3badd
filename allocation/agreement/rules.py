"""What a difference between two scorings of the same case comes to in pounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from allocation.enums import TableKind
from allocation.similar.rules import Quartiles, quartiles_of
from allocation.tables.rules import Table, convert


@dataclass(frozen=True)
class Effect:
    """How far apart the pounds of pairs of points lie. Counts are of pairs; `quartiles` need five of them.

    `within_band` is how many pairs lie in the same band or the next one; None for a table without bands.
    """

    pairs: int
    same: int
    within_band: int | None
    quartiles: Quartiles | None


def pounds_for(table: Table, points: int) -> Decimal:
    """The pounds a year that a table gives; no allocation is £0."""
    return convert(table, points).annual_amount or Decimal(0)


def effect_of(table: Table, points: Sequence[tuple[int, int]]) -> Effect:
    """How far the pounds of two scorings lie apart, pair by pair, by one table."""
    places = {row.points_from: at for at, row in enumerate(table.rows)}
    known = {}
    for each in {each for pair in points for each in pair}:
        conversion = convert(table, each)
        known[each] = (pounds_for(table, each), places[conversion.row.points_from] if conversion.row else -1)
    apart = [abs(known[one][0] - known[other][0]) for one, other in points]
    near = sum(abs(known[one][1] - known[other][1]) <= 1 for one, other in points)
    within = near if table.kind == TableKind.BANDED else None
    return Effect(len(points), sum(not each for each in apart), within, quartiles_of(apart))
