"""Similar cases as plain Python: what a profile is, how far two lie apart, and the middle half of what cases came to.

A profile is one mark an outcome: the level's points as a whole percentage of the most that outcome can have. So levels
weigh by what they are worth, outcomes weigh alike whatever their points, and frameworks with other points compare.
Marks are whole numbers: distances are exact, ties are real ties, and both databases agree. The page
docs/similar-cases.md tells it at length.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles

import numpy as np

from casework.money import NOTHING, PENNY, in_pounds, pence

SHOWN = 10
"""How many similar cases are looked at."""


ENOUGH = 5
"""Fewer similar cases than this say nothing of a middle half."""


MOST = 100
"""The mark of the highest level: 100 per cent."""


def mark(points: int, most: int) -> int:
    """`points` as a whole percentage of `most`, half up; 0 where the outcome has no points to give.

    Raises ValueError for points outside 0 to `most`.
    """
    if not 0 <= points <= most:
        raise ValueError(f"{points} points are not between 0 and {most}.")
    return (2 * MOST * points + most) // (2 * most) if most else 0


@dataclass(frozen=True)
class Profile:
    """What of a form is compared: its profile, a byte an outcome, and its points, which settle ties."""

    profile: bytes
    points: int


def distance(one: bytes, other: bytes) -> int:
    """How far two profiles lie apart: their differences, outcome by outcome, added up. 0 to 100 an outcome.

    Raises ValueError when they have not as many outcomes.
    """
    return sum(abs(mine - theirs) for mine, theirs in zip(one, other, strict=True))


def share_of(far: int, outcomes: int) -> Decimal:
    """A distance as a share of the greatest there can be, as it is shown: 0.00 to 1.00, half up."""
    return (Decimal(far) / (MOST * outcomes)).quantize(PENNY, ROUND_HALF_UP)


@dataclass(frozen=True)
class DistanceBand:
    """The profiles that lie equally far from another."""

    distance: int
    profiles: tuple[bytes, ...]


def nearest_bands(mine: bytes, stored: bytes, count: int) -> list[DistanceBand]:
    """The profiles nearest to `mine`, nearest first, in which at least `count` of those stored are found.

    `stored` are the profiles of all comparable cases, one behind the other, a byte an outcome, in any order. All of
    them are measured; the last band is whole, so that the caller can settle ties by what is not in a profile.
    """
    profiles = np.frombuffer(stored, dtype=np.uint8).reshape(-1, len(mine))
    if not len(profiles) or count < 1:
        return []
    distances = np.zeros(len(profiles), dtype=np.int32)
    for outcome, value in enumerate(mine):
        distances += np.abs(profiles[:, outcome].astype(np.int32) - value)
    last = min(count, len(distances)) - 1
    reach = np.partition(distances, last)[last]
    near = profiles[distances <= reach].tobytes()
    bands: dict[int, list[bytes]] = {}
    for profile in sorted({near[at : at + len(mine)] for at in range(0, len(near), len(mine))}):
        bands.setdefault(distance(mine, profile), []).append(profile)
    return [DistanceBand(far, tuple(bands[far])) for far in sorted(bands)]


def profiles_around(mine: bytes, marks: Sequence[Collection[int]], most: int) -> list[DistanceBand]:
    """All the profiles there can be that lie nearest to `mine`, nearest first: at most `most`, and whole bands only.

    `marks` are those that each outcome can have. The nearest sums are found outcome by outcome: whatever is among the
    nearest `most` of all begins with one of the nearest `most` beginnings.
    """
    distances, profiles, is_all = np.zeros(1, dtype=np.int32), np.zeros((1, 0), dtype=np.uint8), True
    for value, possible in zip(mine, marks, strict=True):
        options = np.array(sorted(possible), dtype=np.uint8)
        sums = (distances[:, None] + np.abs(options.astype(np.int32) - value)[None, :]).ravel()
        nearest = np.argsort(sums, kind="stable")[:most]
        is_all = is_all and len(nearest) == len(sums)
        distances = sums[nearest]
        profiles = np.column_stack([profiles[nearest // len(options)], options[nearest % len(options)]])
    bands: dict[int, list[bytes]] = {}
    for far, profile in zip(distances.tolist(), profiles, strict=True):
        if is_all or far < distances[-1]:
            bands.setdefault(far, []).append(profile.tobytes())
    return [DistanceBand(far, tuple(sorted(held))) for far, held in bands.items()]


def bands_of(bands: Iterable[DistanceBand], held: Mapping[bytes, int], count: int) -> list[DistanceBand]:
    """Of the profiles in `bands` those that are held, nearest first, until at least `count` cases have them.

    `held` is how many cases have a profile. Empty where fewer than `count` have one of them.
    """
    found, so_far = [], 0
    for band in bands:
        here = tuple(profile for profile in band.profiles if profile in held)
        if here:
            found.append(DistanceBand(band.distance, here))
            so_far += sum(held[profile] for profile in here)
        if so_far >= count:
            return found
    return []


@dataclass(frozen=True)
class Quartiles:
    """The amounts at a quarter, half and three quarters of the way up, in pounds a year; half of all lie between."""

    lower: Decimal
    median: Decimal
    upper: Decimal

    def holds(self, amount: Decimal) -> bool:
        """Whether `amount` lies in the middle half, its ends included."""
        return self.lower <= amount <= self.upper

    @property
    def words(self) -> str:
        """The middle half: "£3,900 to £5,100"."""
        return f"{_short(self.lower)} to {_short(self.upper)}"


def quartiles_of(amounts: Iterable[Decimal]) -> Quartiles | None:
    """The quartiles of pounds a year, to the penny half up; None for fewer than five amounts.

    By the inclusive method: the lowest and highest amounts are the ends, and between two amounts one goes on in
    proportion (Hyndman and Fan 1996, definition 7; QUARTILE.INC of spreadsheets). Raises TypeError for a float.
    """
    held = list(amounts)
    if not all(isinstance(amount, Decimal) for amount in held):
        raise TypeError("Money is Decimal.")
    if len(held) < ENOUGH:
        return None
    return Quartiles(*(pence(cut) for cut in quantiles(held, n=4, method="inclusive")))


@dataclass(frozen=True)
class Range:
    """A figure held against what similar cases came to. Pounds a year; `quartiles` is None when there are too few."""

    proposed: Decimal
    count: int
    quartiles: Quartiles | None

    @property
    def is_outside(self) -> bool:
        """Outside the middle half; also where there are too few to tell."""
        return self.quartiles is None or not self.quartiles.holds(self.proposed)

    @property
    def gap(self) -> Decimal | None:
        """How far from the middle of the similar cases, whichever way; None when there are too few to tell."""
        return None if self.quartiles is None else abs(self.proposed - self.quartiles.median)

    @property
    def words(self) -> str:
        """ "£6,000 lies above the middle half of similar cases, £3,900 to £5,100." """
        if self.quartiles is None:
            return too_few(self.count)
        side = "above" if self.proposed > self.quartiles.upper else "below" if self.is_outside else "within"
        return f"{_short(self.proposed)} lies {side} the middle half of similar cases, {self.quartiles.words}."


def too_few(count: int) -> str:
    """That `count` similar cases say nothing of a middle half."""
    if not count:
        return f"No similar case has been agreed yet: at least {ENOUGH} are needed to tell."
    counted = "1 similar case is" if count == 1 else f"{count} similar cases are"
    return f"{counted} too few to tell: at least {ENOUGH} are needed."


def _short(amount: Decimal) -> str:
    return in_pounds(amount).removesuffix(".00")


def range_of(proposed: Decimal | None, agreed: Sequence[Decimal]) -> Range:
    """What the converter proposes (None for no allocation, which is £0.00) beside what similar cases were agreed at."""
    return Range(NOTHING if proposed is None else proposed, len(agreed), quartiles_of(agreed))


def median_mark(profiles: Sequence[bytes], outcome: int) -> int:
    """The mark in the middle of these profiles at one outcome (from 0); of an even number, the lower of the two."""
    marks = sorted(profile[outcome] for profile in profiles)
    return marks[(len(marks) - 1) // 2]
