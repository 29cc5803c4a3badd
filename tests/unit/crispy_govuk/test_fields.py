from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Team
from crispy_govuk.fields import DateField, LongTextField, MoneyField, RowsField, today
from crispy_govuk.forms import GovukForm


def refusal(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


def wrong_parts(field: forms.Field, value: object) -> tuple[str, ...]:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.error_list[0].params["parts"]


# --- dates

BORN = "Date of birth"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (["9", "5", "2015"], date(2015, 5, 9)),
        (["09", "05", "2015"], date(2015, 5, 9)),
        ([" 9 ", " May", "2015 "], date(2015, 5, 9)),
        (["29", "feb", "2024"], date(2024, 2, 29)),
        (["1", "Sept", "2026"], date(2026, 9, 1)),
        (["31", "December", "9999"], date(9999, 12, 31)),
        (date(2015, 5, 9), date(2015, 5, 9)),
    ],
)
def test_a_date_is_read_as_people_type_it(typed, day):
    assert DateField(label=BORN).clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence", "parts"),
    [
        (["9", "5", ""], "The date of birth must include a year", ("year",)),
        (["", "", "2015"], "The date of birth must include a day and month", ("day", "month")),
        (["29", "2", "2023"], "The date of birth must be a real date", ("day", "month", "year")),
        (["31", "4", "2023"], "The date of birth must be a real date", ("day", "month", "year")),
        (["9", "13", "2015"], "The date of birth must be a real date", ("month",)),
        (["0", "5", "2015"], "The date of birth must be a real date", ("day",)),
        (["-1", "5", "2015"], "The date of birth must be a real date", ("day",)),
        (["nine", "5", "2015"], "The date of birth must be a real date", ("day",)),
        (["9", "Mayonnaise", "2015"], "The date of birth must be a real date", ("month",)),
        (["9", "5", "0000"], "The date of birth must be a real date", ("year",)),
        (["9", "5", "15"], "The year of the date of birth must include 4 numbers", ("year",)),
        (["9", "5", "20155"], "The date of birth must be a real date", ("year",)),
        (["1_0", "5", "2015"], "The date of birth must be a real date", ("day",)),
    ],
)
def test_a_wrong_date_is_refused_in_words_about_its_wrong_parts(typed, sentence, parts):
    field = DateField(label=BORN)
    assert refusal(field, typed) == sentence
    assert wrong_parts(field, typed) == parts


def test_an_empty_date_asks_for_it_or_is_nothing():
    assert refusal(DateField(label=BORN), ["", "", ""]) == "Enter the date of birth"
    assert refusal(DateField(label=BORN), None) == "Enter the date of birth"
    assert DateField(label=BORN, required=False).clean(["", " ", None]) is None


def test_own_words_are_kept():
    field = DateField(label=BORN, error_messages={"required": "Say when Rowan was born"})
    assert refusal(field, []) == "Say when Rowan was born"
    assert refusal(DateField(label="When?"), []) == "Enter an answer to “When?”"
    assert refusal(DateField(label="When?", noun="day of the meeting"), []) == "Enter the day of the meeting"


def test_a_percent_sign_in_a_name_does_no_harm():
    assert (
        refusal(DateField(label="Date of 10% rise"), ["1", "", "2026"]) == "The date of 10% rise must include a month"
    )


def test_bounds_are_inclusive():
    field = DateField(label=BORN, earliest=date(2026, 3, 3), latest=date(2026, 3, 5))
    assert field.clean(["3", "3", "2026"]) == date(2026, 3, 3)
    assert field.clean(["5", "3", "2026"]) == date(2026, 3, 5)
    assert refusal(field, ["2", "3", "2026"]) == "The date of birth must be the same as or after 3 March 2026"
    assert refusal(field, ["6", "3", "2026"]) == "The date of birth must be the same as or before 5 March 2026"


@time_machine.travel("2026-06-30T23:30:00Z", tick=False)
def test_today_is_today_in_london():
    assert today() == date(2026, 7, 1)
    past, future = DateField(label=BORN, latest=today), DateField(label=BORN, earliest=today)
    assert past.clean(["1", "7", "2026"]) == date(2026, 7, 1)
    assert refusal(past, ["2", "7", "2026"]) == "The date of birth must be today or in the past"
    assert refusal(future, ["30", "6", "2026"]) == "The date of birth must be today or in the future"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_survives_being_drawn_and_read(day):
    field = DateField(label=BORN)
    assert field.clean(field.widget.decompress(day)) == day


def test_a_form_reads_the_three_inputs_and_knows_what_changed():
    class Born(GovukForm):
        born = DateField(label=BORN)

    data = {"c-born_day": "9", "c-born_month": "5", "c-born_year": "2015"}
    form = Born(data, prefix="c", initial={"born": date(2015, 5, 9)})
    assert form.is_valid()
    assert form.cleaned_data == {"born": date(2015, 5, 9)}
    assert not form.has_changed()
    assert Born(data | {"c-born_day": "8"}, prefix="c", initial={"born": date(2015, 5, 9)}).has_changed()


# --- money

COST = "Cost"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("£1,210.20", "1210.20"),
        ("1210.2", "1210.20"),
        (" £ 1 210 ", "1210.00"),
        ("0", "0.00"),
        ("1,000,000", "1000000.00"),
        ("007.5", "7.50"),
        (Decimal("3.50"), "3.50"),
    ],
)
def test_money_is_read_as_people_type_it(typed, amount):
    read = MoneyField(label=COST).clean(typed)
    assert read == Decimal(amount)
    assert str(read) == amount


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12.345", "The cost must have no more than 2 decimal places, like 1,210.20"),
        ("12.000", "The cost must have no more than 2 decimal places, like 1,210.20"),
        ("ten", "The cost must be an amount of money, like 1,210.20"),
        ("1,21.00", "The cost must be an amount of money, like 1,210.20"),
        ("1.210,20", "The cost must be an amount of money, like 1,210.20"),
        ("1e3", "The cost must be an amount of money, like 1,210.20"),
        ("NaN", "The cost must be an amount of money, like 1,210.20"),
        ("$5", "The cost must be an amount of money, like 1,210.20"),
        ("5.", "The cost must be an amount of money, like 1,210.20"),
        ("-1", "The cost must be £0 or more"),
        ("−1", "The cost must be £0 or more"),
        ("10000000", "The cost must be £9,999,999.99 or less"),
        ("", "Enter the cost"),
        (" £ ", "Enter the cost"),
        (None, "Enter the cost"),
    ],
)
def test_bad_money_is_refused_in_words(typed, sentence):
    assert refusal(MoneyField(label=COST), typed) == sentence


def test_money_bounds_are_inclusive_and_may_be_lifted():
    field = MoneyField(label=COST, min_value=Decimal("0.01"), max_value=Decimal(10363))
    assert field.clean("10363.00") == Decimal("10363.00")
    assert refusal(field, "10363.01") == "The cost must be £10,363 or less"
    assert refusal(field, "0") == "The cost must be £0.01 or more"
    assert MoneyField(label=COST, min_value=None).clean("-5") == Decimal("-5.00")


def test_money_may_be_left_empty_where_it_is_not_required():
    assert MoneyField(label=COST, required=False).clean("") is None


@pytest.mark.parametrize("make", [lambda: MoneyField(label=COST).clean(1.5), lambda: MoneyField(max_value=1.5)])
def test_a_float_raises(make):
    with pytest.raises(TypeError):
        make()


@given(st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2))
def test_every_amount_survives_being_drawn_and_read(amount):
    field = MoneyField(label=COST)
    assert field.clean(field.widget.format_value(amount)) == amount


def test_money_knows_when_it_has_not_changed():
    assert not MoneyField(label=COST).has_changed(Decimal("1210.2"), "£1,210.20")
    assert MoneyField(label=COST).has_changed(Decimal("1210.2"), "£1,210.21")
    assert MoneyField(label=COST).has_changed(None, "1")


# --- long text


def test_a_line_break_counts_once():
    field = LongTextField(label="Views", max_length=3)
    assert field.clean("a\r\nb") == "a\nb"
    with pytest.raises(ValidationError):
        field.clean("ab\r\nc")


@pytest.mark.parametrize("typed", ["9" * 40, "1" + ",000" * 30, "-" + "9" * 40, "1." + "0" * 40])
def test_an_endless_amount_is_refused_with_a_sentence(typed):
    assert refusal(MoneyField(label=COST), typed).endswith("has too many digits. Check the amount")


# --- rows


@pytest.mark.parametrize("typed", ["9" * 20, "\x00", "-1", "x", "٣"])
def test_a_number_that_no_table_holds_is_none_of_the_choices(db, typed):
    assert refusal(RowsField(Team.objects.all()), [typed])
