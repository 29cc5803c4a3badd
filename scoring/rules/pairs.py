"""Two forms of one case beside each other: plain data that agreement is reckoned from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scoring.enums import AgeVersion, FormActKind


@dataclass(frozen=True)
class Scale:
    """The levels of one outcome in order, lowest first, with their points."""

    wording: str
    names: tuple[str, ...]
    points: tuple[int, ...]


@dataclass(frozen=True)
class Instrument:
    """One framework version as a means of measuring: its outcomes in order, each with its scale."""

    framework_id: int
    title: str
    age_version: AgeVersion
    number: int
    scales: tuple[Scale, ...]

    @property
    def kind(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What makes two versions comparable: the same outcomes in the same order, with levels of the same names."""
        return tuple((scale.wording, scale.names) for scale in self.scales)


@dataclass(frozen=True)
class Given:
    """A form as its scorer gave it: for each outcome in order the rank of its level, 0 for the lowest."""

    scorer_id: int
    scorer: str
    given_at: datetime
    ranks: tuple[int, ...]
    points: int


@dataclass(frozen=True)
class Pair:
    """One case scored twice without either scorer seeing the other's levels."""

    case_id: int
    instrument: Instrument
    first: Given
    second: Given


def submission_that_counts(acts: Iterable[tuple[int, FormActKind]]) -> int | None:
    """The act, of a form's acts in order, with which it was given unaided: the last before anybody reviewed it.

    A form that was taken back counts for nothing until it is given again, and then as it was given last; one that came
    back with queries counts as it was before the queries, for those are another person's judgement.
    """
    counts = None
    for act_id, kind in acts:
        if kind == FormActKind.SUBMITTED:
            counts = act_id
        elif kind == FormActKind.RECALLED:
            counts = None
        elif kind not in (FormActKind.STARTED, FormActKind.OPENED):
            break
    return counts
