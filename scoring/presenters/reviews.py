"""What the pages of verification and moderation show of each outcome: how it stands, and what became of it since
somebody last looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from crispy_govuk.templatetags.govuk_format import day
from scoring.enums import FormActKind, VerdictKind
from scoring.models import FormAct, OutcomeReview, RasForm, Score
from scoring.queries.forms import acts_of, scores_of

VERIFYING = (FormActKind.VERIFIED, FormActKind.QUERIED)
MODERATING = (FormActKind.MODERATED, FormActKind.RETURNED)
"""The acts by which somebody in that part looked at every outcome."""


@dataclass(frozen=True)
class Exchange:
    """A query and what the scorer answered, which may be nothing but another level."""

    asker: str
    asked_at: datetime
    query: str
    answerer: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Look:
    """One outcome since somebody in the same part last looked at it.

    `review` is what they said then, None when nobody has looked; `queries` are all that were asked about it, oldest
    first, and `is_asked_since` tells whether one of them was asked then or later.
    """

    score: Score
    reader: User
    review: OutcomeReview | None = None
    queries: tuple[OutcomeReview, ...] = ()
    is_asked_since: bool = False

    @property
    def is_moved(self) -> bool:
        """Whether it has another level than they saw or set."""
        return self.review is not None and self.review.to_level_id != self.score.level_id

    @property
    def is_edited(self) -> bool:
        """Whether somebody else saved its level, reason or evidence since."""
        if self.review is None:
            return False
        act = self.review.act
        return self.score.edited_at > act.acted_at and self.score.edited_by_id != act.acted_by_id

    @property
    def is_settled(self) -> bool:
        """Whether they agreed with it, or set it, and nothing was changed or asked since: it begins as agreed."""
        return self.review is not None and not (self.is_asked_since or self.is_moved or self.is_edited)

    @property
    def is_striking(self) -> bool:
        """Whether it was looked at before and is not settled: it is to be looked at again."""
        return self.review is not None and not self.is_settled

    @property
    def mark(self) -> str:
        """The word beside the outcome's title."""
        if self.review is None:
            return ""
        if self.is_moved:
            return "Level changed"
        if self.is_asked_since:
            return "Answered" if self.is_answered else "Queried"
        return "Edited" if self.is_edited else "Unchanged"

    @property
    def is_answered(self) -> bool:
        """Whether the last query has an answer in words."""
        return bool(self.exchanges and self.exchanges[-1].answer)

    @property
    def in_words(self) -> str:
        """What became of it, in a sentence; nothing when nobody has looked before."""
        if self.review is None:
            return ""
        who, since = self._who, day(self.review.act.acted_at)
        if self.is_moved:
            before, present = self.review.to_level.name, self.score.level.name if self.score.level else "no level"
            return f"Changed since {who} looked on {since}: {before} to {present}."
        if self.is_asked_since:
            return f"The level is the same as when {who} looked on {since}."
        if self.is_edited:
            return f"The reason or the evidence was changed since {who} looked on {since}. The level is the same."
        said = "set this level" if self.review.verdict == VerdictKind.CHANGED else "agreed with this"
        return f"{who[:1].upper()}{who[1:]} {said} on {since}, and nothing has changed since."

    @property
    def exchanges(self) -> list[Exchange]:
        """What was asked about it and answered, oldest first."""
        return [exchange_of(review) for review in self.queries]

    @property
    def _who(self) -> str:
        assert self.review is not None  # noqa: S101 - asked of an outcome that was looked at
        looker = self.review.act.acted_by
        return "you" if looker.pk == self.reader.pk else looker.full_name


def exchange_of(query: OutcomeReview) -> Exchange:
    """A query with its answer, if it has one in words."""
    answer = getattr(query, "answer", None)
    asked = (query.act.acted_by.full_name, query.act.acted_at, query.reason)
    return Exchange(*asked, answer.edited_by.full_name, answer.text) if answer and answer.text else Exchange(*asked)


def looks_at(form: RasForm, kinds: Iterable[FormActKind], reader: User) -> dict[int, Look]:
    """Every outcome of a given form since somebody last did one of `kinds` to it, by outcome id."""
    acts = list(acts_of(form))
    return {score.outcome_id: _look_at(score, acts, frozenset(kinds), reader) for score in scores_of(form)}


def _look_at(score: Score, acts: list[FormAct], kinds: frozenset[FormActKind], reader: User) -> Look:
    review, queries, is_asked_since = None, [], False
    for act in acts:
        said = next((each for each in act.reviews.all() if each.outcome_id == score.outcome_id), None)
        if said is None:
            continue
        if act.kind in kinds:
            review, is_asked_since = said, False
        if said.verdict == VerdictKind.QUERIED:
            queries.append(said)
            is_asked_since = True
    return Look(score, reader, review, tuple(queries), is_asked_since)
