"""What became of each outcome since somebody looked at it last, and what was done to the form."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from base.words import counted
from scoring.enums import FormActKind, VerdictKind
from scoring.models import FormAct, OutcomeReview, RasForm, Score
from scoring.scores.queries import LevelChange, Round, acts_of, open_queries, rounds_of

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
class OutcomeSinceReview:
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
    def needs_review(self) -> bool:
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
    def exchanges(self) -> list[Exchange]:
        """What was asked about it and answered, oldest first."""
        return [exchange_of(review) for review in self.queries]

    @property
    def who(self) -> str:
        """Who looked at it last."""
        if self.review is None:
            return ""
        looker = self.review.act.acted_by
        return "you" if looker.pk == self.reader.pk else looker.full_name


def exchange_of(query: OutcomeReview) -> Exchange:
    """A query with its answer, if it has one in words."""
    answer = getattr(query, "answer", None)
    asked = (query.act.acted_by.full_name, query.act.acted_at, query.reason)
    return Exchange(*asked, answer.edited_by.full_name, answer.text) if answer and answer.text else Exchange(*asked)


def outcomes_since_review(
    scores: Iterable[Score], acts: Sequence[FormAct], kinds: Iterable[FormActKind], reader: User
) -> dict[int, OutcomeSinceReview]:
    """Every outcome of a submitted form since somebody last did one of `kinds` to it, by outcome id.

    `scores` and `acts` are those of the form.
    """
    return {score.outcome_id: _since_review(score, acts, frozenset(kinds), reader) for score in scores}


def _since_review(
    score: Score, acts: Sequence[FormAct], kinds: frozenset[FormActKind], reader: User
) -> OutcomeSinceReview:
    review, queries, is_asked_since = None, [], False
    for act in acts:
        review_now = next((each for each in act.reviews.all() if each.outcome_id == score.outcome_id), None)
        if review_now is None:
            continue
        if act.kind in kinds:
            review, is_asked_since = review_now, False
        if review_now.verdict == VerdictKind.QUERIED:
            queries.append(review_now)
            is_asked_since = True
    return OutcomeSinceReview(score, reader, review, tuple(queries), is_asked_since)


DONE = {
    FormActKind.STARTED: "started the form",
    FormActKind.SUBMITTED: "submitted the form",
    FormActKind.OPENED: "was the first to open it",
    FormActKind.RECALLED: "took it back before anybody else had opened it",
    FormActKind.QUERIED: "returned it with queries",
    FormActKind.VERIFIED: "verified it",
    FormActKind.MODERATED: "moderated it",
    FormActKind.RETURNED: "returned it with queries at moderation",
    FormActKind.LAPSED: "let its verification lapse",
    FormActKind.REOPENED: "opened it again for scoring",
}
"""What somebody did, as the end of a sentence about the form."""


@dataclass(frozen=True)
class Remark:
    """What was said of one outcome in an act: a change, or a query with the scorer's answer."""

    position: int
    wording: str
    text: str
    reason: str
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True)
class HistoryEntry:
    """One act on the form, with the outcomes that were changed or queried; `words` in place of the usual ones."""

    act: FormAct
    remarks: list[Remark]
    summary: str
    words: str = ""

    @property
    def at(self) -> datetime:
        return self.act.acted_at

    @property
    def done(self) -> str:
        return self.words or DONE[FormActKind(self.act.kind)]


def history_of(form: RasForm, reader: User) -> list[HistoryEntry]:
    """What was done to the form, newest first. Answers that are still being written are their writer's own."""
    open_now = set() if form.scorer_id == reader.pk else {review.pk for review in open_queries(form).values()}
    return entries_from(acts_of(form), hidden_answers=open_now)


def entries_from(acts: Iterable[FormAct], hidden_answers: Collection[int] = ()) -> list[HistoryEntry]:
    """The acts in words, newest first, without the answers to these reviews.

    A form that is submitted again says which levels its scorer had changed; one that was taken back says nothing.
    """
    acts, entries = list(acts), []
    again = {each.act.pk: each for each in rounds_of(acts)[1:] if each.act.kind == FormActKind.SUBMITTED}
    for act in acts:
        if act.pk in again:
            entries.append(_submitted_again(again[act.pk]))
            continue
        reviews = list(act.reviews.all())
        remarks = [remark_on(review, shows_answer=review.pk not in hidden_answers) for review in reviews]
        agreed = sum(review.verdict == VerdictKind.AGREED for review in reviews)
        summary = f"Agreed with {counted(agreed, 'outcome')}" if agreed else ""
        entries.append(HistoryEntry(act, [remark for remark in remarks if remark], summary))
    return entries[::-1]


def _submitted_again(again: Round) -> HistoryEntry:
    """A further submission, with the levels the scorer changed. Why stands with the query that was answered."""
    remarks = [
        Remark(change.outcome.position, change.outcome.wording, changed_in_words(change), "")
        for change in again.changes
    ]
    summary = f"Changed the level of {counted(len(remarks), 'outcome')}" if remarks else "Changed no level"
    return HistoryEntry(again.act, remarks, summary, "submitted the form again")


def changed_in_words(change: LevelChange | OutcomeReview) -> str:
    """ "changed from Low to High"."""
    return f"changed from {change.from_level.name} to {change.to_level.name}"


def remark_on(review: OutcomeReview, *, shows_answer: bool = True) -> Remark | None:
    """A change or a query in words; None for what only agrees or gives."""
    outcome = review.outcome
    if review.verdict == VerdictKind.CHANGED:
        return Remark(outcome.position, outcome.wording, changed_in_words(review), review.reason)
    if review.verdict != VerdictKind.QUERIED:
        return None
    answer = getattr(review, "answer", None) if shows_answer else None
    text = f"queried, at {review.from_level.name}"
    if answer is None or not answer.text:
        return Remark(outcome.position, outcome.wording, text, review.reason)
    return Remark(outcome.position, outcome.wording, text, review.reason, answer.text, answer.edited_by.full_name)
