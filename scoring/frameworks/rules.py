"""A framework as plain data, what makes it sound, and which wording a child gets.

The source is "Understanding the Resource Allocation System" (In Control, 2013): statements about outcomes,
each with its levels of support, and points for each level that never fall as the support grows.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from base.refusals import too_long
from base.words import listed
from scoring.enums import (
    LONGEST_DESCRIPTION,
    LONGEST_GATE_QUESTION,
    LONGEST_GUIDANCE,
    LONGEST_LEVEL_NAME,
    LONGEST_TITLE,
    LONGEST_WORDING,
    AgeVersion,
    LevelKind,
)

MOST_OUTCOMES = 40


FEWEST_LEVELS = 2


MOST_LEVELS = 10
"""The ten digits of the keyboard choose the levels of an outcome."""


MOST_POINTS = 1000
"""Points of one level."""


KINDS_IN_ORDER = tuple(LevelKind)


@dataclass(frozen=True)
class LevelRow:
    """One level: what it is called, what it counts as, what it looks like, and its points."""

    name: str
    kind: LevelKind
    description: str
    points: int


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome with its levels in order. Where no question opens it, its wording is what is asked."""

    wording: str
    gate_question: str
    guidance: str
    levels: tuple[LevelRow, ...]

    @property
    def top_points(self) -> int:
        """The most points that the outcome can give."""
        return max((level.points for level in self.levels), default=0)


@dataclass(frozen=True)
class Questionnaire:
    """A framework as it is copied, compared, exported and taken in: all of its words, without number and state."""

    title: str
    age_version: AgeVersion
    outcomes: tuple[OutcomeRow, ...]
    is_illustrative: bool = False

    @property
    def top_points(self) -> int:
        """The points of a form on which every outcome has its highest level."""
        return sum(outcome.top_points for outcome in self.outcomes)


@dataclass(frozen=True)
class Problem:
    """One thing to put right, in a sentence; `outcome` is the position of the outcome it is about."""

    sentence: str
    outcome: int | None = None


def on_one_line(text: str) -> str:
    """The text as one line: no control characters, single spaces, none at its ends."""
    return " ".join(_printable(text.replace("\t", " ").replace("\n", " ").replace("\r", " ")).split())


def in_lines(text: str) -> str:
    """The text with line ends of one kind, no control characters, and no space at its ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_printable(line.replace("\t", " ")).rstrip() for line in lines).strip()


def _printable(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cs"))


def tidied(outcome: OutcomeRow) -> OutcomeRow:
    """The outcome as it is kept."""
    return OutcomeRow(
        on_one_line(outcome.wording),
        on_one_line(outcome.gate_question),
        in_lines(outcome.guidance),
        tuple(
            replace(level, name=on_one_line(level.name), description=on_one_line(level.description))
            for level in outcome.levels
        ),
    )


def faults_of(outcome: OutcomeRow, position: int) -> list[Problem]:
    """What keeps an outcome from being kept even in a draft: too long, too many, points that cannot be."""
    where = f"Outcome {position}"
    lengths = [
        (f"{where}: the wording", outcome.wording, LONGEST_WORDING),
        (f"{where}: the question that opens it", outcome.gate_question, LONGEST_GATE_QUESTION),
        (f"{where}: the guidance", outcome.guidance, LONGEST_GUIDANCE),
    ]
    sentences = []
    if len(outcome.levels) > MOST_LEVELS:
        sentences.append(f"{where}: give it {MOST_LEVELS} levels or fewer. It has {len(outcome.levels)}.")
    for number, level in enumerate(outcome.levels, start=1):
        here = f"{where}, level {number}"
        lengths += [
            (f"{here}: the name", level.name, LONGEST_LEVEL_NAME),
            (f"{here}: the description", level.description, LONGEST_DESCRIPTION),
        ]
        if not 0 <= level.points <= MOST_POINTS:
            sentences.append(f"{here}: the points must be a whole number from 0 to {MOST_POINTS:,}.")
        elif level.kind == LevelKind.NONE and level.points:
            sentences.append(f"{here}: a level that means no difficulties has 0 points. It has {level.points}.")
    sentences = [*_too_long(lengths), *sentences]
    return [Problem(sentence, position) for sentence in sentences]


def problems_of(questionnaire: Questionnaire) -> list[Problem]:
    """What keeps a framework from being published, in the order of the form; nothing when it is sound."""
    outcomes = questionnaire.outcomes
    problems = [Problem(sentence) for sentence in _too_long([("The title", questionnaire.title, LONGEST_TITLE)])]
    if not questionnaire.title:
        problems.append(Problem("Enter a title."))
    if not outcomes:
        problems.append(Problem("Add at least one outcome."))
    if len(outcomes) > MOST_OUTCOMES:
        problems.append(Problem(f"A framework has {MOST_OUTCOMES} outcomes at most. This one has {len(outcomes)}."))
    problems += [
        Problem(f"Outcomes {listed(same)} have the same wording. Word them apart.", same[0])
        for same in _alike([outcome.wording for outcome in outcomes])
    ]
    for position, outcome in enumerate(outcomes, start=1):
        problems += faults_of(outcome, position)
        problems += [Problem(sentence, position) for sentence in _gaps_of(outcome, f"Outcome {position}")]
    return problems


def _gaps_of(outcome: OutcomeRow, where: str) -> Iterator[str]:
    """What an outcome lacks, and what is out of order in it."""
    if not outcome.wording:
        yield f"{where}: enter its wording."
    if len(outcome.levels) < FEWEST_LEVELS:
        yield f"{where}: give it at least {FEWEST_LEVELS} levels."
    for number, level in enumerate(outcome.levels, start=1):
        if not level.name:
            yield f"{where}, level {number}: enter its name."
        if not level.description:
            yield f"{where}, level {number}: describe what it looks like."
    for same in _alike([level.name for level in outcome.levels]):
        yield f"{where}: levels {listed(same)} have the same name. Name them apart."
    yield from _kinds_out_of_order(outcome.levels, where)
    yield from _points_out_of_order(outcome, where)


def _kinds_out_of_order(levels: Sequence[LevelRow], where: str) -> Iterator[str]:
    """One level means no difficulties, and it comes first; after it low, medium and high never go back."""
    none = [number for number, level in enumerate(levels, start=1) if level.kind == LevelKind.NONE]
    if levels and not none:
        yield f"{where}: say which level means no difficulties. It comes first, with 0 points."
    elif len(none) > 1:
        yield f"{where}: only one level may mean no difficulties. Levels {listed(none)} do."
    elif none and none != [1]:
        yield f"{where}: the level that means no difficulties comes first. It is level {none[0]}."
    graded = [(number, level.kind) for number, level in enumerate(levels, start=1) if level.kind != LevelKind.NONE]
    for (_, lower), (number, higher) in pairwise(graded):
        if KINDS_IN_ORDER.index(higher) < KINDS_IN_ORDER.index(lower):
            yield (
                f"{where}, level {number}: it counts as {higher.label.lower()}, and the level before it as "
                f"{lower.label.lower()}. Put them in order."
            )


def _points_out_of_order(outcome: OutcomeRow, where: str) -> Iterator[str]:
    """Points stay or rise from level to level, and the highest level gives some."""
    if outcome.levels and not outcome.top_points:
        yield f"{where}: its levels give no points. Give points to the levels above “no difficulties”."
    for number, (lower, higher) in enumerate(pairwise(outcome.levels), start=2):
        if higher.points < lower.points:
            yield (
                f"{where}, level {number}: the points fall from {lower.points} to {higher.points}. "
                "From level to level they stay or rise."
            )


def _too_long(lengths: Iterable[tuple[str, str, int]]) -> list[str]:
    return [sentence for what, text, most in lengths if (sentence := too_long(text, most, what))]


def _alike(texts: Iterable[str]) -> list[list[int]]:
    """The places, counted from 1, of texts that read the same whatever their capitals; empty ones are left out."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts, start=1):
        if text:
            places.setdefault(text.casefold(), []).append(place)
    return [same for same in places.values() if len(same) > 1]


LAST_AGE_OF_0_5 = 5


LAST_AGE_OF_6_16 = 15


LAST_SCHOOL_YEAR = 11


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
