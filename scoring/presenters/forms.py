"""What the pages of a RAS form show: the check before giving it, the profile after, and who said what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scoring.enums import FormActKind, LevelKind, VerdictKind
from scoring.exceptions.forms import counted
from scoring.models import FormAct, OutcomeReview, RasForm, Score
from scoring.queries.forms import REVIEW_KINDS, acts_of, answers_from, scores_of
from scoring.queries.frameworks import levels_of
from scoring.rules.forms import Answer, Gaps, Profile, gaps_in, hints_on, profile_from


@dataclass(frozen=True)
class CheckRow:
    """One outcome as the check page shows it: no points."""

    answer: Answer
    reports: list[str]
    hints: list[str]
    is_missing: bool
    is_unexplained: bool

    @property
    def position(self) -> int:
        return self.answer.position


@dataclass(frozen=True)
class CheckPage:
    """The form before it is given: what is there, what is missing, what to look at again."""

    rows: list[CheckRow]
    gaps: Gaps

    @property
    def hint_count(self) -> int:
        return sum(len(row.hints) for row in self.rows)


def check_page(form: RasForm) -> CheckPage:
    """All outcomes in order with their gaps and hints. Shows no points."""
    scores = list(scores_of(form))
    answers = answers_from(scores)
    gaps = gaps_in(answers)
    rows = [
        CheckRow(
            answer,
            [each.report.get_kind_display() for each in score.evidence.all()],
            hints_on(answer),
            answer.position in gaps.unanswered,
            answer.position in gaps.unexplained,
        )
        for score, answer in zip(scores, answers, strict=True)
    ]
    return CheckPage(rows, gaps)


BAR_WIDTH = 200
"""Width of the longest bar, in units of the drawing."""


@dataclass(frozen=True)
class ProfileRow:
    """One outcome of a given form: its level, points, bar, reason and what others said of it."""

    score: Score
    answer: Answer
    bar: int
    reviews: list[tuple[FormAct, OutcomeReview]] = field(default_factory=list)

    @property
    def reports(self) -> list[str]:
        """The reports the level rests on, as people call them."""
        return [each.report.get_kind_display() for each in self.score.evidence.all()]

    @property
    def is_changed(self) -> bool:
        return any(review.verdict == VerdictKind.CHANGED for _, review in self.reviews)

    @property
    def first_level(self) -> str:
        """The level the scorer gave, before anybody changed it."""
        return self.reviews[0][1].from_level.name if self.reviews else self.answer.level_name


@dataclass(frozen=True)
class ProfilePage:
    """What the paper form showed, and how it came about."""

    profile: Profile
    rows: list[ProfileRow]
    acts: list[FormAct]
    bar_width: int = BAR_WIDTH

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Levels counted, highest first, with their names."""
        shown = (LevelKind.HIGH, LevelKind.MEDIUM, LevelKind.LOW)
        return [(str(kind.label), self.profile.counts[kind]) for kind in shown]


def profile_page(form: RasForm) -> ProfilePage:
    """The profile of a form that was given, with every review. The caller has checked that it was given."""
    scores = list(scores_of(form))
    answers = answers_from(scores)
    most = max((level.points for level in levels_of(form.framework_id).values()), default=0) or 1
    acts = list(acts_of(form))
    reviews = reviews_by_outcome(acts)
    rows = [
        ProfileRow(score, answer, round(BAR_WIDTH * answer.points / most), reviews.get(score.outcome_id, []))
        for score, answer in zip(scores, answers, strict=True)
    ]
    return ProfilePage(profile_from(answers), rows, acts)


def reviews_by_outcome(acts: Iterable[FormAct]) -> dict[int, list[tuple[FormAct, OutcomeReview]]]:
    """What was said of each outcome since the form was last given, oldest first, by outcome id."""
    said: dict[int, list[tuple[FormAct, OutcomeReview]]] = {}
    for act in acts:
        if act.kind == FormActKind.SUBMITTED:
            said = {}
        if act.kind in REVIEW_KINDS:
            for review in act.reviews.all():
                said.setdefault(review.outcome_id, []).append((act, review))
    return said


@dataclass(frozen=True)
class HistoryEntry:
    """One act on the form, with the outcomes that were changed or queried."""

    act: FormAct
    remarks: list[OutcomeReview]
    summary: str


def history_of(acts: Iterable[FormAct]) -> list[HistoryEntry]:
    """What was done to the form, newest first."""
    entries = []
    for act in acts:
        reviews = list(act.reviews.all())
        remarks = [review for review in reviews if review.verdict in (VerdictKind.CHANGED, VerdictKind.QUERIED)]
        agreed = sum(review.verdict == VerdictKind.AGREED for review in reviews)
        summary = f"Agreed with {counted(agreed, 'outcome')}" if agreed else ""
        entries.append(HistoryEntry(act, remarks, summary))
    return entries[::-1]
