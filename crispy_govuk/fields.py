"""Form fields: a date in three parts, an amount in pounds, and long text."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import MultiWidget, TextInput
from django.utils import timezone

from base.words import MONTHS, day_in_words

from .templatetags.govuk_format import PENNY, pounds_short
from .wording import opening, required_sentence

DATE_PARTS = ("day", "month", "year")


class DateInput(MultiWidget):
    """Day, month and year as three text inputs, posted as `name_day`, `name_month`, `name_year`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: TextInput() for part in DATE_PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Return [day, month, year], as typed or from a date."""
        return date_parts(value)


class MoneyInput(TextInput):
    """Pounds, shown as "1,210.20" behind a £ prefix."""

    def format_value(self, value: Any) -> str | None:
        """Return what was typed, or an amount with commas and pence. Raises TypeError on a float."""
        if isinstance(value, float):
            raise TypeError("Money is Decimal, never float")
        if isinstance(value, Decimal | int):
            return f"{Decimal(value):,.2f}"
        return value or None


def date_parts(value: Any) -> list[Any]:
    """Return [day, month, year] of a date, of three typed values, or of nothing."""
    if isinstance(value, date):
        return [value.day, value.month, value.year]
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == len(DATE_PARTS):
        return list(value)
    return [None, None, None]


def meant_name(name: str) -> str:
    """Return the name under which it is sent that an unlikely date is meant, with that date as its value."""
    return f"{name}_is_meant"


Day = date | Callable[[], date] | None

NUMBER = re.compile(r"[0-9]{1,4}")
AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
LONGEST_AMOUNT = 24
"""Characters of a typed amount: with more digits Decimal could not keep the pence."""


def today() -> date:
    """Return today in London; give it as `earliest` or `latest` to have the matching sentence."""
    return timezone.localdate()


FAR_AHEAD = 2
"""Years: a day beyond is asked back."""

FAR_BACK = 25
"""Years: a day before is asked back, since no child that casework is about was born then."""


def far_ahead() -> date:
    """Return the last day that is not asked back where nothing else is said: today in FAR_AHEAD years."""
    return _years_on(today(), FAR_AHEAD)


def far_back() -> date:
    """Return the first day that is not asked back where nothing else is said: today FAR_BACK years ago."""
    return _years_on(today(), -FAR_BACK)


def _years_on(day: date, years: int) -> date:
    """Return the same day of another year; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class SentenceField(forms.Field):
    """A field that words its errors around its own name, `noun`, taken from the label if not given."""

    words_itself = True

    def __init__(self, *, noun: str = "", **kwargs: Any) -> None:
        self._noun = noun
        super().__init__(**kwargs)
        self._own_required = "required" in (kwargs.get("error_messages") or {})

    @property
    def the(self) -> str:
        """The field at the start of a sentence: "The date of birth"."""
        return opening(self._noun or self.label)

    @property
    def required_message(self) -> str:
        """What to do about the field left empty."""
        if self._own_required:
            return str(self.error_messages["required"])
        return required_sentence(self, self._noun)

    def validate(self, value: Any) -> None:
        """Refuse nothing where something is required."""
        if value is None and self.required:
            raise ValidationError(self.required_message, code="required")


class DateField(SentenceField):
    """A date typed as day, month and year; months may be words. Bounds are days, or functions returning one.

    A day outside `earliest` and `latest` is refused. One that can be, but is likely a slip (before `likely_from`, after
    `likely_to`: as a rule FAR_BACK years ago, FAR_AHEAD years on), is asked back by the form: it is taken once the
    person ticks that it is meant. `likely_what` says what happened on `likely_from`: "the child was born".

    Errors name the parts they are about in `params["parts"]`, so that only those are marked and linked.
    """

    widget = DateInput

    def __init__(self, *, earliest: Day = None, latest: Day = None, likely_to: Day = far_ahead, **kwargs: Any) -> None:
        self.earliest, self.latest, self.likely_to = earliest, latest, likely_to
        self.likely_from: Day = far_back
        self.likely_what = ""
        super().__init__(**kwargs)

    def doubt(self, value: date) -> str:
        """Return why a day is asked back, as a sentence; "" of a likely one."""
        sentence, likely_from, likely_to = "", _day(self.likely_from), _day(self.likely_to)
        if likely_from and value < likely_from:
            is_far = self.likely_from is far_back
            before = f"before {self.likely_what}, on {day_in_words(likely_from)}"
            sentence = f"is more than {FAR_BACK} years ago" if is_far else f"is {before}"
        elif likely_to and value > likely_to:
            is_far = self.likely_to is far_ahead
            sentence = f"is more than {FAR_AHEAD} years ahead" if is_far else f"is after {day_in_words(likely_to)}"
        return sentence and f"{self.the}, {day_in_words(value)}, {sentence}. Change it, or tick that it is right."

    def to_python(self, value: Any) -> date | None:
        """Return the date, or None for three empty parts. Raises ValidationError for anything else."""
        if value is None or isinstance(value, date):
            return value
        typed = ["" if part is None else str(part).strip() for part in date_parts(value)]
        if not any(typed):
            return None
        missing = [name for name, part in zip(DATE_PARTS, typed, strict=True) if not part]
        if missing:
            raise self._refusal(f"{self.the} must include a {' and '.join(missing)}", "incomplete", missing)
        return self._real_date(typed)

    def _real_date(self, typed: Sequence[str]) -> date:
        if len(typed[2]) != 4 and NUMBER.fullmatch(typed[2]):
            raise self._refusal(f"The year of {self._inside()} must include 4 numbers", "year", ["year"])
        numbers = [_number(typed[0]), _month(typed[1]), _number(typed[2])]
        limits = zip(DATE_PARTS, numbers, (31, 12, 9999), strict=True)
        wrong = [name for name, number, most in limits if number is None or not 1 <= number <= most]
        try:
            return date(numbers[2] or 0, numbers[1] or 0, numbers[0] or 0)
        except ValueError:
            raise self._refusal(f"{self.the} must be a real date", "invalid", wrong or DATE_PARTS) from None

    def run_validators(self, value: date | None) -> None:
        """Hold the date to its bounds, then to any validators."""
        if value is not None:
            self._check_bounds(value)
        super().run_validators(value)

    def _check_bounds(self, value: date) -> None:
        earliest, latest = _day(self.earliest), _day(self.latest)
        if earliest and value < earliest:
            day = day_in_words(earliest)
            how = "today or in the future" if self.earliest is today else f"the same as or after {day}"
            raise self._refusal(f"{self.the} must be {how}", "earliest", DATE_PARTS)
        if latest and value > latest:
            how = "today or in the past" if self.latest is today else f"the same as or before {day_in_words(latest)}"
            raise self._refusal(f"{self.the} must be {how}", "latest", DATE_PARTS)

    def _inside(self) -> str:
        return self.the[:1].lower() + self.the[1:]

    def _refusal(self, sentence: str, code: str, parts: Sequence[str]) -> ValidationError:
        return ValidationError(sentence.replace("%", "%%"), code=code, params={"parts": tuple(parts)})


class MoneyField(SentenceField):
    """Pounds as Decimal: "£1,210.20", "1210.2" and "1,210" are read; a third decimal place is refused, not rounded."""

    widget = MoneyInput

    def __init__(
        self,
        *,
        min_value: Decimal | None = Decimal(0),
        max_value: Decimal | None = Decimal("9999999.99"),
        **kwargs: Any,
    ) -> None:
        for bound in (min_value, max_value):
            _refuse_float(bound)
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the amount in pounds and pence. Raises ValidationError on bad text, TypeError on a float."""
        _refuse_float(value)
        if value is None or isinstance(value, Decimal):
            return value
        text = re.sub(r"[£\s]", "", str(value)).replace("−", "-")
        if not text:
            return None
        match = AMOUNT.fullmatch(text)
        if not match:
            raise ValidationError(f"{self.the} must be an amount of money, like 1,210.20", code="invalid")
        if len(text) > LONGEST_AMOUNT:
            raise ValidationError(f"{self.the} has too many digits. Check the amount", code="digits")
        if len(match[1] or "") > 2:
            raise ValidationError(f"{self.the} must have no more than 2 decimal places, like 1,210.20", code="places")
        return Decimal(text.replace(",", "")).quantize(PENNY, ROUND_HALF_UP)

    def run_validators(self, value: Decimal | None) -> None:
        """Hold the amount to its bounds, then to any validators."""
        if value is not None and self.min_value is not None and value < self.min_value:
            raise ValidationError(f"{self.the} must be {pounds_short(self.min_value)} or more", code="min_value")
        if value is not None and self.max_value is not None and value > self.max_value:
            raise ValidationError(f"{self.the} must be {pounds_short(self.max_value)} or less", code="max_value")
        super().run_validators(value)


class LongTextField(forms.CharField):
    """Text in a text area. A line break counts as one character, as the counter on the page counts it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Return the text with line breaks as one character each."""
        text: Any = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


def _refuse_float(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("Money is Decimal, never float")


def _day(bound: Day) -> date | None:
    return bound() if callable(bound) else bound


def _number(text: str) -> int | None:
    return int(text) if NUMBER.fullmatch(text) else None


def _month(text: str) -> int | None:
    """Return the month's number from "3", "03", "Mar" or "March"."""
    short = text[:3].lower()
    if short in MONTHS and date(2000, MONTHS.index(short) + 1, 1).strftime("%B").lower().startswith(text.lower()):
        return MONTHS.index(short) + 1
    return _number(text)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a table, by their numbers. A number that no table can hold is none of the choices."""

    most_digits = 18

    def clean(self, value: Any) -> Any:
        too_large = next((each for each in value or () if len(str(each)) > self.most_digits), None)
        if too_large is not None:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(too_large)[:20]}
            )
        return super().clean(value)
