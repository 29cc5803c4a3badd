"""From the first score to the last figure, step by step: what each change of a level did in points and in pounds.

Points come from the levels people gave; pounds a year are what one allocation table makes of the points reached so
far, in the order of the form. So every step says what it alone added, and the steps add up to the end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from allocation.tables.rules import Table, convert
from base.contribution import Decided
from casework.money import NOTHING


@dataclass(frozen=True)
class Change:
    """The level of one outcome as somebody changed it; `points` is the difference, below 0 when the level fell."""

    position: int
    wording: str
    from_level: str
    to_level: str
    points: int
    reason: str = ""


@dataclass(frozen=True)
class Turn:
    """What one person did to the scores since they were first submitted: verified, moderated, submitted them again.

    `detail` says what had led to it, as a sentence.
    """

    title: str
    changes: tuple[Change, ...] = ()
    detail: str = ""


@dataclass(frozen=True)
class Step:
    """One row of the waterfall: where points and pounds stand after it, and what it changed.

    A total (`is_total`) says where a turn has led; the steps before it say how. `points` is None once pounds alone
    are decided; `annual_amount` is None while there is no table to convert with.
    """

    title: str
    points: int | None
    points_change: int
    annual_amount: Decimal | None
    amount_change: Decimal
    is_total: bool
    detail: str = ""
    reason: str = ""


def waterfall_of(
    title: str, points: int, turns: Sequence[Turn], decisions: Iterable[Decided], table: Table | None
) -> list[Step]:
    """The steps from the `points` first submitted, under `title`, through `turns` to what was decided in pounds.

    Within a turn the changes follow the order of the form. A table without an allocation for the points stands for
    £0. Raises ValueError when the changes lead below 0 points.
    """
    steps = [Step(title, points, 0, in_pounds(table, points), NOTHING, is_total=True)]
    for turn in turns:
        for change in sorted(turn.changes, key=lambda change: change.position):
            steps.append(_changed(steps[-1], change, table))
        steps.append(_total(turn, steps[-1]))
    for decided in decisions:
        steps.append(_decided(steps[-1], decided))
    return steps


def in_pounds(table: Table | None, points: int) -> Decimal | None:
    """What `table` makes of `points`, in pounds a year: £0 where it has no allocation, None without a table."""
    return None if table is None else convert(table, points).annual_amount or NOTHING


def _changed(before: Step, change: Change, table: Table | None) -> Step:
    points = (before.points or 0) + change.points
    amount = in_pounds(table, points)
    return Step(
        f"{change.position}. {change.wording}",
        points,
        change.points,
        amount,
        _difference(before.annual_amount, amount),
        is_total=False,
        detail=f"{change.from_level} to {change.to_level}",
        reason=change.reason,
    )


def _total(turn: Turn, before: Step) -> Step:
    detail = " ".join(filter(None, (turn.detail, "" if turn.changes else "No level was changed.")))
    return Step(turn.title, before.points, 0, before.annual_amount, NOTHING, is_total=True, detail=detail)


def _decided(before: Step, decided: Decided) -> Step:
    change = _difference(before.annual_amount, decided.annual_amount)
    return Step(decided.title, None, 0, decided.annual_amount, change, is_total=True, reason=decided.reason)


def _difference(before: Decimal | None, after: Decimal | None) -> Decimal:
    return NOTHING if before is None or after is None else after - before
