"""Scores in plain Python: what is entered, what is missing, what the form comes to; hints, and last time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from base.refusals import Refused
from base.words import listed
from scoring.enums import LONGEST_REASON, LevelKind, VerdictKind

COUNTED_KINDS = (LevelKind.LOW, LevelKind.MEDIUM, LevelKind.HIGH)


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
class OutcomeVerdict:
    """What the person verifying or moderating says of one outcome; `level_id` is for a change alone."""

    kind: VerdictKind
    level_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a verdict, as the end of a sentence, and which part of it that is."""

    part: str
    sentence: str

    def at(self, position: int) -> str:
        """The whole sentence, for the outcome at a position."""
        return f"Outcome {position}: {self.sentence}"


def outcomes_in_words(positions: Sequence[int]) -> str:
    """Outcomes as a sentence names them: "outcome 3", "outcomes 2, 5 and 9"."""
    return f"outcome{'' if len(positions) == 1 else 's'} {listed(positions)}"


def choose_level(position: int) -> str:
    """What is asked of somebody who entered a level of another outcome, or none at all."""
    return f"Choose one of the levels shown for outcome {position}"


def choose_evidence(position: int) -> str:
    """What is asked of somebody whose evidence is not of this case, or was withdrawn."""
    return f"Choose the evidence for outcome {position} from the received reports of this case and their passages"


def choose_verdict(*positions: int) -> str:
    """What is asked of somebody who left out verdicts: every outcome gets one."""
    return f"Choose agree, change or query for {outcomes_in_words(positions)}"


def check_outcomes_are_on_form(entered: Iterable[int], on_form: Iterable[int]) -> None:
    """What is entered is about outcomes of this form, not of another framework."""
    if not set(entered) <= set(on_form):
        raise Refused("One of the outcomes is not on this RAS form. Open the form again and enter it there.")


def fault_of(verdict: OutcomeVerdict, *, present_level_id: int | None, level_ids: Collection[int]) -> Fault | None:
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
    """One outcome of a form as it stands: its place, its level if any, and what is entered for it."""

    position: int
    wording: str
    kind: LevelKind | None = None
    level_name: str = ""
    points: int = 0
    reason: str = ""
    evidence_count: int = 0

    @property
    def is_scored(self) -> bool:
        """Whether a level was chosen; "no difficulties" is one."""
        return self.kind is not None

    @property
    def has_difficulties(self) -> bool:
        """Whether a difficulty was found."""
        return self.kind not in (None, LevelKind.NONE)


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
        tuple(a.position for a in answers if a.has_difficulties and not a.reason.strip()),
        tuple(sorted(unanswered_queries)),
    )


def check_nothing_is_missing(gaps: Gaps) -> None:
    """A form is submitted once every outcome has its level and reason, and every query its answer."""
    parts = []
    if gaps.unanswered:
        parts.append(f"choose a level for {outcomes_in_words(gaps.unanswered)}")
    if gaps.unexplained:
        parts.append(f"say why you chose the level for {outcomes_in_words(gaps.unexplained)}")
    if gaps.unreplied:
        queries = "the query" if len(gaps.unreplied) == 1 else "the queries"
        parts.append(f"answer {queries} on {outcomes_in_words(gaps.unreplied)}")
    if parts:
        raise Refused(f"Before you submit the RAS form, {listed(parts)}.")


@dataclass(frozen=True)
class Profile:
    """What the paper form showed once it was submitted."""

    points: int
    counts: Mapping[LevelKind, int]
    highest: Answer | None
    second_highest: Answer | None
    no_difficulties: tuple[Answer, ...]
    not_scored: tuple[Answer, ...]
    answers: tuple[Answer, ...]


def profile_from(answers: Iterable[Answer]) -> Profile:
    """Total points, levels counted, the two highest outcomes, those with no difficulties, and those without a level.

    The order of `answers` does not matter. Of two outcomes with equal points the earlier one on the form is higher.
    """
    ordered = tuple(sorted(answers, key=lambda answer: answer.position))
    ranked = sorted((a for a in ordered if a.has_difficulties), key=lambda answer: (-answer.points, answer.position))
    return Profile(
        points=sum(answer.points for answer in ordered),
        counts={kind: sum(answer.kind == kind for answer in ordered) for kind in COUNTED_KINDS},
        highest=ranked[0] if ranked else None,
        second_highest=ranked[1] if len(ranked) > 1 else None,
        no_difficulties=tuple(answer for answer in ordered if answer.kind == LevelKind.NONE),
        not_scored=tuple(answer for answer in ordered if not answer.is_scored),
        answers=ordered,
    )


SHORT_REASON = 60
"""A high level with a reason of fewer characters, about a line, is pointed out."""


FAR_APART = 2
"""Two outcomes whose levels differ by as many steps are compared with other forms."""


FEWEST_FORMS = 50
"""With fewer forms to compare, nothing is said."""


NEWEST_FORMS = 500
"""No more forms are compared: those submitted last."""


SELDOM = 5
"""Per cent of forms: fewer than this is seldom."""


MOST_PAIRS = 3
"""No more pairs are pointed out at once: those seen least."""


def hints_on(answer: Answer) -> list[str]:
    """What the scorer may want to look at again in one outcome."""
    hints = []
    if answer.has_difficulties and not answer.evidence_count:
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

    `steps` is the step of each level by the position of its outcome, counted from 0; `others` the same of other
    forms.
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
    """What an outcome had last time. `level_id` is the same level now, None when the wording changed."""

    level_name: str
    reason: str
    submitted_at: datetime
    wording: str
    level_id: int | None


def last_times(shown: Iterable[Shown], scored: Iterable[Scored], submitted_at: datetime) -> dict[int, LastTime]:
    """What the last form had at each outcome of this one, by the position of the outcome.

    An outcome is found by its wording, wherever it stood; one that was reworded by its place. The same level is found
    by its id; in another framework, by its place and name, where the outcome has the same wording. Otherwise last
    time is shown, and the person chooses what fits the new wording.
    """
    shown, scored = list(shown), list(scored)
    by_wording = {each.wording: each for each in scored}
    still_asked = {outcome.wording for outcome in shown}
    by_place = {each.position: each for each in scored if each.wording not in still_asked}
    return {
        outcome.position: LastTime(was.level_name, was.reason, submitted_at, was.wording, _same_level(outcome, was))
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


SHOWN_KINDS = (LevelKind.HIGH, LevelKind.MEDIUM, LevelKind.LOW)


def counts_in_words(profile: Profile) -> str:
    """ "3 high, 4 medium, 2 low, 1 with no difficulties", each called as the form called it."""
    counts = []
    for kind in SHOWN_KINDS:
        names = [answer.level_name for answer in profile.answers if answer.kind == kind]
        if names:
            counts.append(f"{len(names)} {(names[0] if len(set(names)) == 1 else str(kind.label)).lower()}")
    if profile.no_difficulties:
        counts.append(f"{len(profile.no_difficulties)} with no difficulties")
    if profile.not_scored:
        counts.append(f"{len(profile.not_scored)} not scored")
    return ", ".join(counts)
