"""The command: one line, the limit of the day, and clear sentences for what cannot be read."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from allocation.models import SignOffLimit
from allocation.starter import load_starter_tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def starter():
    load_starter_tables()


def say(capsys, *arguments):
    call_command("who_signs", *arguments)
    return capsys.readouterr().out


@pytest.mark.both_databases
def test_the_lead(capsys):
    assert say(capsys, "--agreed", "9800", "--indicative", "10000") == (
        "lead\t£9,800.00 is within the indicative resource of £10,000.00 and below the limit of £10,363.00 "
        "(the equivalent of 15 hrs TAF and 2.5 hrs MDS), so the Lead SEND Co-ordinator may sign.\n"
    )


def test_the_panel(capsys):
    assert say(capsys, "--agreed", "£5,210.20", "--indicative", "4,000") == (
        "panel\t£5,210.20 is above the indicative resource of £4,000.00. With £4,000.00 or less the Lead could sign.\n"
    )


@pytest.mark.parametrize("typed", ["10,363", "£10363.00", " 10363.0 ", "£ 10,363.00"])
def test_amounts_are_read_as_people_write_them(capsys, typed):
    assert say(capsys, "--agreed", typed, "--indicative", "12000").startswith("panel\t£10,363.00 is at or over")


def test_before_a_limit_is_set_that_of_the_source_answers(capsys):
    SignOffLimit.objects.all().delete()
    assert say(capsys, "--agreed", "10362.99", "--indicative", "12000").startswith("lead\t")
    assert say(capsys, "--agreed", "10363", "--indicative", "12000").startswith("panel\t")


def test_the_limit_is_that_of_the_day(capsys):
    SignOffLimit.objects.create(amount=Decimal("12000.00"), effective_from=date(2027, 4, 1))
    asked = ("--agreed", "10500", "--indicative", "11000", "--on")
    assert say(capsys, *asked, "2027-03-31").startswith("panel\t")
    assert say(capsys, *asked, "2027-04-01").startswith("lead\t")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("ten", "4000"), "Enter the agreed resource in pounds, like 10,363.00; “ten” is not an amount."),
        (("1e4", "4000"), "Enter the agreed resource in pounds, like 10,363.00; “1e4” is not an amount."),
        (("", "4000"), "Enter the agreed resource in pounds, like 10,363.00; “” is not an amount."),
        (("4000", "NaN"), "Enter the indicative resource in pounds, like 10,363.00; “NaN” is not an amount."),
        (("-1", "4000"), "The agreed resource must be £0.00 or more. You entered “-1”."),
        (("10.005", "4000"), "The agreed resource must be in whole pence. You entered “10.005”."),
        (("9" * 40, "4000"), f"The agreed resource is too large. You entered “{'9' * 40}”."),
    ],
)
def test_amounts_that_cannot_be_read(arguments, sentence):
    agreed, indicative = arguments
    with pytest.raises(CommandError) as refused:
        call_command("who_signs", f"--agreed={agreed}", f"--indicative={indicative}")
    assert str(refused.value) == sentence


@pytest.mark.parametrize("day", ["3/12/2026", "2026-02-30", ""])
def test_days_that_cannot_be_read(day):
    with pytest.raises(CommandError, match="Enter the day as year-month-day"):
        call_command("who_signs", "--agreed=1", "--indicative=1", f"--on={day}")


def test_a_day_before_any_limit():
    with pytest.raises(CommandError, match="limit"):
        call_command("who_signs", "--agreed=1", "--indicative=1", "--on=1990-01-01")
