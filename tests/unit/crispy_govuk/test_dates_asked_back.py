"""A date that can be but is likely a slip is asked back once, and taken when the person ticks that it is meant."""

from datetime import date, timedelta

import time_machine
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from crispy_govuk.fields import DateField, far_ahead
from crispy_govuk.forms import GovukForm

NOW = "2026-11-27 12:00Z"
LAST = date(2028, 11, 27)
BORN = date(2015, 5, 9)


class MeetingForm(GovukForm):
    held_on = DateField(label="Day of the meeting")
    written_on = DateField(label="Date written", required=False, latest=date(2030, 1, 1), likely_to=date(2026, 12, 1))


def sent(day=None, written=None, **more):
    data = dict(more)
    for name, value in (("held_on", day), ("written_on", written)):
        if value:
            data |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
    form = MeetingForm(data)
    form.ask_back_before(BORN, "the child was born")
    return form


def drawn(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


@time_machine.travel(NOW, tick=False)
def test_more_than_two_years_ahead_is_asked_back():
    assert sent(LAST).is_valid()
    form = sent(LAST + timedelta(days=1))
    assert form.errors["held_on"] == [
        "The day of the meeting, 28 November 2028, is more than 2 years ahead. Change it, or tick that it is right."
    ]
    page = drawn(form)
    assert 'name="held_on_is_meant"' in page
    assert "Yes, 28 November 2028 is right" in page


@time_machine.travel(NOW, tick=False)
def test_more_than_25_years_ago_is_asked_back():
    """Where nothing else is known: no child that casework is about was born then."""
    typed = {"held_on_day": "27", "held_on_month": "11"}
    assert MeetingForm(typed | {"held_on_year": "2001"}).is_valid()
    for year in ("2000", "1016"):
        form = MeetingForm(typed | {"held_on_year": year})
        assert form.errors["held_on"] == [
            f"The day of the meeting, 27 November {year}, is more than 25 years ago. "
            "Change it, or tick that it is right."
        ]
        assert MeetingForm(typed | {"held_on_year": year, "held_on_is_meant": f"{year}-11-27"}).is_valid()


@time_machine.travel(NOW, tick=False)
def test_it_is_taken_once_it_is_said_to_be_meant():
    form = sent(date(2036, 12, 8), held_on_is_meant="2036-12-08")
    assert form.is_valid()
    assert form.cleaned_data == {"held_on": date(2036, 12, 8), "written_on": None}


@time_machine.travel(NOW, tick=False)
def test_what_was_meant_is_that_date_and_no_other():
    assert not sent(date(2036, 12, 8), held_on_is_meant="2036-12-07").is_valid()
    assert not sent(date(2036, 12, 8), held_on_is_meant="on").is_valid()


@time_machine.travel(NOW, tick=False)
def test_a_tick_stays_while_something_else_is_put_right():
    form = sent(date(2036, 12, 8), date(2031, 1, 1), held_on_is_meant="2036-12-08")
    assert list(form.errors) == ["written_on"]
    assert "checked" in drawn(form)


@time_machine.travel(NOW, tick=False)
def test_before_the_birth_is_asked_back():
    assert sent(BORN).is_valid()
    assert sent(BORN - timedelta(days=1)).errors["held_on"] == [
        "The day of the meeting, 8 May 2015, is before the child was born, on 9 May 2015. "
        "Change it, or tick that it is right."
    ]


@time_machine.travel(NOW, tick=False)
def test_a_field_may_say_what_is_far_for_it():
    assert sent(LAST, date(2026, 12, 1)).is_valid()
    (error,) = sent(LAST, date(2026, 12, 2)).errors["written_on"]
    assert error.startswith("The date written, 2 December 2026, is after 1 December 2026.")


def test_a_page_that_was_not_asked_back_shows_no_tick():
    assert "is_meant" not in drawn(sent(date.today()))


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_two_years_ahead_is_the_same_day_of_the_year(day):
    with time_machine.travel(f"{day.isoformat()} 12:00Z", tick=False):
        last = far_ahead()
    assert (last.year, last.month) == (day.year + 2, day.month)
    assert last.day == day.day or (day.month, day.day, last.day) == (2, 29, 28)
