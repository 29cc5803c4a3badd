"""The worked tables of docs/allocation-tables.md say what the code does."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from allocation.models import AllocationTable
from allocation.starter import load_starter_tables
from allocation.tables.actions import rule_of
from allocation.tables.rules import convert, smooth
from casework.enums import CostBasis
from casework.provision.rules import Comparison, line_amount

pytestmark = pytest.mark.usefixtures("no_starter_data")

PAGE = Path(__file__).resolve().parents[3] / "docs" / "allocation-tables.md"
CONVERSIONS = ("newcastle-primary-bands", "newcastle-points", "newcastle-points-smoothed")


def worked(title):
    """The rows of the table under "### Worked: title", as lists of text."""
    under = PAGE.read_text(encoding="utf-8").split(f"### Worked: {title}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in under.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def convert_points(*args):
    out = StringIO()
    call_command("convert_points", *args, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", CONVERSIONS)
def test_conversions_are_as_worked_by_rule_and_by_command(slug):
    load_starter_tables()
    table, rows = rule_of(AllocationTable.objects.get(slug=slug)), worked(slug)
    for points, amount, *_ in rows:
        expected = None if amount == "none" else Decimal(amount)
        assert convert(table, int(points)).annual_amount == expected
    assert convert_points(slug, *[row[0] for row in rows]) == [f"{row[0]},{row[1]}" for row in rows]


@pytest.mark.django_db
def test_our_smoothing_is_as_worked():
    load_starter_tables()
    rows = rule_of(AllocationTable.objects.get(slug="newcastle-points")).rows
    ours = {row.points_from: row.annual_amount for row in smooth(rows)}
    for points, _, mean in worked("newcastle-points-smoothed"):
        assert ours[int(points)] == Decimal(mean)


def test_lines_are_as_worked():
    for basis, quantity, weeks, shared_by, unit_amount, amount in worked("lines"):
        calculated = line_amount(
            CostBasis(basis),
            quantity=Decimal(quantity),
            unit_amount=Decimal(unit_amount),
            weeks=int(weeks) if weeks else None,
            shared_by=int(shared_by),
        )
        assert calculated == Decimal(amount)


def test_comparisons_are_as_worked():
    for total, indicative, tolerance, result in worked("comparison"):
        comparison = Comparison(Decimal(total), Decimal(indicative), Decimal(tolerance))
        assert comparison.is_over == (result == "over")


@pytest.mark.django_db
@pytest.mark.parametrize("points", ["-5", "1.5", "abc", "", "²", "1" * 10])
def test_the_command_refuses_bad_points(points):
    load_starter_tables()
    with pytest.raises(CommandError, match=r"is not a number of points. Enter whole numbers of 0 or more."):
        convert_points("newcastle-primary-bands", "--", points)


@pytest.mark.django_db
def test_the_command_names_the_tables_there_are():
    load_starter_tables()
    with pytest.raises(CommandError, match=r"There is no published table “nope”. There are: newcastle-points, "):
        convert_points("nope", "1")


@pytest.mark.django_db
def test_before_any_table_is_loaded_the_printed_ones_answer():
    assert convert_points("newcastle-points-smoothed", "179", "154") == ["179,13550.22", "154,none"]
    with pytest.raises(CommandError, match=r"There is no published table “nope”. There are: newcastle-points, "):
        convert_points("nope", "1")


@pytest.mark.django_db
def test_the_starter_data_is_loaded_once():
    for added in ("3", "0"):
        out = StringIO()
        call_command("load_starter_data", stdout=out)
        assert f"Allocation tables added: {added}." in out.getvalue()
