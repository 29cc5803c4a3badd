from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from base.words import day_in_words, moment_in_words
from crispy_govuk.templatetags.govuk_format import day_short, pounds, pounds_short


@pytest.mark.parametrize(
    ("amount", "long", "short"),
    [
        ("4000", "£4,000.00", "£4,000"),
        ("5210.2", "£5,210.20", "£5,210.20"),
        ("0", "£0.00", "£0"),
        ("0.005", "£0.01", "£0.01"),
        ("-1210.20", "−£1,210.20", "−£1,210.20"),
        ("-0.001", "£0.00", "£0"),
        ("1234567.89", "£1,234,567.89", "£1,234,567.89"),
    ],
)
def test_pounds(amount, long, short):
    assert pounds(Decimal(amount)) == long
    assert pounds_short(Decimal(amount)) == short


@pytest.mark.parametrize("amount", [4000.0, 4000, "4000"])
def test_pounds_are_decimal_or_an_error(amount):
    with pytest.raises(TypeError):
        pounds(amount)


def test_no_amount_is_drawn_as_nothing():
    assert pounds(None) == pounds_short(None) == ""


def test_days_are_local():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert day_in_words(date(2026, 12, 3)) == "3 December 2026"
    assert day_short(date(2026, 12, 3)) == "3 Dec"
    assert day_in_words(late) == "1 July 2026"
    assert day_in_words(None) == day_short("") == moment_in_words(None) == ""


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "12:02am"), (11, "11:02am"), (12, "12:02pm"), (14, "2:02pm"), (23, "11:02pm")]
)
def test_moments_are_said_in_london_time(hour, words):
    assert moment_in_words(datetime(2026, 12, 3, hour, 2, tzinfo=UTC)) == f"3 December 2026, {words}"
