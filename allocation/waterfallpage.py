"""The waterfall's joint: what the panel or a Lead decided is known to the app above, which adds it at the end."""

from collections.abc import Callable

from allocation.rules.waterfall import Decided
from casework.models import Case

TellDecisions = Callable[[Case], list[Decided]]
_told_by: list[TellDecisions] = []


def register_decisions(tell: TellDecisions) -> TellDecisions:
    """Let `tell(case)` say what was decided in pounds after the TAC, oldest first."""
    _told_by.append(tell)
    return tell


def decisions_on(case: Case) -> list[Decided]:
    """What was decided in pounds after the TAC."""
    return [decided for tell in _told_by for decided in tell(case)]
