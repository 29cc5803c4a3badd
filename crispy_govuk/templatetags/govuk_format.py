"""Filters that write pounds and days the way GOV.UK writes them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils import timezone

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


@register.filter
def day(value: Any) -> str:
    """3 December 2026."""
    local = _local_day(value)
    return f"{local.day} {local:%B} {local.year}" if local else ""


@register.filter
def day_short(value: Any) -> str:
    """3 Dec."""
    local = _local_day(value)
    return f"{local.day} {local:%b}" if local else ""


@register.filter
def moment(value: datetime | None) -> str:
    """3 December 2026, 2:02pm, in London. Takes an aware datetime."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)}, {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def _local_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None
