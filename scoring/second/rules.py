"""Two scorings of one case held against each other: what counts, what is compared, and rater severity."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scoring.enums import AgeVersion, FormActKind
from scoring.second.coefficients import Ranks


@dataclass(frozen=True)
class Scale:
    """The levels of one outcome in order, lowest first, with their points."""

    wording: str
    names: tuple[str, ...]
    points: tuple[int, ...]


@dataclass(frozen=True)
class Instrument:
    """One framework version as a means of measuring: its outcomes in order, each with its scale."""

    framework_id: int
    title: str
    age_version: AgeVersion
    number: int
    scales: tuple[Scale, ...]

    @property
    def kind(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What makes two versions comparable: the same outcomes in the same order, with levels of the same names."""
        return tuple((scale.wording, scale.names) for scale in self.scales)


@dataclass(frozen=True)
class Submission:
    """A form as its scorer submitted it: for each outcome in order the rank of its level, 0 for the lowest."""

    scorer_id: int
    scorer: str
    submitted_at: datetime
    ranks: tuple[int, ...]
    points: int


@dataclass(frozen=True)
class Pair:
    """One case scored twice without either scorer seeing the other's levels."""

    instrument: Instrument
    first: Submission
    second: Submission


Act = TypeVar("Act")


def submission_that_counts(acts: Iterable[tuple[Act, FormActKind]]) -> Act | None:
    """The act, of a form's acts in order, with which it was submitted unaided: the last before anybody reviewed it.

    A form that was taken back counts for nothing until it is submitted again, and then as it was submitted last; one
    that came back with queries counts as it was before them, for those are another person's judgement.
    """
    counts = None
    for act, kind in acts:
        if kind == FormActKind.SUBMITTED:
            counts = act
        elif kind == FormActKind.RECALLED:
            counts = None
        elif kind not in (FormActKind.STARTED, FormActKind.OPENED):
            break
    return counts


def is_read(acts: Iterable[FormActKind]) -> bool:
    """Whether somebody other than the scorer has opened or reviewed a form, by its acts in order.

    Until then its points are nobody's to see, so it is not compared either.
    """
    return any(kind not in (FormActKind.STARTED, FormActKind.SUBMITTED, FormActKind.RECALLED) for kind in acts)


@dataclass(frozen=True, eq=False)
class Compared:
    """The cases scored twice that can be compared, in their order, and how many cases each framework version has.

    Arrays have a row for each case: the ids and the points of the first scorer and of the second, and their ranks.
    """

    instruments: tuple[tuple[Instrument, int], ...]
    left_out: int
    scorers: NDArray[np.int64]
    points: NDArray[np.int64]
    first: Ranks
    second: Ranks

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The outcomes with their levels; none where nothing is compared."""
        return self.instruments[0][0].scales if self.instruments else ()


Figures = tuple[int, int, int, int, int, str, str]
"""Of one case: the framework's id, the first scorer's and the second's, their points, and their ranks as digits."""


def compare(instruments: Sequence[tuple[Instrument, int]], rows: Sequence[Figures]) -> Compared:
    """What can be compared of these cases: those of the commonest kind of questionnaire; of equals the first.

    `instruments` has the framework versions in the order of their first cases, each with its number of cases.
    """
    kinds: Counter[object] = Counter()
    for instrument, count in instruments:
        kinds[instrument.kind] += count
    commonest = max(kinds, key=kinds.__getitem__, default=None)
    kept = tuple(each for each in instruments if each[0].kind == commonest)
    ids = {instrument.framework_id for instrument, _ in kept}
    if len(kept) < len(instruments):
        rows = [row for row in rows if row[0] in ids]
    figures = np.array([row[1:5] for row in rows], dtype=np.int64).reshape(-1, 4)
    first, second = _ranks([row[5] for row in rows]), _ranks([row[6] for row in rows])
    return Compared(kept, kinds.total() - len(rows), figures[:, :2], figures[:, 2:], first, second)


def _ranks(digits: Sequence[str]) -> Ranks:
    """Ranks given as a digit an outcome, a row for each form."""
    ranks = np.frombuffer("".join(digits).encode(), dtype=np.uint8) - np.uint8(ord("0"))
    return ranks.reshape(len(digits), -1) if digits else ranks.reshape(0, 0)


FEWEST_FORMS = 10
"""With fewer forms scored beside a colleague, nothing is said of a person."""


LEAST_LEVELS = 0.25
"""Smaller differences, on average, are no matter for a talk."""


STANDARD_ERRORS = 3
"""How sure a difference must be: many outcomes are looked at, and by chance alone one or two would stand out at 2."""


@dataclass(frozen=True)
class OutcomeSeverity:
    """At the outcome of a position, by how many levels a scorer lies above (or below 0) the colleague's, on average."""

    position: int
    levels: float


@dataclass(frozen=True)
class RaterSeverity:
    """On how many forms a scorer can be compared, and the outcomes that stand out."""

    forms: int
    outcomes: tuple[OutcomeSeverity, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough forms to say something of one person."""
        return self.forms >= FEWEST_FORMS


def rater_severities(scorers: NDArray[np.int64], first: Ranks, second: Ranks) -> dict[int, RaterSeverity]:
    """What is said of every scorer, by id. An outcome stands out where the difference is both large and sure.

    `scorers` has a row for each form scored twice, with the ids of its first and of its second scorer.
    """
    ids, places = np.unique(scorers.T.ravel(), return_inverse=True)
    apart = first.astype(np.int64) - second
    of_each = np.vstack([apart, -apart])
    forms = np.bincount(places, minlength=len(ids))
    sums, squares = np.zeros((2, len(ids), apart.shape[1]), dtype=np.int64)
    np.add.at(sums, places, of_each)
    np.add.at(squares, places, of_each**2)
    is_large = np.abs(sums) >= LEAST_LEVELS * forms[:, None]
    # |mean| > 3 x deviation / root of forms, as whole numbers: nothing is rounded
    spread = forms[:, None] * squares - sums**2
    stands_out = is_large & (sums**2 * (forms[:, None] - 1) > STANDARD_ERRORS**2 * spread)
    return {
        int(scorer): RaterSeverity(
            int(count),
            tuple(OutcomeSeverity(int(at) + 1, float(total[at] / count)) for at in np.flatnonzero(out))
            if count >= FEWEST_FORMS
            else (),
        )
        for scorer, count, total, out in zip(ids, forms, sums, stands_out, strict=True)
    }
