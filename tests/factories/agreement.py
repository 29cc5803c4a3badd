"""How far scorers agree, worked out anew: from every act and review, each resample by itself, person by person.

What the service keeps and calculates at once is held against this.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import fmean, stdev

import numpy as np
from django.db.models import F

from scoring.enums import FormActKind, FormPurpose, FormStatus
from scoring.models import FormAct, Level, OutcomeReview, ScoredPair, SecondScoring
from scoring.second.coefficients import (
    FEWEST_TO_RESAMPLE,
    RESAMPLES,
    SEED,
    Agreement,
    Estimate,
    _coefficient,
    _coincidence_terms,
    _interval,
    _kappa_terms,
    linear,
)
from scoring.second.rules import FEWEST_FORMS, LEAST_LEVELS, STANDARD_ERRORS, is_read, submission_that_counts

KEPT = [field.attname for field in ScoredPair._meta.local_concrete_fields if not field.primary_key]


def pairs_from_acts() -> list[dict[str, object]]:
    """Every pair as its row ought to be, in the order of the cases."""
    ranks = defaultdict(list)
    for level in Level.objects.order_by("outcome", "position"):
        ranks[level.outcome_id].append(level.pk)
    pairs = []
    for second in SecondScoring.objects.filter(cancelled_at=None, form__status=FormStatus.SUBMITTED).order_by("case"):
        pair = {"case_id": second.case_id, "framework_id": second.form.framework_id}
        for purpose in FormPurpose:
            acts = list(FormAct.objects.filter(form__case=second.case_id, form__purpose=purpose))
            kinds = [FormActKind(act.kind) for act in acts]
            counts = submission_that_counts(zip(acts, kinds, strict=True))
            if counts is None or (purpose == FormPurpose.FIRST and not is_read(kinds)):
                break
            reviews = OutcomeReview.objects.filter(act=counts).annotate(points=F("to_level__points"))
            given = [(ranks[each.outcome_id].index(each.to_level_id), each.points) for each in reviews]
            pair |= {
                f"{purpose}_ranks": "".join(str(rank) for rank, _ in given),
                f"{purpose}_points": sum(points for _, points in given),
                f"{purpose}_submitted_at": counts.acted_at,
                f"{purpose}_submitted_by_id": counts.acted_by_id,
            }
        else:
            pairs.append(pair)
    return pairs


def pairs_kept() -> list[dict[str, object]]:
    """The rows that are there."""
    return list(ScoredPair.objects.order_by("case").values(*KEPT))


def agreement_resampled(
    first: np.ndarray, second: np.ndarray, levels: Sequence[int]
) -> tuple[list[Agreement], Agreement]:
    """What `agreement_of` says of few forms, every table of every form held by itself, in figures of eight bytes."""
    pairs = len(first)
    drawn = np.random.default_rng(SEED).integers(0, max(pairs, 1), size=(RESAMPLES, pairs))
    weights = np.vstack([np.ones(pairs), *(np.bincount(each, minlength=pairs) for each in drawn)])
    kappas, alphas, outcomes = [], [], []
    for at, count in enumerate(levels):
        ranks = np.stack([first[:, at], second[:, at]])
        ones = np.eye(count)
        met = ones[ranks[0]][:, :, None] * ones[ranks[1]][:, None, :]
        kappas.append(_kappa_terms(resampled(met, weights), linear(count)))
        alphas.append(_coincidence_terms(resampled(coincidences(ranks, count), weights)))
        shares = [estimated(pairs, *terms[-1]) for terms in (kappas, alphas)]
        outcomes.append(Agreement(pairs, same(*ranks), *shares))
    over_all = [estimated(pairs, *np.sum(terms, axis=0)) for terms in (kappas, alphas)]
    return outcomes, Agreement(pairs, same(first, second), *over_all)


def resampled(held: np.ndarray, weights: np.ndarray) -> np.ndarray:
    forms, levels, _ = held.shape
    return (weights @ held.reshape(forms, levels * levels)).reshape(-1, levels, levels)


def coincidences(ratings: np.ndarray, levels: int) -> np.ndarray:
    """For each form the pairs of its values in both orders, each scorer's values weighing the same in all.

    A rank below 0 is no value: of a form that only one of them scored nothing is counted.
    """
    counts = (ratings[:, :, None] == np.arange(levels)).sum(axis=0).astype(float)
    held = counts.sum(axis=1)
    together = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(levels)
    return np.where(held > 1, 1 / np.maximum(held - 1, 1), 0)[:, None, None] * together


def same(first: np.ndarray, second: np.ndarray) -> float | None:
    return float((first == second).mean()) if first.size else None


def estimated(pairs: int, observed: np.ndarray, expected: np.ndarray) -> Estimate:
    value = _coefficient(observed[0], expected[0])
    is_defined = expected[1:] > 0
    if value is None or observed[0] == 0 or pairs < FEWEST_TO_RESAMPLE or is_defined.mean() < 0.95:
        return Estimate(value)
    return Estimate(value, *_interval(value, 1 - observed[1:][is_defined] / expected[1:][is_defined]))


Severity = tuple[int, list[tuple[int, float]]]
"""How many forms a scorer has, and for each outcome that stands out its position and by how many levels."""


def severities_one_by_one(pairs: Iterable[tuple[tuple[int, int], Sequence[int], Sequence[int]]]) -> dict[int, Severity]:
    """What `rater_severities` says of everybody, by the textbook's mean and deviation."""
    apart = defaultdict(list)
    for (one, other), first, second in pairs:
        differences = [mine - theirs for mine, theirs in zip(first, second, strict=True)]
        apart[one].append(differences)
        apart[other].append([-each for each in differences])
    return {scorer: (len(forms), list(standing_out(forms))) for scorer, forms in apart.items()}


def standing_out(forms: list[list[int]]) -> Iterable[tuple[int, float]]:
    if len(forms) < FEWEST_FORMS:
        return
    for position, differences in enumerate(zip(*forms, strict=True), start=1):
        mean, error = fmean(differences), stdev(differences) / sqrt(len(differences))
        if abs(mean) >= LEAST_LEVELS and abs(mean) > STANDARD_ERRORS * error:
            yield position, mean
