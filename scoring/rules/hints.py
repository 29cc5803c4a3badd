"""Hints to whoever scores: what they may want to look at again. Never a wall, and never points.

`docs/scoring-hints.md` explains them to people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from scoring.enums import LevelKind
from scoring.rules.forms import Answer

SHORT_REASON = 60
"""A high level with a reason of fewer characters, about a line, is pointed out."""

FAR_APART = 2
"""Two outcomes whose levels differ by as many steps are compared with other forms."""

FEWEST_FORMS = 50
"""With fewer forms to compare, nothing is said."""

NEWEST_FORMS = 500
"""No more forms are compared: the newest."""

SELDOM = 5
"""Per cent of forms: fewer than this is seldom."""

MOST_PAIRS = 3
"""No more pairs are pointed out at once: those seen least."""


def hints_on(answer: Answer) -> list[str]:
    """What the scorer may want to look at again in one outcome."""
    hints = []
    if answer.is_scored and not answer.evidence_count:
        hints.append("No evidence is attached to this level.")
    if answer.kind == LevelKind.HIGH and 0 < len(answer.reason.strip()) < SHORT_REASON:
        hints.append("The level is high, and the reason is one short line.")
    return hints


@dataclass(frozen=True)
class UnusualPair:
    """Two outcomes, by position, and in how many of `forms` others they differ as much."""

    first: int
    second: int
    seen: int
    forms: int

    @property
    def sentence(self) -> str:
        """What the check page says."""
        return (
            f"Outcomes {self.first} and {self.second} seldom differ so much: in {self.seen} of the {self.forms} "
            "latest forms with this framework."
        )


def unusual_pairs(steps: Mapping[int, int], others: Sequence[Mapping[int, int]]) -> list[UnusualPair]:
    """The pairs of outcomes that differ by `FAR_APART` steps or more, and seldom as much in other forms.

    `steps` is the step of each level by the position of its outcome, counted from 0; `others` the same of given forms.
    """
    found = []
    for first, second in combinations(sorted(steps), 2):
        apart = abs(steps[first] - steps[second])
        if apart < FAR_APART:
            continue
        compared = [abs(form[first] - form[second]) for form in others if first in form and second in form]
        seen = sum(each >= apart for each in compared)
        if len(compared) >= FEWEST_FORMS and seen * 100 < SELDOM * len(compared):
            found.append(UnusualPair(first, second, seen, len(compared)))
    return sorted(found, key=lambda pair: (pair.seen, pair.first, pair.second))[:MOST_PAIRS]
