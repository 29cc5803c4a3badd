"""Two scorings of one case held against each other: pairs, how far scorers agree, and rater severity."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import NormalDist, fmean, stdev

import numpy as np
from numpy.typing import NDArray

from scoring.enums import AgeVersion, FormActKind


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

    case_id: int
    instrument: Instrument
    first: Submission
    second: Submission


def submission_that_counts(acts: Iterable[tuple[int, FormActKind]]) -> int | None:
    """The act, of a form's acts in order, with which it was submitted unaided: the last before anybody reviewed it.

    A form that was taken back counts for nothing until it is submitted again, and then as it was submitted last; one
    that came back with queries counts as it was before them, for those are another person's judgement.
    """
    counts = None
    for act_id, kind in acts:
        if kind == FormActKind.SUBMITTED:
            counts = act_id
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


Floats = NDArray[np.float64]


Ranks = NDArray[np.int64]


FEWEST_PAIRS = 30
"""Fewer forms scored twice say nothing that could be relied on: an interval is then wider than what it is to tell."""


FEWEST_TO_RESAMPLE = 15
"""Of fewer forms no interval is given: tried on made-up forms, it held the true figure too seldom."""


RESAMPLES = 1000


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
    for the outcomes of one form are not independent of each other.
    """
    pairs = len(first)
    weights = _weights(pairs)
    kappas, alphas, outcomes = [], [], []
    for at, count in enumerate(levels):
        ranks = np.stack([first[:, at], second[:, at]])
        kappa = _kappa_terms(_resampled(_tables(ranks, count), weights), linear(count))
        alpha = _alpha_terms(_resampled(_coincidences(ranks, count), weights))
        kappas.append(kappa)
        alphas.append(alpha)
        outcomes.append(Agreement(pairs, _same(*ranks), _estimate(pairs, *kappa), _estimate(pairs, *alpha)))
    over_all = [_estimate(pairs, *_added(terms)) for terms in (kappas, alphas)]
    return outcomes, Agreement(pairs, _same(first, second), *over_all)


Terms = tuple[Floats, Floats]
"""The disagreement observed and the disagreement expected, of the forms themselves and then of each resample."""


def _weights(pairs: int) -> Floats:
    """How often each form counts: once in the first row, and as drawn, with replacement, in each resample's row."""
    drawn = np.random.default_rng(SEED).integers(0, max(pairs, 1), size=(RESAMPLES, pairs))
    cells = drawn + pairs * np.arange(RESAMPLES)[:, None]
    counts = np.bincount(cells.ravel(), minlength=RESAMPLES * pairs).reshape(RESAMPLES, pairs)
    return np.vstack([np.ones(pairs), counts])


def _resampled(held: Floats, weights: Floats) -> Floats:
    """The sums of what each form holds, a table, as often as it counts in each row of weights."""
    forms, levels, _ = held.shape
    return np.asarray((weights @ held.reshape(forms, levels * levels)).reshape(-1, levels, levels))


def _tables(ranks: Ranks, levels: int) -> Floats:
    """For each form a table with a 1 where its two levels meet."""
    ones = np.eye(levels)
    return np.asarray(ones[ranks[0]][:, :, None] * ones[ranks[1]][:, None, :])


def _coincidences(ratings: Ranks, levels: int) -> Floats:
    """For each form the pairs of its values in both orders, each scorer's values weighing the same in all.

    A rank below 0 is no value: of a form that only one of them scored nothing is counted.
    """
    counts = (ratings[:, :, None] == np.arange(levels)).sum(axis=0).astype(float)
    held = counts.sum(axis=1)
    together = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(levels)
    return np.asarray(np.where(held > 1, 1 / np.maximum(held - 1, 1), 0)[:, None, None] * together)


def _kappa_terms(tables: Floats, weights: Floats) -> Terms:
    """Of Cohen's weighted kappa (1968), from tables of counts: the first scorer's levels down, the second's across.

    `weights` say how much each disagreement counts, 0 for agreement.
    """
    total = np.maximum(tables.sum(axis=(-2, -1)), 1e-12)
    chance = tables.sum(axis=-1)[..., :, None] * tables.sum(axis=-2)[..., None, :]
    return (tables * weights).sum(axis=(-2, -1)) / total, (chance * weights).sum(axis=(-2, -1)) / total**2


def _alpha_terms(coincidences: Floats) -> Terms:
    """Of Krippendorff's alpha (2011), from how often two levels met: by how far they lie apart in the order."""
    counts = coincidences.sum(axis=-1)
    total = np.maximum(counts.sum(axis=-1), 1e-12)
    apart = ordinal_distance(counts) / total[..., None, None] ** 2
    chance = counts[..., :, None] * counts[..., None, :]
    observed = (coincidences * apart).sum(axis=(-2, -1)) / total
    return observed, (chance * apart).sum(axis=(-2, -1)) / (total * np.maximum(total - 1, 1))


def _added(terms: Sequence[Terms]) -> Terms:
    if not terms:
        return np.zeros(1 + RESAMPLES), np.zeros(1 + RESAMPLES)
    observed, expected = zip(*terms, strict=True)
    return np.sum(observed, axis=0), np.sum(expected, axis=0)


def _coefficient(observed: Floats, expected: Floats) -> float | None:
    return None if expected <= 0 else float(1 - observed / expected)


def _estimate(pairs: int, observed: Floats, expected: Floats) -> Estimate:
    """The coefficient of the forms themselves, and between which the resamples' lie.

    Where all agree, or nothing is defined, resamples tell no interval: they could only repeat it.
    """
    value = _coefficient(observed[0], expected[0])
    if value is None or observed[0] == 0 or pairs < FEWEST_TO_RESAMPLE:
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


def _same(first: Ranks, second: Ranks) -> float | None:
    """The share of levels that are the very same; None of none."""
    return float((first == second).mean()) if first.size else None


FEWEST_FORMS = 10
"""With fewer forms scored beside a colleague, nothing is said of a person."""


LEAST_LEVELS = 0.25
"""Smaller differences, on average, are no matter for a talk."""


STANDARD_ERRORS = 3
"""How sure a difference must be: many outcomes are looked at, and by chance alone one or two would stand out at 2."""


@dataclass(frozen=True)
class OutcomeSeverity:
    """At one outcome, by how many levels a scorer lies above (or below 0) the colleague's, on average."""

    position: int
    wording: str
    levels: float


@dataclass(frozen=True)
class RaterSeverity:
    """A scorer, on how many forms they can be compared, and the outcomes that stand out."""

    scorer_id: int
    scorer: str
    forms: int
    outcomes: tuple[OutcomeSeverity, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are enough forms to say something of one person."""
        return self.forms >= FEWEST_FORMS


def rater_severities(pairs: Iterable[Pair]) -> list[RaterSeverity]:
    """Every scorer of comparable pairs, by name. An outcome stands out where the difference is both large and sure."""
    wordings: list[str] = []
    apart: dict[tuple[str, int], list[list[int]]] = defaultdict(list)
    for pair in pairs:
        wordings = [scale.wording for scale in pair.instrument.scales]
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            differences = [mine - theirs for mine, theirs in zip(own.ranks, other.ranks, strict=True)]
            apart[own.scorer, own.scorer_id].append(differences)
    return [
        RaterSeverity(scorer_id, scorer, len(forms), _outcome_severities(forms, wordings))
        for (scorer, scorer_id), forms in sorted(apart.items())
    ]


def _outcome_severities(forms: list[list[int]], wordings: list[str]) -> tuple[OutcomeSeverity, ...]:
    if len(forms) < FEWEST_FORMS:
        return ()
    found = []
    for position, (wording, differences) in enumerate(zip(wordings, zip(*forms, strict=True), strict=True), start=1):
        mean = fmean(differences)
        if abs(mean) >= LEAST_LEVELS and abs(mean) > STANDARD_ERRORS * stdev(differences) / sqrt(len(differences)):
            found.append(OutcomeSeverity(position, wording, mean))
    return tuple(found)
