"""How far the figures of agreement can be relied on, and what a difference between two scorings comes to in pounds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from allocation.enums import TableKind
from allocation.similar.rules import Quartiles, quartiles_of
from allocation.tables.rules import Table, convert
from scoring.second.coefficients import Agreement

RELIABLE, TENTATIVE = 0.8, 0.667
"""From which alpha on scores can be relied on, and from which for cautious use (Krippendorff 2004, p. 241)."""


class Reading(Enum):
    """What alpha says of a set of scores."""

    TOO_FEW = "Too few cases"
    ONE_LEVEL = "One level only"
    RELIABLE = "Reliable"
    TENTATIVE = "Tentative"
    DOUBTFUL = "To be looked at"


def reading_of(agreement: Agreement) -> Reading:
    """Nothing is read from too few cases, nor from scores that never differ: alpha is not defined then."""
    alpha = agreement.alpha.value
    if not agreement.is_enough:
        return Reading.TOO_FEW
    if alpha is None:
        return Reading.ONE_LEVEL
    if alpha >= RELIABLE:
        return Reading.RELIABLE
    return Reading.TENTATIVE if alpha >= TENTATIVE else Reading.DOUBTFUL


@dataclass(frozen=True)
class Effect:
    """How far apart the pounds of pairs of points lie. Counts are of pairs; `quartiles` need five of them.

    `within_band` is how many pairs lie in the same band or the next one; None for a table without bands.
    """

    pairs: int
    same: int
    within_band: int | None
    quartiles: Quartiles | None

    @property
    def percent_same(self) -> int:
        return _percent(self.same, self.pairs)

    @property
    def percent_within_band(self) -> int:
        return _percent(self.within_band or 0, self.pairs)


def _percent(part: int, of: int) -> int:
    """A share in whole per cent."""
    return round(100 * part / of)


def pounds_for(table: Table, points: int) -> Decimal:
    """The pounds a year that a table gives; no allocation is £0."""
    return convert(table, points).annual_amount or Decimal(0)


def effect_of(table: Table, points: Iterable[tuple[int, int]]) -> Effect:
    """How far the pounds of two scorings lie apart, pair by pair, by one table."""
    places = {row.points_from: at for at, row in enumerate(table.rows)}
    counts = Counter(points)
    known = {}
    for each in {each for pair in counts for each in pair}:
        conversion = convert(table, each)
        known[each] = (pounds_for(table, each), places[conversion.row.points_from] if conversion.row else -1)
    apart: Counter[Decimal] = Counter()
    near = 0
    for (one, other), count in counts.items():
        apart[abs(known[one][0] - known[other][0])] += count
        near += count * (abs(known[one][1] - known[other][1]) <= 1)
    within = near if table.kind == TableKind.BANDED else None
    in_order = [amount for amount in sorted(apart) for _ in range(apart[amount])]
    return Effect(apart.total(), sum(apart[amount] for amount in apart if not amount), within, quartiles_of(in_order))
