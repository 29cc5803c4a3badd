"""Agreement, held against published worked examples, and what must be true of it whatever the levels."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.second.coefficients import _coefficient, _coincidence_terms, _kappa_terms, agreement_of, linear
from tests.factories.agreement import agreement_resampled, coincidences

X = MISSING = -1
# Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania, section C:
# 4 observers, 12 units, values 1 to 5, some missing.
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
        [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
    ]
)
KRIPPENDORFF_2011 = np.where(OBSERVERS == X, X, OBSERVERS - 1)

# Two radiologists on 85 xeromammograms: Boyd et al. (1982), in Altman (1991), Practical Statistics for Medical
# Research, p. 404, and in the Stata Base Reference Manual, entry kappa (linear weights "w", quadratic "w2").
ALTMAN_1991 = [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]]

# Kundel, H. L. & Polansky, M. (2003), Measurement of Observer Agreement, Radiology 228: 303-308, table A1;
# the weighted value as the R package vcdExtra gives it for these data.
KUNDEL_POLANSKY_2003 = [[34, 10, 2, 0], [6, 8, 8, 2], [2, 5, 4, 12], [0, 1, 2, 14]]

# Cohen, J. (1968), Weighted kappa, Psychological Bulletin 70: 213-220: proportions, and weights of disagreement.
COHEN_1968 = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
COHENS_WEIGHTS = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])


def weighted_kappa(table, weights) -> float | None:
    """The coefficient itself, without an interval."""
    return _coefficient(*_kappa_terms(np.asarray(table, dtype=float), weights))


def krippendorff_alpha(ratings: np.ndarray, levels: int) -> float | None:
    """The same of alpha: a row for each scorer and a column for each form; MISSING where not scored."""
    return _coefficient(*_coincidence_terms(coincidences(ratings, levels).sum(axis=0)))


def test_alpha_of_four_observers_with_missing_values_is_as_krippendorff_published_it() -> None:
    assert round(krippendorff_alpha(KRIPPENDORFF_2011, 5), 3) == 0.815


@pytest.mark.parametrize(
    ("table", "weights", "published"),
    [
        (ALTMAN_1991, 1 - np.eye(4), 0.4728),
        (ALTMAN_1991, linear(4), 0.5684),
        (ALTMAN_1991, linear(4) ** 2, 0.6714),
        (KUNDEL_POLANSKY_2003, linear(4), 0.5964),
        (KUNDEL_POLANSKY_2003, 1 - np.eye(4), 0.3713),
    ],
)
def test_weighted_kappa_is_as_published(table, weights, published: float) -> None:
    assert round(weighted_kappa(table, weights), 4) == published


@pytest.mark.parametrize(("weights", "published"), [(COHENS_WEIGHTS, 0.348), (1 - np.eye(3), 0.492)])
def test_kappa_with_weights_of_ones_own_is_as_cohen_published_it(weights, published: float) -> None:
    assert round(weighted_kappa(COHEN_1968, weights), 3) == published


def column(*ranks: int) -> np.ndarray:
    return np.array(ranks, dtype=int).reshape(-1, 1)


def test_nothing_is_made_of_no_form() -> None:
    (outcome,), overall = agreement_of(column(), column(), [4])
    for told in (outcome, overall):
        assert (told.pairs, told.same, told.kappa.value, told.alpha.value) == (0, None, None, None)


@pytest.mark.parametrize("ranks", [(2,), (2, 2), (2,) * 40])
def test_where_one_level_only_was_given_kappa_and_alpha_are_not_defined(ranks) -> None:
    _, overall = agreement_of(column(*ranks), column(*ranks), [4])
    assert (overall.same, overall.kappa.value, overall.alpha.value) == (1, None, None)


@pytest.mark.parametrize(("forms", "is_told"), [(1, False), (2, False), (14, False), (15, True)])
def test_a_few_forms_tell_no_interval(forms: int, is_told: bool) -> None:
    _, overall = agreement_of(*a_sample(forms), [4] * 10)
    assert overall.kappa.value is not None
    assert (overall.kappa.low is not None, overall.alpha.high is not None) == (is_told, is_told)


def test_two_forms_that_agree_tell_no_interval() -> None:
    _, overall = agreement_of(column(1, 3), column(1, 3), [4])
    assert (overall.kappa.value, overall.alpha.value, overall.kappa.low) == (1, 1, None)
    assert not overall.is_enough


def a_sample(forms: int, outcomes: int = 10) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    first = random.integers(0, 4, size=(forms, outcomes))
    return first, np.clip(first + random.integers(-1, 2, size=first.shape), 0, 3)


def test_the_interval_holds_the_value_narrows_with_more_forms_and_is_the_same_each_time() -> None:
    few, many = agreement_of(*a_sample(40), [4] * 10)[1], agreement_of(*a_sample(400), [4] * 10)[1]
    for told in (few.kappa, few.alpha, many.kappa, many.alpha):
        assert told.low < told.value < told.high
    assert many.kappa.high - many.kappa.low < few.kappa.high - few.kappa.low
    assert few == agreement_of(*a_sample(40), [4] * 10)[1]


def test_over_all_outcomes_chance_is_calculated_within_each() -> None:
    """Two outcomes, one always low and one always high, of which scorers cannot tell the degree: no agreement."""
    first = np.array([[0, 2], [1, 3], [0, 3], [1, 2]])
    second = np.array([[1, 2], [0, 2], [0, 3], [1, 3]])
    outcomes, overall = agreement_of(first, second, [4, 4])
    assert overall.kappa.value == pytest.approx(0)
    pooled = np.zeros((4, 4))
    np.add.at(pooled, (first.ravel(), second.ravel()), 1)
    assert weighted_kappa(pooled, linear(4)) == pytest.approx(0.6)
    assert [told.kappa.value for told in outcomes] == pytest.approx([0, 0])


LEVELS = 5
scorings = st.lists(st.tuples(st.integers(0, LEVELS - 1), st.integers(0, LEVELS - 1)), min_size=2, max_size=60).map(
    lambda pairs: np.array(pairs).T
)


def coefficients(ranks: np.ndarray, levels: int = LEVELS) -> tuple[float | None, float | None]:
    table = np.zeros((levels, levels))
    np.add.at(table, (ranks[0], ranks[1]), 1)
    return weighted_kappa(table, linear(levels)), krippendorff_alpha(ranks, levels)


@given(scorings)
def test_with_oneself_one_agrees_throughout(ranks) -> None:
    itself = np.stack([ranks[0], ranks[0]])
    kappa, alpha = coefficients(itself)
    if len(set(ranks[0].tolist())) == 1:
        assert (kappa, alpha) == (None, None)
    else:
        assert (kappa, alpha) == (pytest.approx(1), pytest.approx(1))


@given(scorings)
def test_it_does_not_matter_who_is_first(ranks) -> None:
    assert coefficients(ranks) == pytest.approx(coefficients(ranks[::-1]))


@given(scorings, st.integers(0, 3))
def test_levels_that_nobody_gives_change_nothing_of_alpha(ranks, between: int) -> None:
    """Relabelling that keeps the order: the ordinal metric sees the order of the values alone."""
    moved = np.where(ranks > between, ranks + 2, ranks)
    assert krippendorff_alpha(moved, LEVELS + 2) == pytest.approx(krippendorff_alpha(ranks, LEVELS))


@given(scorings)
def test_turned_upside_down_it_is_the_same(ranks) -> None:
    assert coefficients(LEVELS - 1 - ranks) == pytest.approx(coefficients(ranks))


@given(scorings)
def test_none_is_above_one(ranks) -> None:
    assert all(value is None or value <= 1 for value in coefficients(ranks))


@given(scorings)
def test_a_form_scored_once_changes_nothing_of_alpha(ranks) -> None:
    more = np.hstack([ranks, [[3], [MISSING]]])
    assert krippendorff_alpha(more, LEVELS) == pytest.approx(krippendorff_alpha(ranks, LEVELS))


@settings(max_examples=25)
@given(scorings)
def test_what_a_page_shows_of_one_outcome_is_the_published_coefficient(ranks) -> None:
    (outcome,), overall = agreement_of(ranks[0].reshape(-1, 1), ranks[1].reshape(-1, 1), [LEVELS])
    kappa, alpha = coefficients(ranks)
    assert outcome.kappa.value == (None if kappa is None else pytest.approx(kappa))
    assert outcome.alpha.value == (None if alpha is None else pytest.approx(alpha))
    assert overall.kappa == outcome.kappa


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 70), st.integers(0, 2**32), st.sampled_from([[4] * 10, [2, 5, 3], [4]]), st.booleans())
def test_figures_are_those_of_every_resample_by_itself(forms: int, seed: int, levels, are_alike) -> None:
    random = np.random.default_rng(seed)
    first = random.integers(0, levels, size=(forms, len(levels)))
    second = first if are_alike else np.clip(first + random.integers(-1, 2, size=first.shape), 0, np.array(levels) - 1)
    told, alone = (_numbers(how(first, second, levels)) for how in (agreement_of, agreement_resampled))
    assert told == pytest.approx(alone)


def _numbers(told) -> list[float]:
    """Every figure of what is told, -9 where there is none."""
    outcomes, overall = told
    figures = []
    for each in (*outcomes, overall):
        figures += [each.pairs, each.same]
        figures += [part for estimate in (each.kappa, each.alpha) for part in astuple(estimate)]
    return [-9 if figure is None else figure for figure in figures]


def test_of_very_many_forms_the_calculated_interval_is_that_of_resamples(monkeypatch) -> None:
    """As near as resamples come to each other with another seed."""
    forms = a_sample(2000)
    drawn, drawn_overall = agreement_of(*forms, [4] * 10)
    monkeypatch.setattr("scoring.second.coefficients.MOST_TO_RESAMPLE", 1999)
    calculated, overall = agreement_of(*forms, [4] * 10)
    for one, other in zip([*drawn, drawn_overall], [*calculated, overall], strict=True):
        assert (one.same, one.kappa.value, one.alpha.value) == (other.same, other.kappa.value, other.alpha.value)
        for ends, others in ((one.kappa, other.kappa), (one.alpha, other.alpha)):
            tenth = (ends.high - ends.low) / 10
            assert (others.low, others.high) == (
                pytest.approx(ends.low, abs=tenth),
                pytest.approx(ends.high, abs=tenth),
            )


@pytest.mark.parametrize("are_alike", [True, False])
def test_of_very_many_forms_too_there_is_no_interval_where_all_agree(monkeypatch, are_alike: bool) -> None:
    monkeypatch.setattr("scoring.second.coefficients.MOST_TO_RESAMPLE", 10)
    first, second = a_sample(40)
    outcomes, overall = agreement_of(first, first if are_alike else second, [4] * 10)
    assert all((told.kappa.low is None) == are_alike for told in [*outcomes, overall])
