"""Times, numbers and names as people type them."""

from datetime import time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from crispy_govuk.forms import GovukForm
from crispy_govuk.typed import NameField, NumberField, TimeField, WholeNumberField


class TypedForm(GovukForm):
    starts = TimeField(label="Start time")
    hours = NumberField(label="Hours", min_value=Decimal("0.01"), max_value=Decimal(100), decimal_places=2)
    weeks = WholeNumberField(label="Number of weeks", min_value=1, max_value=52)
    name = NameField(label="Full name", max_length=20)
    other = NameField(label="Known as (optional)", required=False)


GOOD = {"starts": "9:30", "hours": "7.5", "weeks": "38", "name": "Jo Ellis"}


def typed(**values):
    return TypedForm(GOOD | values)


def error_of(field: str, value: str) -> str:
    (sentence,) = typed(**{field: value}).errors[field]
    return sentence


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("930", time(9, 30)),
        ("09:30", time(9, 30)),
        ("9", time(9)),
        ("2:30pm", time(14, 30)),
        ("2.30 p.m.", time(14, 30)),
        ("2:30 PM", time(14, 30)),
        ("2 pm", time(14)),
        ("2p.m", time(14)),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("14:30pm", time(14, 30)),
        ("12:30", time(12, 30)),
        ("12pm", time(12)),
        ("12.15 am", time(0, 15)),
        ("2:30 a.m.", time(2, 30)),
        ("midday", time(12)),
        ("12 noon", time(12)),
        ("8", time(8)),
        ("23:59", time(23, 59)),
        ("0:05", time(0, 5)),
    ],
)
def test_times_are_read_as_people_write_them(text, read):
    form = typed(starts=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts"] == read


@pytest.mark.parametrize("text", ["2.30", "2:30", "230", "0230", "02:30"])
def test_half_past_two_is_never_taken_as_at_night(text):
    assert error_of("starts", text) == "Enter 2:30pm or 2:30am, so that it is clear which is meant"


@pytest.mark.parametrize(("text", "words"), [("1", "1pm or 1am"), ("7:59", "7:59pm or 7:59am")])
def test_the_hours_at_the_edges_are_asked_too(text, words):
    assert error_of("starts", text) == f"Enter {words}, so that it is clear which is meant"


@pytest.mark.parametrize(
    "text", ["half past 2", "24:00", "9:60", "25", "14am", "0:30pm", "9:5", "٩:٣٠", "9h", "pm", "9:30:00", "-9:30"]
)
def test_what_is_no_time_is_told_what_is(text):
    assert error_of("starts", text) == "The start time must be a time, like 9:30am or 2:30pm"


def test_no_time_is_asked_for():
    assert error_of("starts", " ") == "Enter the start time"


@given(st.times())
def test_a_time_is_shown_so_that_it_is_read_again(value):
    value = value.replace(second=0, microsecond=0, tzinfo=None)
    field = TimeField(label="Start time")
    assert field.clean(field.prepare_value(value)) == value


@given(st.text(max_size=8))
def test_no_text_is_taken_as_the_small_hours_unless_it_says_so(text):
    try:
        read = TimeField(label="Start time", required=False).clean(text)
    except ValidationError:
        return
    assert read is None or not 1 <= read.hour <= 7 or "a" in text.lower()


NO_NUMBERS = ["1e3", "NaN", "Infinity", "-inf", "٣", "1_000", "0x10", "१", "½", "1,5", "7.5.1", "+3", "９", "1" * 21]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_quantities_are_plain_decimals(text):
    assert error_of("hours", text) == "The hours must be a number, like 7.5"
    assert error_of("weeks", text) == "The number of weeks must be a whole number"


@pytest.mark.parametrize("text", ["7.5", "38.0", "3.", ""])
def test_a_whole_number_is_whole(text):
    assert typed(weeks=text).errors["weeks"]


@given(st.decimals(Decimal("0.01"), Decimal(100), places=2), st.integers(1, 52))
def test_plain_numbers_are_read_as_they_stand(hours, weeks):
    form = typed(hours=f" {hours} ", weeks=f"{weeks}")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["hours"], form.cleaned_data["weeks"]) == (hours, weeks)


def test_bounds_keep_their_sentences():
    assert error_of("hours", "0") == "The hours must be 0.01 or more"
    assert error_of("hours", "7.555") == "The hours must have no more than 2 decimal places"
    assert error_of("weeks", "53") == "The number of weeks must be 52 or fewer"


@pytest.mark.parametrize("text", ["-", ".", "n/a", "?", "--", "unknown", "12", "–"])
def test_a_name_has_a_letter(text):
    assert error_of("name", text) == f"Enter a name: “{text}” is not one"
    assert error_of("other", text) == f"Enter a name, or leave it empty: “{text}” is not one"


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u00a0\u200d ", "\ufeff"])
def test_what_cannot_be_seen_is_no_name(text):
    assert error_of("name", text) == "Enter the full name"
    assert typed(other=text).is_valid()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Jo   Ellis\u200b", "Jo Ellis"),
        ("O’Neill-Ó Sé", "O’Neill-Ó Sé"),
        ("X", "X"),
        ("Nguyễn", "Nguyễn"),
        ("李", "李"),
    ],
)
def test_a_name_is_kept_on_one_line(text, kept):
    form = typed(name=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == kept
