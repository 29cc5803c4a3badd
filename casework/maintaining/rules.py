"""The days of a plan in force: its next review, the next move of phase, and the day on which it ends at the latest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.time_limits import review_due_on

LAST_BIRTHDAY = 25
"""A plan may be maintained to the end of the academic year of this birthday: CFA 2014, s46."""


def next_review_due_on(first_made_on: date, reviews_ended_on: Iterable[date]) -> date:
    """The last day on which the next review ends in time.

    It is the day before the anniversary of the day the plan was first made, or of the day the last review ended,
    whichever is later. An amended plan does not move it. Source: CFA 2014, s44(1).
    """
    return review_due_on(max([first_made_on, *reviews_ended_on]))


@dataclass(frozen=True)
class PhaseTransfer:
    """A move from one phase of education to the next, and the day by which the plan must be reviewed and amended."""

    title: str
    after_year: int
    due_on: date
    source: str


@dataclass(frozen=True)
class _Phase:
    title: str
    after_year: int
    month: int
    day: int
    source: str


PHASES = (
    _Phase("Early years to school", -1, 2, 15, "SEND Regs 2014, reg 18(1)(b)"),
    _Phase("Primary to secondary school", 6, 2, 15, "SEND Regs 2014, reg 18(1)(b)"),
    _Phase("Secondary school to post-16", 11, 3, 31, "SEND Regs 2014, reg 18(1)(a)"),
)
"""The moves that nearly every child makes, with the curriculum year after which each comes.

Infant, junior and middle schools move at other years: that depends on the setting.
"""


def next_phase_transfer(year: int, day: date) -> PhaseTransfer | None:
    """The next move of phase, of somebody in curriculum year `year` on `day`, whose day has not passed; or None."""
    school_year_ends = day.year + 1 if day.month >= 9 else day.year
    for phase in PHASES:
        due_on = date(school_year_ends + phase.after_year - year, phase.month, phase.day)
        if due_on >= day:
            return PhaseTransfer(phase.title, phase.after_year, due_on, phase.source)
    return None


def ends_at_the_latest_on(date_of_birth: date) -> date:
    """The last day of the academic year in which the young person becomes 25: 31 July.

    Source: CFA 2014, s46; SEND Regs 2014, reg 46. In further education and apprenticeships the course may end on
    another day: the authority confirms it.
    """
    year = date_of_birth.year + LAST_BIRTHDAY
    turns_after_july = (date_of_birth.month, date_of_birth.day) > (7, 31)
    return date(year + turns_after_july, 7, 31)
