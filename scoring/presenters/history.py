"""What was done to a form, in words: every act, and what was said of each outcome in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from crispy_govuk.phrases import counted
from scoring.enums import FormActKind, VerdictKind
from scoring.models import FormAct, OutcomeReview, RasForm
from scoring.queries.forms import acts_of, open_queries

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
    said: str
    reason: str
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True)
class HistoryEntry:
    """One act on the form, with the outcomes that were changed or queried."""

    act: FormAct
    remarks: list[Remark]
    summary: str

    @property
    def at(self) -> datetime:
        return self.act.acted_at

    @property
    def done(self) -> str:
        return DONE[FormActKind(self.act.kind)]


def history_of(form: RasForm, reader: User) -> list[HistoryEntry]:
    """What was done to the form, newest first. Answers that are still being written are their writer's own."""
    unanswered = set() if form.scorer.pk == reader.pk else {review.pk for review in open_queries(form).values()}
    return entries_from(acts_of(form), hidden_answers=unanswered)


def entries_from(acts: Iterable[FormAct], hidden_answers: Collection[int] = ()) -> list[HistoryEntry]:
    """The acts in words, newest first, without the answers to these reviews."""
    entries = []
    for act in acts:
        reviews = list(act.reviews.all())
        remarks = [remark_on(review, shows_answer=review.pk not in hidden_answers) for review in reviews]
        agreed = sum(review.verdict == VerdictKind.AGREED for review in reviews)
        summary = f"Agreed with {counted(agreed, 'outcome')}" if agreed else ""
        entries.append(HistoryEntry(act, [remark for remark in remarks if remark], summary))
    return entries[::-1]


def remark_on(review: OutcomeReview, *, shows_answer: bool = True) -> Remark | None:
    """A change or a query in words; None for what only agrees or gives."""
    outcome = review.outcome
    if review.verdict == VerdictKind.CHANGED:
        said = f"changed from {review.from_level.name} to {review.to_level.name}"
        return Remark(outcome.position, outcome.wording, said, review.reason)
    if review.verdict != VerdictKind.QUERIED:
        return None
    answer = getattr(review, "answer", None) if shows_answer else None
    said = f"queried, at {review.from_level.name}"
    if answer is None or not answer.text:
        return Remark(outcome.position, outcome.wording, said, review.reason)
    return Remark(outcome.position, outcome.wording, said, review.reason, answer.text, answer.edited_by.full_name)
