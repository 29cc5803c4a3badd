"""A submitted form as it is shown: its profile, and every level with its reason and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from casework.enums import ReportStatus
from scoring.enums import LevelKind
from scoring.frameworks.queries import levels_of, most_points
from scoring.models import Evidence, FormAct, Level, RasForm, Score
from scoring.scores.queries import LevelChange, acts_of, answers_from, is_opened, rounds_of, scores_of
from scoring.scores.rules import SHOWN_KINDS, Answer, Profile, profile_from

BAR_WIDTH = 200
"""Width of the longest bar beside an outcome, in units of the drawing."""


COLUMNS_WIDTH, COLUMNS_HEIGHT = 1000, 200
"""The drawing of the whole profile: one column an outcome."""


@dataclass(frozen=True)
class Rest:
    """What a level rests on: a report as a whole, or a passage quoted from it."""

    report: str
    report_id: int
    place: str = ""
    quote: str = ""
    is_withdrawn: bool = False

    @property
    def source(self) -> str:
        """ "Educational psychology, Dr K. Lim, page 5"."""
        return f"{self.report}, {self.place}" if self.place else self.report


def rest_of(evidence: Evidence) -> Rest:
    """One row of evidence as people call it."""
    report, passage = evidence.report, evidence.passage
    if report.status == ReportStatus.WITHDRAWN:
        return Rest(report.get_kind_display(), report.pk, passage.place if passage else "", is_withdrawn=True)
    title = ", ".join(filter(None, (report.get_kind_display(), report.author)))
    return Rest(title, report.pk, passage.place, passage.quote) if passage else Rest(title, report.pk)


@dataclass(frozen=True)
class ProfileRow:
    """One outcome of a submitted form: its level, points, bar, reason, evidence, and every change of its level.

    `most` are the points of its highest level; `track` is how far they reach beside the bar. `changes` are those since
    the form was first submitted, oldest first, each with the act it is of.
    """

    score: Score
    answer: Answer
    most: int
    bar: int
    track: int
    changes: list[tuple[FormAct, LevelChange]] = field(default_factory=list)

    @cached_property
    def rests(self) -> list[Rest]:
        """What the level rests on, passages first."""
        return sorted((rest_of(each) for each in self.score.evidence.all()), key=lambda rest: not rest.quote)

    @property
    def passages(self) -> list[Rest]:
        """The passages it rests on, with the words themselves."""
        return [rest for rest in self.rests if rest.quote]

    @property
    def whole_reports(self) -> list[Rest]:
        """The reports it rests on as a whole."""
        return [rest for rest in self.rests if not rest.quote and not rest.is_withdrawn]

    @property
    def withdrawn(self) -> list[Rest]:
        """What it rested on and was withdrawn since: named, and no longer quoted."""
        return [rest for rest in self.rests if rest.is_withdrawn]

    @property
    def first_level(self) -> str:
        """The level the scorer submitted first, before anybody changed it."""
        return self.changes[0][1].from_level.name if self.changes else self.answer.level_name


@dataclass(frozen=True)
class Pillar:
    """One outcome's column in the drawing of the profile, from the top down, before what its highest level would be."""

    position: int
    x: int
    width: int
    height: int
    track: int
    at: int
    """Where its number stands, in per cent."""

    @property
    def y(self) -> int:
        return COLUMNS_HEIGHT - self.height

    @property
    def track_y(self) -> int:
        return COLUMNS_HEIGHT - self.track


@dataclass(frozen=True)
class ProfilePage:
    """What the paper form showed, and how it came about; with `shows_points` off, all of it but the points."""

    form: RasForm
    profile: Profile
    rows: list[ProfileRow]
    acts: list[FormAct]
    level_names: dict[LevelKind, str]
    pillars: list[Pillar]
    shows_points: bool
    bar_width: int = BAR_WIDTH
    drawing: str = f"0 0 {COLUMNS_WIDTH} {COLUMNS_HEIGHT}"
    drawing_height: int = COLUMNS_HEIGHT

    @property
    def scores(self) -> list[Score]:
        """The form's scores, in order."""
        return [row.score for row in self.rows]

    @property
    def most(self) -> int:
        """The points of the highest level of every outcome."""
        return sum(row.most for row in self.rows)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Levels counted, highest first, with their names."""
        return [(self.level_names[kind], self.profile.counts[kind]) for kind in SHOWN_KINDS]


def profile_page(form: RasForm, scores: list[Score] | None = None, acts: list[FormAct] | None = None) -> ProfilePage:
    """The profile of a form that was submitted, with every change. The caller has checked that it was submitted.

    Its points are for pages only where `shows_points` says so. `scores` and `acts` are the form's, where they were read
    already.
    """
    scores, acts = scores or scores_of(form), acts or acts_of(form)
    answers = answers_from(scores)
    levels = levels_of(form.framework).values()
    most = most_points(levels)
    scale = max(most.values(), default=0) or 1
    changes = changes_by_outcome(acts)
    rows = [
        ProfileRow(
            score,
            answer,
            most[score.outcome_id],
            round(BAR_WIDTH * answer.points / scale),
            round(BAR_WIDTH * most[score.outcome_id] / scale),
            changes.get(score.outcome_id, []),
        )
        for score, answer in zip(scores, answers, strict=True)
    ]
    profile, pillars = profile_from(answers), pillars_of(answers, [row.most for row in rows])
    return ProfilePage(form, profile, rows, acts, names_of_kinds(levels), pillars, is_opened(form, acts))


def names_of_kinds(levels: Iterable[Level]) -> dict[LevelKind, str]:
    """What the framework calls its low, medium and high levels: "Exceptional"; the usual word where it has several."""
    names: dict[str, set[str]] = {}
    for level in levels:
        names.setdefault(level.kind, set()).add(level.name)
    return {kind: next(iter(names[kind])) if len(names.get(kind, ())) == 1 else str(kind.label) for kind in SHOWN_KINDS}


def pillars_of(answers: list[Answer], most: list[int]) -> list[Pillar]:
    """The columns of the drawing, however many outcomes there are; `most` are the points each can have."""
    step = COLUMNS_WIDTH / max(len(answers), 1)
    scale = max(most, default=0) or 1
    return [
        Pillar(
            answer.position,
            x=round(index * step + step * 0.1),
            width=round(step * 0.8),
            height=round(COLUMNS_HEIGHT * answer.points / scale),
            track=round(COLUMNS_HEIGHT * most[index] / scale),
            at=round((index + 0.5) * step * 100 / COLUMNS_WIDTH),
        )
        for index, answer in enumerate(answers)
    ]


def changes_by_outcome(acts: Iterable[FormAct]) -> dict[int, list[tuple[FormAct, LevelChange]]]:
    """Every change of each outcome's level since the form was first submitted, oldest first, by outcome id."""
    changes: dict[int, list[tuple[FormAct, LevelChange]]] = {}
    for each in rounds_of(acts):
        for change in each.changes:
            changes.setdefault(change.outcome.pk, []).append((each.act, change))
    return changes
