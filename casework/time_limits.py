"""The statutory clock: time limits as data with their source, and the days they fall on.

Calendar days, counted from the day the request was received. `today` is passed in.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class TimeLimit:
    """One duty and the days allowed for it after its trigger."""

    code: str
    duty: str
    days: int
    source: str
    in_force_from: date

    @property
    def weeks(self) -> int:
        """The days in whole weeks, as the regulations count them: 20 to the final plan."""
        return self.days // 7


SEND_REGS_IN_FORCE = date(2014, 9, 1)


DECIDE_WHETHER_TO_ASSESS = TimeLimit(
    "decide", "Decide whether to assess, and tell the family", 42, "SEND Regs 2014, reg 5(1)", SEND_REGS_IN_FORCE
)


ADVICE_DUE = TimeLimit("advice", "Advice is given", 42, "SEND Regs 2014, reg 8", SEND_REGS_IN_FORCE)


REFUSE_PLAN = TimeLimit(
    "refuse", "Tell the family if no plan will be issued", 112, "SEND Regs 2014, reg 10(1)", SEND_REGS_IN_FORCE
)


FINAL_PLAN = TimeLimit("final", "Issue the final plan", 140, "SEND Regs 2014, reg 13(2)", SEND_REGS_IN_FORCE)


FAMILY_VIEWS_ON_DRAFT = TimeLimit(
    "views",
    "The family has at least 15 days, beginning with the day the draft is served",
    14,
    "SEND Regs 2014, reg 13(1)",
    SEND_REGS_IN_FORCE,
)


REVIEW_DONE = TimeLimit(
    "review", "Review the plan, within 12 months of the day it was issued", 365, "CFA 2014, s44(1)", SEND_REGS_IN_FORCE
)


ASSESSMENT_LIMITS = (DECIDE_WHETHER_TO_ASSESS, REFUSE_PLAN, FINAL_PLAN)


def falls_on(limit: TimeLimit, trigger: date) -> date:
    """The last day on which the duty is done in time."""
    return trigger + timedelta(days=limit.days)


def review_due_on(issued_on: date) -> date:
    """The last day of the 12 months that begin with the day the plan was issued, or last reviewed: CFA 2014, s44(1)."""
    following = issued_on.year + 1
    try:
        return issued_on.replace(year=following) - timedelta(days=1)
    except ValueError:  # issued on 29 February
        return date(following, 2, 28)


def week_of(requested_on: date, today: date) -> int:
    """Which week of the 20 it is: 1 on the day of the request, 21 once the limit has passed by a day."""
    return max(1, math.ceil((today - requested_on).days / 7))


@dataclass(frozen=True)
class Milestone:
    """A limit of one case: when it falls, whether and when it was met."""

    limit: TimeLimit
    due_on: date
    met_on: date | None
    days_left: int

    @property
    def is_late(self) -> bool:
        """Met after its day, or not met and its day has passed."""
        return self.met_on > self.due_on if self.met_on else self.days_left < 0


def milestones(
    requested_on: date, today: date, met: dict[str, date], limits: Iterable[TimeLimit] = ASSESSMENT_LIMITS
) -> list[Milestone]:
    """The case's limits in order. `met` gives the day by limit code on which a duty was done."""
    return [
        Milestone(limit, due := falls_on(limit, requested_on), met.get(limit.code), (due - today).days)
        for limit in limits
    ]
