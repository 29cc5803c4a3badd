"""Corrections as plain Python: how the value of a fact reads."""

from datetime import date
from decimal import Decimal

from base.words import day_in_words
from casework.enums import CorrectedFact, RequestSource
from casework.money import in_pounds


def value_in_words(fact: CorrectedFact, value: str) -> str:
    """A value as a correction keeps it, as people write it: "3 December 2026", "£4,000.00"; "nothing" of none."""
    if not value:
        return "nothing"
    if fact.endswith("_on"):
        return day_in_words(date.fromisoformat(value))
    if fact == CorrectedFact.REQUEST_SOURCE:
        return f"“{RequestSource(value).label}”"
    return in_pounds(Decimal(value)) if fact == CorrectedFact.INDICATIVE_AMOUNT else value
