"""Tables: what makes one sound, and how points become pounds. Worked figures are those of docs/allocation-tables.md."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.enums import TableKind
from allocation.starter import printed_tables
from allocation.tables.rules import Row, Table, convert, problems_of, smooth
from casework.provision.rules import Comparison

ALL = tuple(printed_tables().values())
BANDS, POINTS, SMOOTHED = ALL


@pytest.mark.parametrize(
    ("points", "amount"),
    [
        (0, None), (69, None), (70, "500"), (115, "500"), (116, "1000"), (130, "1000"), (131, "1500"), (145, "1500"),
        (146, "2800"), (160, "2800"), (161, "4000"), (168, "4000"), (170, "4000"), (171, "6000"), (185, "6000"),
        (186, "8500"), (200, "8500"), (201, "10000"), (210, "10000"), (211, "12500"), (220, "12500"),
        (221, "14000"), (230, "14000"), (231, "17500"), (100_000, "17500"),
    ],
)  # fmt: skip
def test_the_printed_bands_convert_as_printed(points, amount):
    assert convert(BANDS, points).annual_amount == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.slug)
def test_every_row_converts_a_point_below_at_and_above_each_edge(table):
    for at, row in enumerate(table.rows):
        last = row.points_to if row.points_to is not None else row.points_from + 1000
        assert convert(table, row.points_from).annual_amount == row.annual_amount
        assert convert(table, last).annual_amount == row.annual_amount
        if row.points_from > 0:
            below = table.rows[at - 1].annual_amount if at else None
            assert convert(table, row.points_from - 1).annual_amount == below
        if row.points_to is not None:
            above = table.rows[at + 1] if at + 1 < len(table.rows) else row
            assert convert(table, row.points_to + 1).annual_amount == above.annual_amount


def test_above_a_points_table_is_the_top_amount_and_marked():
    assert convert(POINTS, 179).is_above_table is False
    above = convert(POINTS, 180)
    assert (above.annual_amount, above.is_above_table) == (Decimal("15452.00"), True)


def test_below_a_points_table_is_none_and_marked():
    below = convert(POINTS, 154)
    assert (below.annual_amount, below.is_below_table, below.row) == (None, True, None)
    assert below.edge_above is not None
    assert (below.edge_above.points, below.edge_above.distance) == (155, 1)


def test_an_open_ended_table_has_nothing_above_it():
    top = convert(BANDS, 9999)
    assert not top.is_above_table
    assert top.edge_above is None


def test_the_next_edges_are_told_with_distance_and_amount():
    conversion = convert(BANDS, 168)
    assert conversion.edge_above is not None
    assert conversion.edge_below is not None
    up, down = conversion.edge_above, conversion.edge_below
    assert (up.points, up.distance, up.annual_amount) == (171, 3, Decimal("6000.00"))
    assert (down.points, down.distance, down.annual_amount) == (160, 8, Decimal("2800.00"))


def test_an_edge_skips_rows_of_the_same_amount():
    up = convert(POINTS, 172).edge_above
    down = convert(POINTS, 174).edge_below
    assert up is not None
    assert down is not None
    assert (up.points, up.annual_amount) == (175, Decimal("11883.00"))
    assert (down.points, down.annual_amount) == (171, Decimal("11538.00"))


def test_the_edge_under_the_lowest_row_is_none_at_all():
    down = convert(POINTS, 155).edge_below
    assert down is not None
    assert (down.points, down.distance, down.annual_amount) == (154, 1, None)
    assert convert(BANDS, 30).edge_below is None


@pytest.mark.parametrize("points", [-1, -300])
def test_negative_points_are_refused_in_a_sentence(points):
    with pytest.raises(ValueError, match=f"Points cannot be negative, and {points} is."):
        convert(BANDS, points)


@pytest.mark.parametrize("points", [1.5, 168.0, "168", None, True, Decimal(168)])
def test_points_are_whole_numbers(points):
    with pytest.raises(ValueError, match=r"Points must be a whole number"):
        convert(BANDS, points)


@given(points=st.integers(0, 400), more=st.integers(0, 400), table=st.sampled_from(ALL))
def test_more_points_never_bring_less(points, more, table):
    less, most = convert(table, points).annual_amount, convert(table, points + more).annual_amount
    assert (less or Decimal(0)) <= (most or Decimal(0))


@given(points=st.integers(0, 400), table=st.sampled_from(ALL))
def test_edges_are_where_the_amount_changes_and_nowhere_before(points, table):
    conversion = convert(table, points)
    up, down = conversion.edge_above, conversion.edge_below
    if up is not None:
        assert convert(table, up.points).annual_amount == up.annual_amount != conversion.annual_amount
        assert convert(table, up.points - 1).annual_amount == conversion.annual_amount
        assert up.distance == up.points - points > 0
    if down is not None:
        assert convert(table, down.points).annual_amount == down.annual_amount != conversion.annual_amount
        assert convert(table, down.points + 1).annual_amount == conversion.annual_amount
        assert down.distance == points - down.points > 0


amounts = st.lists(
    st.decimals(0, 50_000, places=2, allow_nan=False, allow_infinity=False), min_size=1, max_size=40
).map(sorted)


@given(amounts=amounts, first=st.integers(0, 200), group=st.integers(1, 7))
def test_smoothing_keeps_points_and_order_and_gives_each_group_one_amount(amounts, first, group):
    rows = [Row(first + at, first + at, amount) for at, amount in enumerate(amounts)]
    smoothed = smooth(rows, group)
    assert [row.points_from for row in smoothed] == [row.points_from for row in rows]
    assert problems_of(TableKind.POINTS, smoothed) == []
    for start in range(0, len(rows), group):
        held = amounts[start : start + group]
        means = {row.annual_amount for row in smoothed[start : start + group]}
        assert len(means) == 1
        assert abs(means.pop() * len(held) - sum(held)) <= Decimal("0.005") * len(held)


def test_smoothing_rounds_half_up_to_the_penny():
    rows = [Row(1, 1, Decimal("1.00")), Row(2, 2, Decimal("1.01"))]
    assert {row.annual_amount for row in smooth(rows, 2)} == {Decimal("1.01")}


def test_a_last_group_that_is_not_full_has_the_mean_of_what_it_holds():
    rows = [Row(at, at, Decimal(amount)) for at, amount in ((1, 10), (2, 20), (3, 40))]
    assert [row.annual_amount for row in smooth(rows, 2)] == [Decimal("15.00"), Decimal("15.00"), Decimal("40.00")]


def test_a_row_without_an_amount_cannot_be_smoothed():
    with pytest.raises(ValueError, match=r"give every row pounds first"):
        smooth([Row(1, 1, None), Row(2, 2, Decimal(5))])


def test_a_group_below_one_is_refused():
    with pytest.raises(ValueError, match=r"at least one row"):
        smooth([Row(1, 1, Decimal(5))], 0)


def test_the_printed_group_means_are_not_the_means_of_the_printed_pounds():
    """So newcastle-points-smoothed is loaded from the printed column; the differences are written in the docs page."""
    ours = {row.points_from: row.annual_amount for row in smooth(POINTS.rows)}
    printed = {row.points_from: row.annual_amount for row in SMOOTHED.rows}
    tops = {points: (ours[points], printed[points]) for points in (159, 164, 169, 174, 179)}
    assert tops == {
        159: (Decimal("5793.60"), Decimal("5793.57")),
        164: (Decimal("8342.40"), Decimal("8342.31")),
        169: (Decimal("10623.20"), Decimal("10623.02")),
        174: (Decimal("11536.60"), Decimal("11536.34")),
        179: (Decimal("13550.00"), Decimal("13550.22")),
    }


def banded(*rows):
    return problems_of(
        TableKind.BANDED,
        [Row(first, last, Decimal(amount) if amount is not None else None) for first, last, amount in rows],
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(0, 9, 1), (11, None, 2)], "No row is for 10 points: leave no gap before 11."),
        ([(0, 9, 1), (9, None, 2)], "The rows from 0 and from 9 points overlap: the first goes to 9."),
        ([(0, 9, 2), (10, None, 1)], "Pounds fall between 0 and 10 points: more points may never bring less."),
        ([(0, 9, 2), (10, None, None)], "Pounds fall between 0 and 10 points: more points may never bring less."),
        ([(0, 9, 1), (10, 20, 2)], "The top row must be open-ended: leave “to” empty in the row from 10 points."),
        ([(0, None, 1), (10, None, 2)], "The row from 0 points is open-ended, but another row follows it."),
        ([(5, 4, 1), (5, None, 2)], "The row from 5 points ends at 4, before it begins."),
        ([(-1, 4, 1), (5, None, 2)], "The row from -1 points is negative: points begin at 0."),
        ([(0, None, -1)], "The row from 0 points has a negative amount."),
        ([(0, None, "1.005")], "The row from 0 points has an amount with parts of a penny."),
        ([], "A table needs at least one row."),
    ],
)
def test_each_fault_of_a_table_is_one_sentence(rows, sentence):
    assert sentence in banded(*rows)


def test_a_points_table_has_one_row_a_point():
    problems = problems_of(TableKind.POINTS, [Row(1, 2, Decimal(1))])
    assert problems == ["The row from 1 points must be for that one point: a points table has one row a point."]


def test_a_float_is_refused():
    with pytest.raises(TypeError, match=r"Money is Decimal, not float"):
        problems_of(TableKind.BANDED, [Row(0, None, 1.5)])


def test_an_unsound_table_cannot_be_made():
    with pytest.raises(ValueError, match=r"leave no gap"):
        Table("t", "T", TableKind.BANDED, (Row(0, 9, Decimal(1)), Row(11, None, Decimal(2))))


@given(cuts=st.sets(st.integers(1, 300), min_size=1, max_size=12), data=st.data())
def test_any_sound_table_is_accepted_and_any_one_fault_refused(cuts, data):
    starts = [0, *sorted(cuts)]
    rows = [
        Row(start, starts[at + 1] - 1 if at + 1 < len(starts) else None, Decimal(at * 100))
        for at, start in enumerate(starts)
    ]
    assert problems_of(TableKind.BANDED, rows) == []
    at = data.draw(st.integers(0, len(rows) - 2))
    fault = data.draw(st.sampled_from(["gap", "overlap", "fall"]))
    row = rows[at]
    assert row.points_to is not None
    if fault == "gap":
        faulty = Row(row.points_from, row.points_to - 1, row.annual_amount)
    elif fault == "overlap":
        faulty = Row(row.points_from, row.points_to + 1, row.annual_amount)
    else:
        faulty = Row(row.points_from, row.points_to, Decimal(100_000))
    assert problems_of(TableKind.BANDED, [*rows[:at], faulty, *rows[at + 1 :]])


@pytest.mark.parametrize(
    ("total", "tolerance", "is_over", "above_by"),
    [
        ("3999.99", "0", False, "0.00"),
        ("4000.00", "0", False, "0.00"),
        ("4000.01", "0", True, "0.01"),
        ("4100.00", "100", False, "100.00"),
        ("4100.01", "100", True, "100.01"),
    ],
)
def test_a_penny_decides_whether_provision_is_over(total, tolerance, is_over, above_by):
    comparison = Comparison(Decimal(total), Decimal("4000.00"), Decimal(tolerance))
    assert (comparison.is_over, comparison.above_by) == (is_over, Decimal(above_by))


def test_rows_say_their_points():
    assert [row.points_label for row in (Row(70, 115, None), Row(168, 168, None), Row(231, None, None))] == [
        "70 to 115",
        "168",
        "231 and above",
    ]
