"""Form fields for what people type in more than one way: a time of day, a number, a name, a code with a rule."""

import re
from collections.abc import Callable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from base.refusals import Refused
from base.words import names_nobody, tidied_line, time_in_words

from .fields import SentenceField

TIME = re.compile(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(am|pm)?")
NAMED_TIMES = {"midday": time(12), "noon": time(12), "12noon": time(12), "midnight": time(0)}

DOUBTFUL_HOURS = range(1, 8)
"""Hours that are said of the afternoon as of the night: 2:30 is asked back, 9:30 and 12:30 are not."""

PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
PLAIN_WHOLE_NUMBER = re.compile(r"-?[0-9]+")
LONGEST_NUMBER = 20
"""Characters of a typed number: nobody means more."""


class TimeField(SentenceField):
    """A time of day: "9:30", "2.30pm", "2 p.m.", "14:30", "1430" and "midday" are read.

    Between 1 and 7 o'clock, without am or pm, it is asked which is meant, as with "02:30": nobody meets at half past
    two at night because they left two letters out.
    """

    widget = forms.TextInput

    def to_python(self, value: Any) -> time | None:
        """Return the time, or None for nothing. Raises ValidationError for what is none, or may be two."""
        if value is None or isinstance(value, time):
            return value
        text = "".join(str(value).lower().split()).replace("a.m", "am").replace("p.m", "pm").rstrip(".")
        if not text:
            return None
        if text in NAMED_TIMES:
            return NAMED_TIMES[text]
        read = TIME.fullmatch(text)
        if not read:
            raise self._no_time()
        return self._time(int(read[1]), int(read[2] or 0), read[3])

    def prepare_value(self, value: Any) -> Any:
        """A time is shown as people write it: "2:30pm"."""
        return time_in_words(value) if isinstance(value, time) else value

    def _time(self, hour: int, minute: int, half: str | None) -> time:
        if hour > 23 or minute > 59 or (half == "am" and hour > 12) or (half and hour == 0):
            raise self._no_time()
        if half is None and hour in DOUBTFUL_HOURS:
            night, day = (time_in_words(time(hour + more, minute)) for more in (0, 12))
            raise ValidationError(f"Enter {day} or {night}, so that it is clear which is meant", code="half_day")
        if half == "pm" and hour < 12:
            hour += 12
        return time(0 if half == "am" and hour == 12 else hour, minute)

    def _no_time(self) -> ValidationError:
        return ValidationError(f"{self.the} must be a time, like 9:30am or 2:30pm", code="invalid")


class PlainNumber:
    """Reads digits as they stand: "1e3", "1_000", "NaN" and digits of other scripts are no number."""

    pattern = PLAIN_NUMBER

    def to_python(self, value: Any) -> Any:
        """Return the number that plain digits are. Raises ValidationError for any other text."""
        text = str(value).strip() if isinstance(value, str) else value
        if isinstance(text, str) and text and not (self.pattern.fullmatch(text) and len(text) <= LONGEST_NUMBER):
            raise ValidationError(self.error_messages["invalid"], code="invalid")  # type: ignore[attr-defined]
        return super().to_python(text)  # type: ignore[misc]


class NumberField(PlainNumber, forms.DecimalField):
    """A number such as 7.5, as Decimal."""


class WholeNumberField(PlainNumber, forms.IntegerField):
    """A whole number."""

    pattern = PLAIN_WHOLE_NUMBER


class NameField(forms.CharField):
    """A name of somebody, or of a place: on one line, with at least one letter.

    Signs alone ("-", "?") and words for having none ("n/a") are refused, and what cannot be seen counts as nothing.
    """

    def to_python(self, value: Any) -> str:
        """Return the name with single spaces, and nothing unseen at its ends."""
        return tidied_line(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse nothing where something is required, and what names nobody."""
        super().validate(value)
        if value and names_nobody(value):
            ask = "Enter a name" if self.required else "Enter a name, or leave it empty"
            raise ValidationError(f"{ask}: “{value}” is not one".replace("%", "%%"), code="no_name")


class RuleField(forms.CharField):
    """A text that is first tidied and then held to a rule of its noun, whose sentence is the error."""

    def __init__(self, *, tidy: Callable[[str], str], check: Callable[[str], object], **kwargs: Any) -> None:
        self.tidy, self.check = tidy, check
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text as it is kept."""
        return self.tidy(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what the rule refuses."""
        super().validate(value)
        try:
            self.check(value)
        except Refused as refusal:
            sentence = refusal.sentence if ". " in refusal.sentence else refusal.sentence.removesuffix(".")
            raise ValidationError(sentence.replace("%", "%%"), code="rule") from None
