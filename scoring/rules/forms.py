"""The rules of scoring as plain Python: which wording, what is missing, what the points come to.

The source is the RAS process of September 2017 and "Understanding the Resource Allocation System" (In Control, 2013).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scoring.enums import AgeVersion, LevelKind, VerdictKind

LONGEST_REASON = 4000
"""Characters of a reason. Longer text belongs in a report."""

LAST_AGE_OF_0_5 = 5
LAST_AGE_OF_6_16 = 15
LAST_SCHOOL_YEAR = 11

COUNTED_KINDS = (LevelKind.LOW, LevelKind.MEDIUM, LevelKind.HIGH)


def age_version_for(age: int, curriculum_year: int | None = None) -> AgeVersion:
    """The wording for a child of `age` whole years on the day of the request.

    The versions "6 to 16" and "16 to 25" meet at 16: somebody of 16 who is still in Year 11 or below has the school
    wording, from Year 12 on the wording for young people. Without a year, 16 counts as school.
    """
    if age <= LAST_AGE_OF_0_5:
        return AgeVersion.AGE_0_5
    if age <= LAST_AGE_OF_6_16:
        return AgeVersion.AGE_6_16
    at_school = age == LAST_AGE_OF_6_16 + 1 and (curriculum_year is None or curriculum_year <= LAST_SCHOOL_YEAR)
    return AgeVersion.AGE_6_16 if at_school else AgeVersion.AGE_16_25


@dataclass(frozen=True)
class Entry:
    """What somebody entered for one outcome; `level_id` None means not answered yet.

    `answer` is to a query that stands at the outcome; None leaves what is there.
    `expected_version` is the version of the score that the page showed; None when nobody else can have changed it.
    """

    level_id: int | None = None
    reason: str = ""
    report_ids: frozenset[int] = frozenset()
    expected_version: int | None = None
    passage_ids: frozenset[int] = frozenset()
    answer: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What the person verifying or moderating says of one outcome; `level_id` is for a change alone."""

    kind: VerdictKind
    level_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a verdict, as the end of a sentence, and which part of it that is."""

    part: str
    sentence: str


def fault_of(verdict: Verdict, *, present_level_id: int | None, level_ids: Collection[int]) -> Fault | None:
    """What is wrong with a verdict, or None.

    A change needs another level of the same outcome and a reason; a query needs its question; and whoever chooses
    another level without saying "change" is asked which of the two they mean.
    """
    if len(verdict.reason) > LONGEST_REASON:
        return Fault("reason", f"the reason must be {LONGEST_REASON:,} characters or fewer")
    if verdict.kind != VerdictKind.CHANGED and verdict.level_id not in (None, present_level_id):
        return Fault("level", "you chose another level: say that you change it, or take the level away")
    if verdict.kind == VerdictKind.QUERIED and not verdict.reason.strip():
        return Fault("reason", "say what you want to know")
    if verdict.kind == VerdictKind.CHANGED:
        if verdict.level_id not in level_ids:
            return Fault("level", "choose the level you change it to")
        if verdict.level_id == present_level_id:
            return Fault("level", "choose another level than the one it has, or agree")
        if not verdict.reason.strip():
            return Fault("reason", "say why you change the level")
    return None


@dataclass(frozen=True)
class Answer:
    """One outcome of a form as it stands: its place, its level if any, and what is given for it."""

    position: int
    wording: str
    kind: LevelKind | None = None
    level_name: str = ""
    points: int = 0
    reason: str = ""
    evidence_count: int = 0

    @property
    def is_scored(self) -> bool:
        """Whether a difficulty was found: the paper form counts the others as "outcomes not scored"."""
        return self.kind is not None and self.kind != LevelKind.NONE


@dataclass(frozen=True)
class Gaps:
    """What must still be entered before submission, by position: levels, reasons, answers to queries."""

    unanswered: tuple[int, ...]
    unexplained: tuple[int, ...]
    unreplied: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.unanswered or self.unexplained or self.unreplied)


def gaps_in(answers: Iterable[Answer], unanswered_queries: Iterable[int] = ()) -> Gaps:
    """Every outcome has a level, every level above none its reason, and every query its answer."""
    answers = sorted(answers, key=lambda answer: answer.position)
    return Gaps(
        tuple(a.position for a in answers if a.kind is None),
        tuple(a.position for a in answers if a.is_scored and not a.reason.strip()),
        tuple(sorted(unanswered_queries)),
    )


@dataclass(frozen=True)
class Profile:
    """What the paper form showed once it was given."""

    points: int
    counts: Mapping[LevelKind, int]
    highest: Answer | None
    second_highest: Answer | None
    not_scored: tuple[Answer, ...]
    answers: tuple[Answer, ...]


def profile_from(answers: Iterable[Answer]) -> Profile:
    """Total points, levels counted, the two highest outcomes, and the outcomes where no difficulty was found.

    The order of `answers` does not matter. Of two outcomes with equal points the earlier one on the form is higher.
    """
    ordered = tuple(sorted(answers, key=lambda answer: answer.position))
    ranked = sorted((a for a in ordered if a.is_scored), key=lambda answer: (-answer.points, answer.position))
    return Profile(
        points=sum(answer.points for answer in ordered),
        counts={kind: sum(answer.kind == kind for answer in ordered) for kind in COUNTED_KINDS},
        highest=ranked[0] if ranked else None,
        second_highest=ranked[1] if len(ranked) > 1 else None,
        not_scored=tuple(answer for answer in ordered if not answer.is_scored),
        answers=ordered,
    )
