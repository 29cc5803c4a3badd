"""Widgets for the two inputs HTML has no good one for: a date in three parts, and pounds."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import MultiWidget, TextInput

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
