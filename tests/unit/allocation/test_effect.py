"""What differences between scorers come to in pounds, by the printed bands."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from allocation.agreement.rules import effect_of, reading_of
from allocation.agreement.views import levels_in_words
from allocation.enums import TableKind
from allocation.tables.rules import Row, Table
from scoring.second.coefficients import FEWEST_PAIRS, Agreement, Estimate

BANDS = Table(
    "bands",
    "Bands",
    TableKind.BANDED,
    (Row(0, 9, None), Row(10, 19, Decimal(1000)), Row(20, 29, Decimal(3000)), Row(30, None, Decimal(6000))),
)


def test_no_allocation_counts_as_nothing_and_bands_are_counted_in_steps() -> None:
    effect = effect_of(BANDS, [(5, 8), (5, 12), (12, 25), (5, 35), (31, 90)])
    assert (effect.pairs, effect.same, effect.within_band) == (5, 2, 4)
    assert effect.quartiles.median == Decimal("1000.00")
    assert effect.quartiles.upper == Decimal("2000.00")


def test_four_pairs_have_no_middle() -> None:
    assert effect_of(BANDS, [(5, 8)] * 4).quartiles is None


def test_a_table_of_points_has_no_bands() -> None:
    points = Table("points", "Points", TableKind.POINTS, (Row(0, 0, Decimal(0)), Row(1, 1, Decimal(10))))
    effect = effect_of(points, [(0, 1)])
    assert (effect.same, effect.within_band) == (0, None)


@pytest.mark.parametrize(
    ("levels", "words"),
    [(0.1, "a quarter of a level"), (0.52, "half a level"), (0.75, "three quarters of a level"), (1.3, "1.25 levels")],
)
def test_levels_are_said_in_quarters(levels: float, words: str) -> None:
    assert levels_in_words(levels) == words


def told(pairs: int, alpha: float | None) -> Agreement:
    return Agreement(pairs, 0.8, Estimate(alpha), Estimate(alpha))


@pytest.mark.parametrize(
    ("pairs", "alpha", "words"),
    [
        (30, 0.8, "Reliable"),
        (30, 0.799, "Tentative"),
        (30, 0.667, "Tentative"),
        (30, 0.666, "To be looked at"),
        (29, 0.9, "Too few cases"),
        (30, None, "One level only"),
    ],
)
def test_readings_change_at_the_documented_thresholds(pairs: int, alpha: float | None, words: str) -> None:
    assert reading_of(told(pairs, alpha)).value == words


def reading_in_words(agreement: Agreement) -> str:
    context = {"overall": agreement, "reading": reading_of(agreement).name, "fewest": FEWEST_PAIRS}
    return " ".join(render_to_string("allocation/_partials/agreement_reading.html", context).split())


def test_too_few_is_said_plainly() -> None:
    assert "29 cases scored twice are too few to say anything (fewer than 30)" in reading_in_words(told(29, 0.9))
    assert "1 case scored twice is too few" in reading_in_words(told(1, 0.9))
    assert "too few" not in reading_in_words(told(30, 0.9))
