"""The waterfall: every step says what it alone added, and the steps add up to the end."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.enums import TableKind
from allocation.tables.rules import Row, Table, convert
from allocation.waterfall.rules import Change, Decided, Turn, waterfall_of
from allocation.waterfall.views import SCALE, bar_of, rows_of, signed

BANDS = Table(
    "bands",
    "Bands",
    TableKind.BANDED,
    (
        Row(0, 49, None),
        Row(50, 69, Decimal(2000)),
        Row(70, 99, Decimal("4000.50")),
        Row(100, None, Decimal(9000)),
    ),
)
LEVELS = (0, 7, 11, 15)


def turn(title, *moves):
    """Outcomes moved by somebody: (position, points before, points after)."""
    return Turn(
        title, tuple(Change(place, f"Outcome {place}", "a", "b", after - before) for place, before, after in moves)
    )


def test_each_change_says_what_it_added_in_points_and_pounds():
    steps = waterfall_of(
        "Scored by Amina Yusuf",
        48,
        [turn("Verified by Dan Pryce", (9, 0, 21), (2, 4, 7)), turn("Moderated by Ruth Osei", (5, 11, 7))],
        [Decided("Allocated", Decimal(4500), "As similar cases."), Decided("Agreed by the TAC", Decimal(4200))],
        BANDS,
    )
    assert [(s.title, s.points, s.annual_amount, s.amount_change) for s in steps] == [
        ("Scored by Amina Yusuf", 48, 0, 0),
        ("2. Outcome 2", 51, 2000, 2000),
        ("9. Outcome 9", 72, Decimal("4000.50"), Decimal("2000.50")),
        ("Verified by Dan Pryce", 72, Decimal("4000.50"), 0),
        ("5. Outcome 5", 68, 2000, Decimal("-2000.50")),
        ("Moderated by Ruth Osei", 68, 2000, 0),
        ("Allocated", None, 4500, 2500),
        ("Agreed by the TAC", None, 4200, -300),
    ]


def test_without_a_table_there_are_points_and_no_pounds():
    steps = waterfall_of("Scored", 10, [turn("Verified", (1, 0, 7))], [], None)
    assert [(s.points, s.annual_amount, s.amount_change) for s in steps] == [
        (10, None, 0),
        (17, None, 0),
        (17, None, 0),
    ]


@st.composite
def lives(draw):
    """Levels given to outcomes, then moved by two people; and the levels they end with."""
    levels = draw(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=12))
    first_points, turns = sum(levels), []
    for title in ("Verified", "Moderated"):
        moved = draw(st.dictionaries(st.integers(0, len(levels) - 1), st.sampled_from(LEVELS), max_size=len(levels)))
        turns.append(turn(title, *((place + 1, levels[place], after) for place, after in moved.items())))
        for place, after in moved.items():
            levels[place] = after
    return first_points, turns, levels


@given(lives(), st.lists(st.decimals(0, 20000, places=2), max_size=3))
def test_the_steps_add_up_to_the_end(life, figures):
    points, turns, levels = life
    steps = waterfall_of("Scored", points, turns, [Decided("Decided", figure) for figure in figures], BANDS)
    scored = [step for step in steps if step.points is not None]
    assert scored[-1].points == points + sum(step.points_change for step in steps) == sum(levels)
    assert all(step.annual_amount == (convert(BANDS, step.points).annual_amount or 0) for step in scored)
    assert steps[-1].annual_amount == steps[0].annual_amount + sum(step.amount_change for step in steps)


@given(lives())
def test_within_a_turn_the_order_of_saying_does_not_matter(life):
    points, turns, _ = life
    turned = [Turn(each.title, each.changes[::-1]) for each in turns]
    assert waterfall_of("Scored", points, turned, [], BANDS) == waterfall_of("Scored", points, turns, [], BANDS)


@given(lives())
def test_bars_keep_within_the_drawing(life):
    points, turns, _ = life
    for row in rows_of(waterfall_of("Scored", points, turns, [], BANDS)):
        for bar in (row.points_bar, row.amount_bar):
            assert bar.x >= 0
            assert bar.width >= 0
            assert bar.x + bar.width <= SCALE


def test_a_change_floats_and_a_total_stands_on_the_ground():
    total, up, down = bar_of(50, 0, 100, True), bar_of(70, 20, 100, False), bar_of(50, -20, 100, False)
    assert (total.x, total.width, total.kind) == (0, 500, "total")
    assert (up.x, up.width, up.kind) == (500, 200, "up")
    assert (down.x, down.width, down.kind) == (500, 200, "down")


@pytest.mark.parametrize(("amount", "message"), [(3, "+3"), (-3, "−3"), (0, "0")])
def test_differences_carry_their_sign(amount, message):
    assert signed(amount, str(abs(amount))) == message
