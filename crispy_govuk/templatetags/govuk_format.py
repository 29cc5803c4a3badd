"""Filters that write pounds and days the way GOV.UK writes them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template

from base.words import day_in_words, local_day, moment_in_words

register = template.Library()

PENNY = Decimal("0.01")


@register.filter
def pounds(amount: Decimal | None) -> str:
    """£4,000.00. Takes Decimal (or None, drawn as nothing); anything else raises TypeError."""
    if amount is None or amount == "":
        return ""
    if not isinstance(amount, Decimal):
        raise TypeError(f"Money is Decimal, not {type(amount).__name__}")
    rounded = amount.quantize(PENNY, ROUND_HALF_UP)
    sign = "−" if rounded < 0 else ""
    return f"{sign}£{abs(rounded):,.2f}"


@register.filter
def pounds_short(amount: Decimal | None) -> str:
    """£4,000, and £4,000.50 where there are pence."""
    return pounds(amount).removesuffix(".00")


register.filter("day", day_in_words)
register.filter("moment", moment_in_words)


@register.filter
def day_short(value: Any) -> str:
    """3 Dec."""
    local = local_day(value)
    return f"{local.day} {local:%b}" if local else ""
