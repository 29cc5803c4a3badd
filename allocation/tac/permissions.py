"""Does a TAC's result agree with its figures?"""

from allocation.refusals import NoRoundRecorded, NotOver, StillOver
from casework.enums import TacResult
from casework.tac.rules import Comparison


def check_result_agrees_with_figures(result: TacResult, comparison: Comparison, rounds: int) -> None:
    """A TAC's result says what the figures say, and reconsideration comes before asking for more.

    "Within" needs the provision within the indicative resource and tolerance. "More is required" needs it above,
    and at least one round: the source has the TAC "make all reasonable attempts" first (RAS process, TAC meeting).
    """
    if result == TacResult.WITHIN and comparison.is_over:
        raise StillOver(comparison.total, comparison.indicative, comparison.tolerance)
    if result == TacResult.MORE_REQUIRED and not comparison.is_over:
        raise NotOver(comparison.total, comparison.indicative)
    if result == TacResult.MORE_REQUIRED and rounds == 0:
        raise NoRoundRecorded(comparison.total, comparison.indicative)
