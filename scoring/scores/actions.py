"""What every act on a RAS form has in common: what entries are held to, the lock, and the rows it leaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from accounts.models import User
from base.clock import now
from base.refusals import Refused, Stale, check_length
from base.words import at_moment
from casework.cases.actions import lock_case
from casework.models import Case, Passage
from casework.reports.queries import passages_visible_to, reports_received
from scoring.enums import LONGEST_REASON, FormActKind, FormPurpose, FormStatus, LevelKind, VerdictKind
from scoring.frameworks.queries import levels_of, questions_of
from scoring.models import Evidence, FormAct, Framework, Level, OutcomeReview, QueryAnswer, RasForm, Score
from scoring.scores.queries import answer_to, first_opening, open_queries, scores_of
from scoring.scores.rules import Entry, check_outcomes_are_on_form, choose_level


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
    kind: LevelKind | None
    query: OutcomeReview | None

    @property
    def differs(self) -> bool:
        score, entry = self.score, self.entry
        kept = (score.level_id, score.reason, _reports_in(score), _passages_in(score))
        return kept != (entry.level_id, entry.reason, entry.report_ids, entry.passage_ids) or self.answers

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


def _checked(form: RasForm, entries: Mapping[int, Entry], by: User) -> list[_Checked]:
    """The entries with their scores, in order, once all are found to belong to this form."""
    scores = {score.outcome_id: score for score in scores_of(form)}
    check_outcomes_are_on_form(entries, scores)
    levels, queries = levels_of(form.framework), open_queries(form)
    received = frozenset(reports_received(form.case).values_list("pk", flat=True))
    marked = frozenset(passages_visible_to(by, form.case).values_list("pk", flat=True))
    found = []
    for outcome_id, score in scores.items():
        if outcome_id in entries:
            entry, query = _tidy(entries[outcome_id]), queries.get(outcome_id)
            level = _level_for(score, entry, levels)
            _check_texts(score, entry, query)
            is_evidence = entry.report_ids <= received | _reports_in(score)
            if not is_evidence or not entry.passage_ids <= marked | _passages_in(score):
                raise Refused(
                    f"Some of the evidence chosen for outcome {score.outcome.position} is not a received report of "
                    "this case, or a passage marked in one. Choose again."
                )
            found.append(_Checked(score, entry, LevelKind(level.kind) if level else None, query))
    return found


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
    """The form and its case as they are now, locked until the transaction ends; the case first, as everywhere."""
    case = lock_case(form.case)
    locked = RasForm.objects.select_for_update().get(pk=form.pk)
    locked.case, locked.framework = case, form.framework
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


def record_opening(form: RasForm, *, by: User, check: Callable[[RasForm], object]) -> None:
    """Leave the row that somebody other than the scorer opened a submitted form, once a submission.

    Nothing for a form that is not waiting, or was opened before. `check` is asked of the form as it is once locked.
    """
    if not _is_first_to_open(form, by):
        return
    with transaction.atomic():
        form = lock_form(form)
        check(form)
        if _is_first_to_open(form, by):
            record_act(form, FormActKind.OPENED, by=by)


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


def save_entries(form: RasForm, entries: Mapping[int, Entry], *, by: User) -> list[int]:
    """Write the entries that differ from what is there, in a fixed number of queries; returns their positions."""
    differing = [checked for checked in _checked(form, entries, by) if checked.differs]
    for checked in differing:
        _check_unchanged(checked, by)
    if differing:
        moment = now()
        _write_scores(differing, moment, by)
        _write_evidence(differing)
        _write_answers(differing, moment, by)
    return [checked.score.outcome.position for checked in differing]


def _write_scores(differing: list[_Checked], moment: datetime, by: User) -> None:
    for checked in differing:
        score = checked.score
        score.level_id, score.reason = checked.entry.level_id, checked.entry.reason
        score.has_difficulties = None if checked.kind is None else checked.kind != LevelKind.NONE
        score.version += 1
        score.edited_at, score.edited_by = moment, by
    update_scores([checked.score for checked in differing], "reason")


def _write_evidence(differing: list[_Checked]) -> None:
    """The evidence of these outcomes, in place of what was there. A passage brings its report."""
    replaced = [each.pk for checked in differing for each in checked.score.evidence.all()]
    if replaced:
        Evidence.objects.filter(pk__in=replaced).delete()
    passage_ids = {pk for checked in differing for pk in checked.entry.passage_ids}
    of_passage = dict(Passage.objects.filter(pk__in=passage_ids).values_list("pk", "report_id")) if passage_ids else {}
    Evidence.objects.bulk_create(
        [
            Evidence(score=checked.score, report_id=report_id)
            for checked in differing
            for report_id in sorted(checked.entry.report_ids)
        ]
        + [
            Evidence(score=checked.score, report_id=of_passage[passage_id], passage_id=passage_id)
            for checked in differing
            for passage_id in sorted(checked.entry.passage_ids)
        ]
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
