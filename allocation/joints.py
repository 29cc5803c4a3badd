"""The TAC page's joint: who would sign is a rule of the app above, which tells it in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from allocation.waterfall.rules import Decided
from casework.models import Case


@dataclass(frozen=True)
class VerdictWords:
    """Who would sign, and why, with the figures put in."""

    who: str
    because: str = ""
    detail: str = ""


TellVerdict = Callable[[Decimal, Decimal, date], VerdictWords]


_told_by: list[TellVerdict] = []


def register_verdict(tell: TellVerdict) -> TellVerdict:
    """Let `tell(agreed, indicative, day)` say who would sign; the last to register is asked."""
    _told_by.append(tell)
    return tell


def verdict(agreed: Decimal, indicative: Decimal, day: date) -> VerdictWords | None:
    """Who would sign a plan of `agreed` pounds a year, or None while nobody has registered."""
    return _told_by[-1](agreed, indicative, day) if _told_by else None


TellDecisions = Callable[[Case], list[Decided]]


_decisions_told_by: list[TellDecisions] = []


def register_decisions(tell: TellDecisions) -> TellDecisions:
    """Let `tell(case)` say what was decided in pounds after the TAC, oldest first."""
    _decisions_told_by.append(tell)
    return tell


def decisions_on(case: Case) -> list[Decided]:
    """What was decided in pounds after the TAC."""
    return [decided for tell in _decisions_told_by for decided in tell(case)]
