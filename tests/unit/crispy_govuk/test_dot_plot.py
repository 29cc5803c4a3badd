"""Amounts as dots on an axis of pounds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crispy_govuk.figures import MOST_STEPS, dot_plot

AMOUNTS = st.decimals(0, 400_000, places=2)


def test_the_sketch_of_a_case_is_laid_out_on_round_pounds():
    plot = dot_plot(
        [Decimal(each) for each in (5600, 4000, 3900, 3400, 5100)],
        middle=(Decimal(3900), Decimal(5100)),
        marked=("converter", Decimal(4000)),
    )
    assert [tick.text for tick in plot.ticks] == ["£0", "£2,000", "£4,000", "£6,000"]
    assert plot.dots == [566, 650, 666, 850, 933]
    assert (plot.middle_from, plot.middle_width, plot.mark) == (650, 200, 666)
    assert [f"{label.text} {label.quiet}".strip() for label in plot.labels] == [
        "converter £4,000",
        "middle half £3,900 to £5,100",
    ]
    assert plot.rows == 2


def test_the_figure_chosen_stands_beside_the_converters():
    plot = dot_plot([Decimal(4000)], marked=("converter", Decimal(4000)), chosen=("chosen", Decimal(12_000)))
    assert (plot.mark, plot.chosen_at) == (320, 960)
    assert [label.text for label in plot.labels] == ["converter £4,000", "chosen £12,000"]


@given(st.lists(AMOUNTS, max_size=12), st.one_of(st.none(), AMOUNTS), st.one_of(st.none(), AMOUNTS))
def test_every_amount_stands_on_the_axis(amounts, marked, chosen):
    plot = dot_plot(
        amounts,
        marked=None if marked is None else ("converter", marked),
        chosen=None if chosen is None else ("chosen", chosen),
    )
    assert all(0 <= place <= 1000 for place in [*plot.dots, plot.mark, plot.chosen_at])
    assert 2 <= len(plot.ticks) <= MOST_STEPS + 1
    assert plot.ticks[-1].at == 100 or plot.ticks[-1].anchor == "end"


def test_a_narrow_middle_half_is_seen():
    plot = dot_plot([Decimal(4000)] * 5, middle=(Decimal(4000), Decimal(4000)))
    assert plot.middle_width == 2


def test_a_float_is_no_money():
    with pytest.raises(TypeError):
        dot_plot([4000.0])  # type: ignore[list-item]
