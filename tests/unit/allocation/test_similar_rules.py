"""Profiles, the distance between them, and the middle half of what cases came to."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.similar.rules import (
    MOST,
    DistanceBand,
    Range,
    bands_of,
    distance,
    mark,
    median_mark,
    nearest_bands,
    profiles_around,
    quartiles_of,
    range_of,
    share_of,
)

OUTCOMES = 4
PROFILES = st.lists(st.integers(0, MOST), min_size=OUTCOMES, max_size=OUTCOMES).map(bytes)
FEW_LEVELS = st.lists(st.sampled_from([0, 28, 60, 100]), min_size=OUTCOMES, max_size=OUTCOMES).map(bytes)
AMOUNTS = st.decimals(0, 20_000, places=2)


@pytest.mark.parametrize(
    ("points", "most", "percent"),
    [(0, 25, 0), (25, 25, 100), (7, 25, 28), (15, 25, 60), (1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 0, 0)],
)
def test_a_mark_is_a_whole_percentage_of_the_most_points_half_up(points, most, percent):
    assert mark(points, most) == percent


@pytest.mark.parametrize(("points", "most"), [(-1, 25), (26, 25), (1, 0)])
def test_a_mark_beyond_the_outcome_is_refused(points, most):
    with pytest.raises(ValueError, match="not between"):
        mark(points, most)


@given(PROFILES, PROFILES, PROFILES)
def test_the_distance_is_a_metric(one, other, third):
    assert distance(one, one) == 0
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) == distance(other, one)
    assert distance(one, third) <= distance(one, other) + distance(other, third)
    assert 0 <= distance(one, other) <= MOST * OUTCOMES


def test_the_worked_distance_of_the_documentation():
    mine = bytes([mark(7, 25), mark(15, 25), mark(0, 20)])
    other = bytes([mark(15, 25), mark(15, 25), mark(5, 20)])
    assert distance(mine, other) == 57
    assert share_of(57, 3) == Decimal("0.19")


def test_profiles_of_unlike_length_have_no_distance():
    with pytest.raises(ValueError):
        distance(bytes([1, 2]), bytes([1]))


def test_a_distance_is_shown_as_a_share_of_the_greatest():
    assert share_of(0, 10) == Decimal("0.00")
    assert share_of(65, 10) == Decimal("0.07")  # 0.065, half up
    assert share_of(1000, 10) == Decimal("1.00")


@given(FEW_LEVELS, st.lists(FEW_LEVELS, max_size=40), st.integers(0, 12), st.randoms(use_true_random=False))
def test_the_nearest_are_those_that_measuring_each_would_find_in_any_order(mine, stored, count, random):
    bands = nearest_bands(mine, b"".join(stored), count)
    found = [profile for profile in stored if any(profile in band.profiles for band in bands)]
    by_hand = sorted(distance(mine, profile) for profile in stored)
    reach = by_hand[min(count, len(by_hand)) - 1] if by_hand and count else -1
    assert sorted(distance(mine, profile) for profile in found) == [far for far in by_hand if far <= reach]
    assert all(distance(mine, profile) == band.distance for band in bands for profile in band.profiles)
    random.shuffle(stored)
    assert nearest_bands(mine, b"".join(stored), count) == bands


MARKS = st.lists(st.sets(st.integers(0, 100), min_size=1, max_size=4), min_size=3, max_size=3)


@given(MARKS, st.binary(min_size=3, max_size=3), st.integers(1, 70))
def test_the_profiles_around_one_are_all_there_are_at_each_distance(marks, mine, most):
    everywhere = sorted((distance(mine, bytes(each)), bytes(each)) for each in product(*marks))
    around = [(band.distance, profile) for band in profiles_around(mine, marks, most) for profile in band.profiles]
    reach = around[-1][0] if around else -1
    assert around == [(far, profile) for far, profile in everywhere if far <= reach]
    assert len(around) <= most
    assert len(everywhere) > most or around == everywhere


def test_bands_are_taken_until_enough_cases_are_found():
    near, far, farther = (DistanceBand(at, (bytes([at]), bytes([at + 1]))) for at in (0, 10, 20))
    held = {bytes([0]): 3, bytes([11]): 8, bytes([20]): 1}
    assert bands_of([near, far, farther], held, 10) == [
        DistanceBand(0, (bytes([0]),)),
        DistanceBand(10, (bytes([11]),)),
    ]
    assert bands_of([near, far, farther], held, 13) == []


def test_quartiles_are_those_of_the_inclusive_method():
    """The worked figures of docs/similar-cases.md, and of QUARTILE.INC in any spreadsheet."""
    found = quartiles_of(Decimal(each) for each in (5600, 4000, 3900, 3400, 5100))
    assert found is not None
    assert (found.lower, found.median, found.upper) == (Decimal("3900.00"), Decimal("4000.00"), Decimal("5100.00"))
    even = quartiles_of(Decimal(each) for each in (1, 2, 3, 4, 5, 6))
    assert even is not None
    assert (even.lower, even.median, even.upper) == (Decimal("2.25"), Decimal("3.50"), Decimal("4.75"))


def test_quartiles_round_half_up_to_the_penny():
    found = quartiles_of(
        [Decimal("0.00"), Decimal("0.01"), Decimal("0.02"), Decimal("0.03"), Decimal("0.04"), Decimal("0.05")]
    )
    assert found is not None
    assert (found.lower, found.median, found.upper) == (Decimal("0.01"), Decimal("0.03"), Decimal("0.04"))


def test_four_amounts_are_too_few_to_tell_and_a_float_is_no_money():
    assert quartiles_of([Decimal(1)] * 4) is None
    with pytest.raises(TypeError):
        quartiles_of([1.0] * 5)  # type: ignore[list-item]


@given(st.lists(AMOUNTS, min_size=5, max_size=12), st.randoms(use_true_random=False))
def test_quartiles_lie_in_order_within_the_amounts_whatever_their_order(amounts, random):
    found = quartiles_of(amounts)
    assert min(amounts) <= found.lower <= found.median <= found.upper <= max(amounts)
    random.shuffle(amounts)
    assert quartiles_of(amounts) == found


@given(st.one_of(st.none(), AMOUNTS), st.lists(AMOUNTS, max_size=12))
def test_a_figure_is_outside_unless_it_lies_in_the_middle_half(proposed, agreed):
    found = range_of(proposed, agreed)
    assert found.proposed == (proposed or 0)
    if len(agreed) < 5:
        assert found == Range(found.proposed, len(agreed), None)
        assert (found.is_outside, found.gap) == (True, None)
        return
    assert found.is_outside == (not found.quartiles.lower <= found.proposed <= found.quartiles.upper)
    assert found.gap == abs(found.proposed - found.quartiles.median)


def test_the_ends_of_the_middle_half_are_within():
    agreed = [Decimal(each) for each in (5600, 4000, 3900, 3400, 5100)]
    assert not range_of(Decimal(3900), agreed).is_outside
    assert not range_of(Decimal(5100), agreed).is_outside
    assert range_of(Decimal("5100.01"), agreed).is_outside
    assert range_of(None, agreed).is_outside


def test_the_middle_mark_of_an_even_number_is_the_lower():
    assert median_mark([bytes([0]), bytes([60]), bytes([100])], 0) == 60
    assert median_mark([bytes([0]), bytes([28]), bytes([60]), bytes([100])], 0) == 28


@pytest.mark.parametrize(
    ("proposed", "words"),
    [
        ("6000", "£6,000 lies above the middle half of similar cases, £3,900 to £5,100."),
        ("3899.99", "£3,899.99 lies below the middle half of similar cases, £3,900 to £5,100."),
        ("4000", "£4,000 lies within the middle half of similar cases, £3,900 to £5,100."),
    ],
)
def test_where_a_figure_lies_is_said_in_words(proposed, words):
    agreed = [Decimal(each) for each in (5600, 4000, 3900, 3400, 5100)]
    assert range_of(Decimal(proposed), agreed).words == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "No similar case has been agreed yet: at least 5 are needed to tell."),
        (1, "1 similar case is too few to tell: at least 5 are needed."),
        (4, "4 similar cases are too few to tell: at least 5 are needed."),
    ],
)
def test_too_few_is_said_plainly(count, words):
    assert range_of(Decimal(4000), [Decimal(4000)] * count).words == words
