"""The statutory clock: time limits as data with their source, and the days they fall on.

Calendar days, counted from the day the request was received. `today` is passed in.
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from casework.enums import Stage
from casework.stages import ENDS, INACTIVE_STAGES


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


def rests_at(stage: Stage) -> bool:
    """Whether a case at this stage stands at the end of the lists: nothing of an assessment or a review runs in it."""
    return stage in INACTIVE_STAGES


def next_duty_on(
    stage: Stage,
    *,
    decision_due_on: date,
    final_plan_due_on: date,
    review_due_on: date | None = None,
    is_under_review: bool = False,
) -> date | None:
    """The day by which the next duty of a case is done in time; None where no duty runs in it.

    The decision whether to assess, then the final plan (of a review, the day its plan's review is due); of a plan that
    is maintained its next review, unless that is under way, when it runs in a case of its own. Every duty that the
    clock is to ask for comes in here: lists read what `duties.actions.keep_next_duties` has written down of it.
    """
    if stage == Stage.REQUESTED:
        return decision_due_on
    if stage == Stage.MAINTAINED:
        return None if is_under_review else review_due_on
    return None if stage in ENDS else final_plan_due_on


@cache
def rules_of_days() -> str:
    """What the days that are kept of duties rest on, as one word: another word once the clock comes to other days.

    It is told from what the limits come to, counted from each day of five years, and from the clock at each stage.
    """
    days = [date(2026, 1, 1) + timedelta(days=at) for at in range(5 * 366)]
    limits = [(falls_on(DECIDE_WHETHER_TO_ASSESS, day), falls_on(FINAL_PLAN, day), review_due_on(day)) for day in days]
    decide, final, review = limits[0]
    stages = [
        (stage.value, rests_at(stage), next_duty_on(stage, decision_due_on=decide, final_plan_due_on=final, **of_plan))
        for stage in Stage
        for of_plan in ({"review_due_on": review}, {"review_due_on": review, "is_under_review": True})
    ]
    return hashlib.sha256(repr((limits, stages)).encode()).hexdigest()[:16]


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
