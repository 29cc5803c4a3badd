"""What every act on a RAS form has in common: what entries are held to, the lock, and the rows it leaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from base.clock import now
from base.refusals import Refused, Stale, check_length
from base.words import at_moment
from casework.models import Case, Passage
from casework.reports.queries import passages_visible_to, reports_received
from scoring.enums import LONGEST_REASON, FormActKind, FormPurpose, FormStatus, LevelKind, VerdictKind
from scoring.frameworks.queries import levels_of, questions_of
from scoring.models import Evidence, FormAct, Framework, Level, OutcomeReview, QueryAnswer, RasForm, Score
from scoring.scores.queries import answer_to, first_opening, open_queries, scores_of
from scoring.scores.rules import Entry, check_outcomes_are_on_form, choose_evidence, choose_level


class OutcomeChanged(Stale):
    """Somebody saved the same outcome since the page was opened; `position` tells the page which."""

    def __init__(self, score: Score, by: User) -> None:
        self.position: int = score.outcome.position
        is_self = score.edited_by_id == by.pk
        whose = "You changed" if is_self else f"{score.edited_by.full_name} changed"
        where = " in another window" if is_self else ""
        level = score.level.name if score.level else "no level yet"
        super().__init__(
            f"{whose} outcome {self.position}, “{score.outcome.wording}”, to “{level}”{where} "
            f"on {at_moment(score.edited_at)}, after you opened this page. "
            "What you entered is still here: save again to put it in place of that."
        )


def _reports_in(score: Score) -> frozenset[int]:
    return frozenset(each.report_id for each in score.evidence.all() if each.passage_id is None)


def _passages_in(score: Score) -> frozenset[int]:
    return frozenset(each.passage_id for each in score.evidence.all() if each.passage_id is not None)


@dataclass(frozen=True)
class _Checked:
    """One entry whose outcome, level, evidence and answer have been found to belong to this form."""

    score: Score
    entry: Entry
    level: Level | None
    query: OutcomeReview | None

    @property
    def differs(self) -> bool:
        score, entry = self.score, self.entry
        kept = (score.level_id, score.reason, _reports_in(score), _passages_in(score))
        return kept != (entry.level_id, entry.reason, entry.report_ids, entry.passage_ids) or self.answers

    def rests_on(self, evidence: Evidence) -> bool:
        """Whether the level still rests on this, as it was entered."""
        if evidence.passage_id is None:
            return evidence.report_id in self.entry.report_ids
        return evidence.passage_id in self.entry.passage_ids

    @property
    def answers(self) -> bool:
        """Whether the answer to the query differs."""
        return self.query is not None and self.entry.answer not in (None, answer_to(self.query))


def tidied(text: str) -> str:
    """Text as it is kept: line ends of one kind, no space around it."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _tidy(entry: Entry) -> Entry:
    """The entry as it is kept."""
    return replace(
        entry,
        reason=tidied(entry.reason),
        report_ids=frozenset(entry.report_ids),
        passage_ids=frozenset(entry.passage_ids),
        answer=None if entry.answer is None else tidied(entry.answer),
    )


def _checked(form: RasForm, scores: Sequence[Score], entries: Mapping[int, Entry], by: User) -> list[_Checked]:
    """The entries with their scores, in order, once all are found to belong to this form."""
    check_outcomes_are_on_form(entries, (score.outcome_id for score in scores))
    levels = levels_of(form.framework)
    queries = open_queries(form) if any(entry.answer is not None for entry in entries.values()) else {}
    found = []
    for score in scores:
        if score.outcome_id in entries:
            entry, query = _tidy(entries[score.outcome_id]), queries.get(score.outcome_id)
            level = _level_for(score, entry, levels)
            _check_texts(score, entry, query)
            found.append(_Checked(score, entry, level, query))
    _check_evidence(form, found, by)
    return found


def _check_evidence(form: RasForm, found: Sequence[_Checked], by: User) -> None:
    """What a level rests on anew is a received report of the case or a passage that the person sees marked in one."""
    reports = {pk for each in found for pk in each.entry.report_ids - _reports_in(each.score)}
    passages = {pk for each in found for pk in each.entry.passage_ids - _passages_in(each.score)}
    if reports:
        reports -= set(reports_received(form.case).values_list("pk", flat=True))
    if passages:
        passages -= set(passages_visible_to(by, form.case).values_list("pk", flat=True))
    for each in found:
        if reports & each.entry.report_ids or passages & each.entry.passage_ids:
            raise Refused(f"{choose_evidence(each.score.outcome.position)}.", field="reports")


def _level_for(score: Score, entry: Entry, levels: Mapping[int, Level]) -> Level | None:
    if entry.level_id is None:
        return None
    level = levels.get(entry.level_id)
    if level is None or level.outcome_id != score.outcome_id:
        raise Refused(f"{choose_level(score.outcome.position)}.")
    return level


def _check_texts(score: Score, entry: Entry, query: OutcomeReview | None) -> None:
    position, answer = score.outcome.position, entry.answer or ""
    if answer and query is None:
        raise Refused(f"No query stands at outcome {position}, so there is nothing to answer.")
    for what, text in (("reason", entry.reason), ("answer", answer)):
        check_length(text, LONGEST_REASON, f"The {what} for outcome {position}")


def _check_unchanged(checked: _Checked, by: User) -> None:
    """Nobody may have saved this outcome since the page was opened."""
    score, expected = checked.score, checked.entry.expected_version
    if expected is not None and expected != score.version:
        raise OutcomeChanged(score, by)


def lock_form(form: RasForm) -> RasForm:
    """The form and its case as they are now, locked until the transaction ends; the case first, as everywhere.

    In one query: rows are locked in the order in which they are named.
    """
    locked = RasForm.objects.select_for_update(of=("case", "self")).select_related("case").get(pk=form.pk)
    locked.framework = form.framework
    return locked


def begin_form(case: Case, framework: Framework, *, by: User, purpose: FormPurpose = FormPurpose.FIRST) -> RasForm:
    """Make a form with an empty score for each outcome, and the act "started". Part of an action: call it checked."""
    moment = now()
    form = RasForm.objects.create(
        case=case,
        purpose=purpose,
        framework=framework,
        started_at=moment,
        started_by=by,
        edited_at=moment,
        edited_by=by,
    )
    Score.objects.bulk_create(
        Score(form=form, outcome=outcome, edited_at=moment, edited_by=by) for outcome in questions_of(framework)
    )
    record_act(form, FormActKind.STARTED, by=by)
    return form


def record_act(form: RasForm, kind: FormActKind, *, by: User, note: str = "") -> FormAct:
    """Leave the row of an act on the form as a whole."""
    return FormAct.objects.create(form=form, kind=kind, acted_at=now(), acted_by=by, note=note)


def record_opening(
    form: RasForm, *, by: User, check: Callable[[RasForm], object], then: Callable[[RasForm], object]
) -> None:
    """Leave the row that somebody other than the scorer opened a submitted form, once a submission.

    Nothing for a form that is not waiting, or was opened before. `check` is asked of the form as it is once locked, and
    `then` is done with it after that.
    """
    if not _is_first_to_open(form, by):
        return
    with transaction.atomic():
        form = lock_form(form)
        check(form)
        if _is_first_to_open(form, by):
            record_act(form, FormActKind.OPENED, by=by)
            then(form)


def _is_first_to_open(form: RasForm, by: User) -> bool:
    """Whether reading the form now is what ends its recall."""
    waits = form.status == FormStatus.SUBMITTED and not form.is_second
    return waits and form.scorer_id != by.pk and first_opening(form) is None


def keep_submitted_levels(act: FormAct, scores: Sequence[Score]) -> None:
    """Keep every level as the scorer submitted it, so that later changes can be told from it."""
    OutcomeReview.objects.bulk_create(
        OutcomeReview(
            act=act,
            outcome_id=score.outcome_id,
            verdict=VerdictKind.GIVEN,
            from_level=score.level,
            to_level=score.level,
        )
        for score in scores
        if score.level is not None
    )


def record_edit(form: RasForm, *, by: User, **changes: str) -> None:
    """Change the form, count the edit, and say whose it is."""
    for name, value in changes.items():
        setattr(form, name, value)
    form.version += 1
    form.edited_at, form.edited_by = now(), by
    form.save(update_fields=[*changes, "version", "edited_at", "edited_by"])


def update_scores(scores: Sequence[Score], *fields: str) -> None:
    """Write the level of scores that are there, and `fields` besides, in one query.

    An insert that finds its rows there: Django's bulk_update does the same with a long CASE for every field, which
    took longer than all else that an act on a form does.
    """
    always = ("level", "has_difficulties", "version", "edited_at", "edited_by")
    Score.objects.bulk_create(
        scores, update_conflicts=True, unique_fields=["form", "outcome"], update_fields=[*always, *fields]
    )


@dataclass(frozen=True)
class Saved:
    """What became of entries: the scores of the form, the entries as they are kept by outcome id, and the positions of
    the outcomes that differ from before.

    The evidence of an outcome stands in its entry; its score has what was there before.
    """

    scores: list[Score]
    entries: dict[int, Entry]
    changed: list[int]


def save_entries(form: RasForm, entries: Mapping[int, Entry], *, by: User) -> Saved:
    """Write the entries that differ from what is there, in a fixed number of queries."""
    scores = scores_of(form)
    found = _checked(form, scores, entries, by)
    differing = [checked for checked in found if checked.differs]
    for checked in differing:
        _check_unchanged(checked, by)
    if differing:
        moment = now()
        _write_evidence(differing)
        _write_scores(differing, moment, by)
        _write_answers(differing, moment, by)
    kept = {each.score.outcome_id: replace(each.entry, expected_version=each.score.version) for each in found}
    return Saved(scores, kept, [checked.score.outcome.position for checked in differing])


def _write_scores(differing: list[_Checked], moment: datetime, by: User) -> None:
    for checked in differing:
        score = checked.score
        score.level, score.reason = checked.level, checked.entry.reason
        score.has_difficulties = None if checked.level is None else checked.level.kind != LevelKind.NONE
        score.version += 1
        score.edited_at, score.edited_by = moment, by
    update_scores([checked.score for checked in differing], "reason")


def _write_evidence(differing: list[_Checked]) -> None:
    """What these outcomes rest on anew, and no longer what they do not. A passage brings its report."""
    gone = [each.pk for checked in differing for each in checked.score.evidence.all() if not checked.rests_on(each)]
    if gone:
        Evidence.objects.filter(pk__in=gone).delete()
    reports = [
        (checked.score, report_id)
        for checked in differing
        for report_id in sorted(checked.entry.report_ids - _reports_in(checked.score))
    ]
    passages = [
        (checked.score, passage_id)
        for checked in differing
        for passage_id in sorted(checked.entry.passage_ids - _passages_in(checked.score))
    ]
    marked = Passage.objects.filter(pk__in={passage_id for _, passage_id in passages})
    of_passage = dict(marked.values_list("pk", "report_id")) if passages else {}
    Evidence.objects.bulk_create(
        [Evidence(score=score, report_id=report_id) for score, report_id in reports]
        + [Evidence(score=score, report_id=of_passage[pk], passage_id=pk) for score, pk in passages]
    )


def _write_answers(differing: list[_Checked], moment: datetime, by: User) -> None:
    answers = [
        QueryAnswer(
            review=checked.query,
            text=checked.entry.answer or "",
            version=getattr(getattr(checked.query, "answer", None), "version", 0) + 1,
            edited_at=moment,
            edited_by=by,
        )
        for checked in differing
        if checked.answers
    ]
    if answers:
        QueryAnswer.objects.bulk_create(
            answers,
            update_conflicts=True,
            unique_fields=["review"],
            update_fields=["text", "version", "edited_at", "edited_by"],
        )
