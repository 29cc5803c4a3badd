import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from crispy_govuk.figures import money_bar, progress, timeline
from crispy_govuk.tables import Cell, Column, DataTable, Row

START, END = date(2026, 8, 25), date(2027, 1, 12)


def test_the_clock_is_late_only_after_its_last_day():
    assert not timeline(START, END, END, [], "week 20 of 20").late
    late = timeline(START, END, END + timedelta(days=1), [], "week 21 of 20")
    assert late.late
    assert late.now == 1000


@given(st.lists(st.tuples(st.dates(START, END), st.text("abc ", min_size=1, max_size=25)), max_size=8))
def test_labels_of_the_clock_stay_in_rows_the_style_sheet_knows(marks):
    clock = timeline(START, END, START, marks, "week 1 of 20")
    assert 1 <= clock.rows <= 5
    assert all(0 <= label.at <= 100 for label in clock.labels)
    assert [mark.day for mark in clock.marks] == sorted(day for day, _ in marks)


@pytest.mark.parametrize(
    ("provision", "indicative", "words"),
    [
        ("5210.20", "4000", "£5,210.20, £1,210.20 above the indicative resource of £4,000.00. It is under"),
        ("4000", "4000", "£4,000.00, exactly the indicative resource of £4,000.00. It is under"),
        ("3000", "4000", "£3,000.00, £1,000.00 within the indicative resource of £4,000.00. It is under"),
        ("10363", "11000", "£637.00 within the indicative resource of £11,000.00. It is at the limit of £10,363."),
        ("10363.01", "11000", "It is over the limit of £10,363."),
        ("100", None, "£100.00; no indicative resource has been allocated yet. It is under"),
    ],
)
def test_money_is_said_in_words(provision, indicative, words):
    bar = money_bar(
        provision=Decimal(provision),
        indicative=Decimal(indicative) if indicative else None,
        limit=Decimal(10363),
    )
    assert words in bar.words


@given(st.decimals(0, 50000, places=2), st.none() | st.decimals(0, 50000, places=2))
def test_the_bar_never_leaves_its_frame(provision, indicative):
    bar = money_bar(provision=provision, indicative=indicative, limit=Decimal(10363))
    assert 0 <= bar.within_width + bar.over_width <= 1000
    assert bar.within_width >= 0
    assert bar.over_width >= 0


def test_the_bar_refuses_floats():
    with pytest.raises(TypeError):
        money_bar(provision=1.5)


def test_progress_past_its_end_is_full_and_late():
    assert (progress(13, 20).words, progress(13, 20).late) == ("week 13 of 20", False)
    assert (progress(21, 20).width, progress(21, 20).late) == (120, True)


def test_cells_take_heading_and_side_from_their_column():
    table = DataTable(
        "Provision",
        [Column("What"), Column("A year", numeric=True)],
        [["Speech", "£465.00"], Row([Cell("Lunch", sub="1 hour"), ""], marked=True)],
        foot=["Total", "£465.00"],
    )
    first, second = re.findall(r"<tr.*?</tr>", table.body, re.DOTALL)
    assert re.findall(r'class="(\S+)[^"]*" data-label="([^"]+)"', first) == [
        ("govuk-table__header", "What"),
        ("govuk-table__cell", "A year"),
    ]
    assert 'govuk-table__cell--numeric" data-label="A year"' in first
    assert "app-table__row--marked" in second
    assert 'app-table__blank" data-label="A year"' in second
    assert "£465.00" in table.foot_row


def test_cells_are_escaped_and_drawn_as_their_components_are():
    hostile = "<b>&\"'"
    cells = [Cell(hostile, href=f"/?{hostile}", hidden=hostile, sub=hostile), Cell("TAC", tag="tac"), Cell("w" * 25)]
    cells += [Cell(hostile, late=True, progress=progress(21, 20)), SafeString("<i>x</i>"), date(2026, 12, 3), 1234]
    columns = [Column(f"{hostile}{at}") for at in range(len(cells))]
    body = DataTable("Cells", columns, [cells]).body
    assert "<b>" not in body
    assert "<i>x</i>" in body
    for value in (date(2026, 12, 3), 1234):
        assert f">\n{Template('{{ value }}').render(Context({'value': value}))}\n<" in body
    assert body.count("app-cell--long") == 1
    tag = render_to_string("_components/tag.html", {"text": "TAC", "kind": "tac"})
    assert tidied(tag) in tidied(body)
    assert re.search(r'app-svg-late" width="120" height="8"/>\s*</svg>week 21 of 20\s*</span>', body)


def tidied(html):
    return re.sub(r"\s+", "", html)


def test_a_row_of_the_wrong_length_is_a_programming_error():
    with pytest.raises(ValueError):
        DataTable("Provision", [Column("What")], [["a", "b"]])
