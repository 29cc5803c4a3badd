"""How far two scorings of the same forms agree beyond chance: weighted kappa and alpha, with their intervals."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


Ranks = NDArray[np.uint8]
"""A row for each form, a column for each outcome: the rank of the level, 0 for the lowest."""


FEWEST_PAIRS = 30
"""Fewer forms scored twice say nothing that could be relied on: an interval is then wider than what it is to tell."""


FEWEST_TO_RESAMPLE = 15
"""Of fewer forms no interval is given: tried on made-up forms, it held the true figure too seldom."""


MOST_TO_RESAMPLE = 5000
"""Of more forms the interval is calculated: by then it is that of the resamples, but for their own chance."""


RESAMPLES = 1000


AT_ONCE = 100
"""Resamples drawn together: of as many forms as are resampled they take 8 MB."""


SEED = 20170901
"""The same figures each time they are calculated: the day on which the process in use took effect."""


CONFIDENCE = 0.95
"""How often intervals like these hold what is to be told."""


MOST_UNDEFINED = 0.05
"""With a greater share of resamples that define no coefficient, no interval is given."""


@dataclass(frozen=True)
class Estimate:
    """A coefficient and its interval; None where it is not defined, or where its interval cannot be told."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Agreement:
    """How far two scorings of the same forms agree: at one outcome, or over all of them."""

    pairs: int
    same: float | None
    kappa: Estimate
    alpha: Estimate

    @property
    def is_enough(self) -> bool:
        """Whether there are enough forms for the figures to say something."""
        return self.pairs >= FEWEST_PAIRS


def linear(levels: int) -> Floats:
    """The weight of a disagreement as its share of the greatest possible: each further level counts the same."""
    ranks = np.arange(levels)
    return np.abs(ranks[:, None] - ranks) / max(levels - 1, 1)


def ordinal_distance(counts: Floats) -> Floats:
    """The square of how many values lie between two levels, half of those at its ends counted (Krippendorff 2011)."""
    reached = np.cumsum(counts, axis=-1) - counts / 2
    return np.asarray((reached[..., :, None] - reached[..., None, :]) ** 2)


def agreement_of(first: Ranks, second: Ranks, levels: Sequence[int]) -> tuple[list[Agreement], Agreement]:
    """How far `first` and `second` agree at each outcome, and over all: arrays with a row for each form scored twice.

    `levels` says how many levels each outcome, each column, has. Over all outcomes the disagreements observed are added
    up, and held against the sum of those expected, which are calculated outcome by outcome: outcomes differ in how
    often they are high, and to agree in that is no agreement about children. Intervals are from resampling whole forms,
    for the outcomes of one form are not independent of each other; of more than `MOST_TO_RESAMPLE` forms they are
    calculated from how much each whole form bears upon the figure.
    """
    cells = [first[:, at].astype(np.intp) * count + second[:, at] for at, count in enumerate(levels)]
    tables = _tables(cells, levels)
    kappas, alphas = (_estimates(cells, tables, terms) for terms in (_kappa_terms, _alpha_terms))
    *outcomes, overall = [
        Agreement(len(first), same, kappa, alpha)
        for same, kappa, alpha in zip(_same(first, second), kappas, alphas, strict=True)
    ]
    return outcomes, overall


Cells = Sequence[NDArray[np.intp]]
"""For each outcome, where in its table of levels the two of each form meet: the first's row, the second's column."""


Terms = tuple[Floats, Floats]
"""The disagreement observed and the disagreement expected, of the forms themselves and then of each resample."""


def _tables(cells: Cells, levels: Sequence[int]) -> list[Floats]:
    """For each outcome how often two levels met: in the forms themselves, and then in each resample, if there are any.

    Counts are added up as whole numbers of four bytes, exactly, all outcomes of a resample in one product.
    """
    forms, sizes = len(cells[0]) if cells else 0, [count * count for count in levels]
    tables = [[np.bincount(cell, minlength=size)] for cell, size in zip(cells, sizes, strict=True)]
    if FEWEST_TO_RESAMPLE <= forms <= MOST_TO_RESAMPLE:
        ends = np.cumsum(sizes)
        held = np.zeros((forms, sum(sizes)), dtype=np.float32)
        for cell, end, size in zip(cells, ends, sizes, strict=True):
            held[np.arange(forms), end - size + cell] = 1
        for weights in _resamples(forms):
            for table, counted in zip(tables, np.split(weights @ held, ends[:-1], axis=1), strict=True):
                table.extend(counted)
    return [
        np.asarray(table, dtype=np.float64).reshape(-1, count, count)
        for table, count in zip(tables, levels, strict=True)
    ]


def _resamples(forms: int) -> Iterator[NDArray[np.float32]]:
    """How often each form was drawn, with replacement, for each resample, `AT_ONCE` of them at a time."""
    random = np.random.default_rng(SEED)
    for _ in range(RESAMPLES // AT_ONCE):
        drawn = random.integers(0, forms, size=(AT_ONCE, forms))
        yield np.array([np.bincount(each, minlength=forms) for each in drawn], dtype=np.float32)


def _kappa_terms(tables: Floats, weights: Floats | None = None) -> Terms:
    """Of Cohen's weighted kappa (1968), from tables of counts: the first scorer's levels down, the second's across.

    `weights` say how much each disagreement counts, 0 for agreement: in proportion to the levels between, unless given.
    """
    if weights is None:
        weights = linear(tables.shape[-1])
    total = np.maximum(tables.sum(axis=(-2, -1)), 1e-12)
    chance = tables.sum(axis=-1)[..., :, None] * tables.sum(axis=-2)[..., None, :]
    return (tables * weights).sum(axis=(-2, -1)) / total, (chance * weights).sum(axis=(-2, -1)) / total**2


def _alpha_terms(tables: Floats) -> Terms:
    """The same of Krippendorff's alpha: of each form both values count, whoever gave which."""
    return _coincidence_terms(tables + tables.swapaxes(-2, -1))


def _coincidence_terms(coincidences: Floats) -> Terms:
    """Of Krippendorff's alpha (2011), from how often two levels met: by how far they lie apart in the order."""
    counts = coincidences.sum(axis=-1)
    total = np.maximum(counts.sum(axis=-1), 1e-12)
    apart = ordinal_distance(counts) / total[..., None, None] ** 2
    chance = counts[..., :, None] * counts[..., None, :]
    observed = (coincidences * apart).sum(axis=(-2, -1)) / total
    return observed, (chance * apart).sum(axis=(-2, -1)) / (total * np.maximum(total - 1, 1))


def _estimates(cells: Cells, tables: list[Floats], terms: Callable[[Floats], Terms]) -> list[Estimate]:
    """The coefficient of each outcome, and last the one over all of them, with their intervals."""
    parts = [terms(table) for table in tables]
    whole = _added(parts)
    if len(cells) and len(cells[0]) > MOST_TO_RESAMPLE:
        bearings = [_bearings(table[0], terms) for table in tables]
        each = [
            _calculated(part, [cell], [bearing]) for part, cell, bearing in zip(parts, cells, bearings, strict=True)
        ]
        return [*each, _calculated(whole, cells, bearings)]
    return [_resampled(*part) for part in (*parts, whole)]


def _added(terms: Sequence[Terms]) -> Terms:
    if not terms:
        return np.zeros(1), np.zeros(1)
    observed, expected = zip(*terms, strict=True)
    return np.sum(observed, axis=0), np.sum(expected, axis=0)


def _coefficient(observed: Floats, expected: Floats) -> float | None:
    return None if expected <= 0 else float(1 - observed / expected)


def _resampled(observed: Floats, expected: Floats) -> Estimate:
    """The coefficient of the forms themselves, and between which the resamples' lie.

    Where all agree, or nothing is defined, resamples tell no interval: they could only repeat it.
    """
    value = _coefficient(observed[0], expected[0])
    if value is None or observed[0] == 0 or len(observed) == 1:
        return Estimate(value)
    is_defined = expected[1:] > 0
    if is_defined.mean() < 1 - MOST_UNDEFINED:
        return Estimate(value)
    low, high = _interval(value, 1 - observed[1:][is_defined] / expected[1:][is_defined])
    return Estimate(value, low, high)


def _interval(value: float, resampled: Floats) -> tuple[float, float]:
    """The bias-corrected percentile interval (Efron 1987): resamples, which repeat forms, tend to lie too low."""
    normal = NormalDist()
    share = float(np.clip((resampled < value).mean(), 1 / RESAMPLES, 1 - 1 / RESAMPLES))
    middle, reach = 2 * normal.inv_cdf(share), normal.inv_cdf((1 + CONFIDENCE) / 2)
    low, high = np.percentile(resampled, [100 * normal.cdf(middle - reach), 100 * normal.cdf(middle + reach)])
    return float(low), float(high)


def _bearings(table: Floats, terms: Callable[[Floats], Terms]) -> tuple[Floats, Floats]:
    """By how much one form more in each cell of a table moves the disagreement observed, and the one expected.

    By differences to both sides, in ten-thousandths of all forms: the terms are smooth, so what is left out is nothing.
    """
    step = table.sum() / 10_000
    steps = step * np.eye(table.size).reshape(-1, *table.shape)
    sides = [terms(table + side * steps) for side in (1, -1)]
    observed, expected = ((more - less) / (2 * step) for more, less in zip(*sides, strict=True))
    return observed, expected


def _calculated(whole: Terms, cells: Cells, bearings: Sequence[tuple[Floats, Floats]]) -> Estimate:
    """The coefficient, and its interval by the infinitesimal jackknife (Efron and Tibshirani 1993, chapter 21).

    Each form moves the coefficient a little, by what its levels of all these outcomes together bear upon the terms; the
    squares of these moves add up to the variance. Undefined, or where all agree, there is none.
    """
    observed, expected = (float(term[0]) for term in whole)
    value = _coefficient(whole[0][0], whole[1][0])
    if value is None or observed == 0:
        return Estimate(value)
    moves = sum(
        ((of_expected * observed - of_observed * expected) / expected**2)[cell]
        for cell, (of_observed, of_expected) in zip(cells, bearings, strict=True)
    )
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * float(np.sqrt(np.square(moves).sum()))
    return Estimate(value, value - reach, value + reach)


def _same(first: Ranks, second: Ranks) -> list[float | None]:
    """The share of levels that are the very same, of each outcome and last of all; None of none."""
    same = first == second
    shares = [float(share) if len(first) else None for share in (same.mean(axis=0) if len(first) else same.any(axis=0))]
    return [*shares, float(same.mean()) if first.size else None]
