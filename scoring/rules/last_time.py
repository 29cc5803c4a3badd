"""What an outcome got in the child's last form, and whether it can be taken as it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Shown:
    """An outcome of the form being scored: its levels are (id, position, name)."""

    position: int
    wording: str
    levels: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Scored:
    """An outcome of the last form, with the level it came to."""

    position: int
    wording: str
    level_id: int
    level_position: int
    level_name: str
    reason: str


@dataclass(frozen=True)
class LastTime:
    """What stands beside an outcome in a revisit. `level_id` is the same level now, None when the wording changed."""

    level_name: str
    reason: str
    given_at: datetime
    wording: str
    level_id: int | None


def last_times(shown: Iterable[Shown], scored: Iterable[Scored], given_at: datetime) -> dict[int, LastTime]:
    """The last form beside this one, by the position of the outcome.

    An outcome is found by its wording, wherever it stood; one that was reworded by its place. The same level is found
    by its id; in another framework, by its place and name, where the outcome has the same wording. Otherwise last
    time is shown, and the person chooses what fits the new wording.
    """
    shown, scored = list(shown), list(scored)
    by_wording = {each.wording: each for each in scored}
    still_asked = {outcome.wording for outcome in shown}
    by_place = {each.position: each for each in scored if each.wording not in still_asked}
    return {
        outcome.position: LastTime(was.level_name, was.reason, given_at, was.wording, _same_level(outcome, was))
        for outcome in shown
        if (was := by_wording.get(outcome.wording) or by_place.get(outcome.position)) is not None
    }


def _same_level(outcome: Shown, was: Scored) -> int | None:
    if outcome.wording != was.wording:
        return None
    return next(
        (
            level_id
            for level_id, position, name in outcome.levels
            if level_id == was.level_id or (position, name) == (was.level_position, was.level_name)
        ),
        None,
    )
