"""Scoring: starting the RAS form, saving what is entered, and submitting it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

import audit.actions
from accounts.exceptions import ChangedMeanwhile
from accounts.models import User
from audit.moments import now
from casework.actions.hands import take_part
from casework.actions.stages import lock_case, move_case
from casework.enums import Part, Stage
from casework.models import Case
from casework.queries.cases import reports_received
from scoring.actions.acts import keep_levels_given, lock_form, note_act, touch, update_scores
from scoring.enums import FormActKind, FormStatus, LevelKind, MainNeed
from scoring.exceptions.forms import (
    FormIncomplete,
    NotEvidence,
    NotOnThisForm,
    OutcomeChanged,
    TextTooLong,
    WrongLevel,
)
from scoring.models import Evidence, Framework, Outcome, RasForm, Score
from scoring.permissions.forms import check_user_can_score_form, check_user_can_start_form
from scoring.permissions.frameworks import check_framework_suits
from scoring.queries.forms import answers_from, form_of, scores_of
from scoring.queries.frameworks import frameworks_for, levels_of
from scoring.rules.forms import LONGEST_REASON, Entry, gaps_in


def start_form(case: Case, framework: Framework | None = None, *, by: User) -> RasForm:
    """Start the RAS form of a case with a published framework for the child's age on the day of the request.

    Without `framework` it is the newest. Effects: the form, an empty score for each outcome, the act "started". A form
    that is there is returned as it is. Raises NotAllowed, WrongStage, NoFramework or FrameworkNotForCase.
    """
    with transaction.atomic():
        case = lock_case(case)
        check_user_can_start_form(by, case)
        if (there := form_of(case)) is not None:
            return there
        framework = framework or frameworks_for(case)[0]
        check_framework_suits(framework, case)
        moment = now()
        form = RasForm.objects.create(
            case=case, framework=framework, started_at=moment, started_by=by, edited_at=moment, edited_by=by
        )
        Score.objects.bulk_create(
            Score(form=form, outcome=outcome, edited_at=moment, edited_by=by) for outcome in framework.outcomes.all()
        )
        note_act(form, FormActKind.STARTED, by=by)
        audit.actions.record("scoring.form_started", by=by, case=case, subject=form, framework=framework.title)
        return form


def save_draft(
    form: RasForm,
    entries: Mapping[int, Entry],
    expected_version: int | None = None,
    *,
    by: User,
    main_need_confirmed: str | None = None,
    main_need_note: str | None = None,
) -> RasForm:
    """Save what was entered for any of the outcomes, by outcome id; all of it or nothing.

    Effects: the scores that differ, their evidence, the part of scorer; nothing is noted when nothing differs.
    `expected_version` is the form's, for a page that shows all of it; each entry may carry its own instead, so that
    two people at different outcomes do not clash.
    Raises NotAllowed, FormIsNotDraft, Stale, OutcomeChanged, NotOnThisForm, WrongLevel, NotEvidence or TextTooLong.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_score_form(by, form)
        _check_version(form, expected_version)
        changed = _save_entries(form, entries, by=by)
        needs = _main_need(form, main_need_confirmed, main_need_note)
        if not form.is_second:
            take_part(form.case, Part.SCORER, by=by)
        if changed or needs:
            touch(form, by=by, **needs)
            audit.actions.record(
                "scoring.draft_saved", by=by, case=form.case, subject=form, outcomes=changed, main_need=bool(needs)
            )
        return form


def save_outcome(form: RasForm, outcome: Outcome, entry: Entry, expected_version: int | None, *, by: User) -> Score:
    """Save what was entered for one outcome; `expected_version` is that outcome's score's.

    Effects and refusals are those of `save_draft`. Returns the score with its new version.
    """
    if expected_version is not None:
        entry = Entry(entry.level_id, entry.reason, entry.report_ids, expected_version)
    form = save_draft(form, {outcome.pk: entry}, by=by)
    return Score.objects.get(form=form, outcome=outcome)


def submit_form(form: RasForm, expected_version: int | None = None, *, by: User) -> RasForm:
    """Give the form to the Lead: from now on its points are shown, and its scores can no longer be changed.

    Effects: status submitted, the act with every level as it was given, the case moves to verification; a second
    form moves nothing. Missing evidence is a hint, not a wall.
    `expected_version` is that of the form that was checked.
    Raises NotAllowed, FormIsNotDraft, WrongStage, Stale or FormIncomplete.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_score_form(by, form)
        _check_version(form, expected_version)
        scores = list(scores_of(form))
        gaps = gaps_in(answers_from(scores))
        if gaps:
            raise FormIncomplete(gaps.unanswered, gaps.unexplained)
        touch(form, by=by, status=FormStatus.SUBMITTED)
        keep_levels_given(note_act(form, FormActKind.SUBMITTED, by=by), scores)
        audit.actions.record(
            "scoring.second_form_submitted" if form.is_second else "scoring.form_submitted",
            by=by,
            case=form.case,
            subject=form,
        )
        if not form.is_second:
            take_part(form.case, Part.SCORER, by=by)
            move_case(form.case, Stage.VERIFICATION, by=by)
        return form


def _check_version(form: RasForm, expected: int | None) -> None:
    """Nobody may have changed the form since the page was opened."""
    if expected is not None and expected != form.version:
        raise ChangedMeanwhile("this RAS form", form.edited_by.full_name, form.edited_at)


@dataclass
class _Checked:
    """One entry whose outcome, level and reports have been found to belong to this form."""

    score: Score
    entry: Entry
    kind: LevelKind | None

    @property
    def differs(self) -> bool:
        score, entry = self.score, self.entry
        return (
            score.level_id != entry.level_id
            or score.reason != entry.reason
            or {each.report_id for each in score.evidence.all()} != entry.report_ids
        )


def _save_entries(form: RasForm, entries: Mapping[int, Entry], *, by: User) -> list[int]:
    """Write the entries that differ from what is there, in a fixed number of queries; returns their positions."""
    differing = [checked for checked in _checked(form, entries) if checked.differs]
    for checked in differing:
        _check_unchanged(checked, by)
    moment = now()
    for checked in differing:
        score = checked.score
        score.level_id, score.reason = checked.entry.level_id, checked.entry.reason
        score.has_difficulties = None if checked.kind is None else checked.kind != LevelKind.NONE
        score.version += 1
        score.edited_at, score.edited_by = moment, by
    if differing:
        update_scores([checked.score for checked in differing], "reason")
        replaced = [each.pk for checked in differing for each in checked.score.evidence.all()]
        if replaced:
            Evidence.objects.filter(pk__in=replaced).delete()
        Evidence.objects.bulk_create(
            Evidence(score=checked.score, report_id=report_id)
            for checked in differing
            for report_id in sorted(checked.entry.report_ids)
        )
    return [checked.score.outcome.position for checked in differing]


def _checked(form: RasForm, entries: Mapping[int, Entry]) -> list[_Checked]:
    """The entries beside their scores, in order. Raises when one does not belong to this form."""
    scores = {score.outcome_id: score for score in scores_of(form)}
    levels = levels_of(form.framework_id)
    if not entries.keys() <= scores.keys():
        raise NotOnThisForm
    received = set(reports_received(form.case).values_list("pk", flat=True))
    found = []
    for outcome_id, score in scores.items():
        if outcome_id not in entries:
            continue
        entry, position = _tidy(entries[outcome_id]), score.outcome.position
        level = None if entry.level_id is None else levels.get(entry.level_id)
        if entry.level_id is not None and (level is None or level.outcome_id != outcome_id):
            raise WrongLevel(position)
        if len(entry.reason) > LONGEST_REASON:
            raise TextTooLong(f"The reason for outcome {position}", LONGEST_REASON, len(entry.reason))
        kept = {each.report_id for each in score.evidence.all()}
        if not entry.report_ids <= received | kept:
            raise NotEvidence(position)
        found.append(_Checked(score, entry, LevelKind(level.kind) if level else None))
    return found


def _tidy(entry: Entry) -> Entry:
    """The entry as it is kept: line ends of one kind, no space around the reason."""
    reason = entry.reason.replace("\r\n", "\n").replace("\x00", "").strip()
    return Entry(entry.level_id, reason, frozenset(entry.report_ids), entry.expected_version)


def _check_unchanged(checked: _Checked, by: User) -> None:
    """Nobody may have saved this outcome since the page was opened."""
    score, expected = checked.score, checked.entry.expected_version
    if expected is not None and expected != score.version:
        raise OutcomeChanged(
            score.outcome.position,
            score.outcome.wording,
            score.edited_by.full_name,
            score.edited_at,
            score.level.name if score.level else "no level yet",
            is_self=score.edited_by_id == by.pk,
        )


def _main_need(form: RasForm, confirmed: str | None, note: str | None) -> dict[str, str]:
    """What changes about the main need, as fields of the form. Raises TextTooLong."""
    changes = {}
    if confirmed is not None and confirmed in ("", *MainNeed.values) and confirmed != form.main_need_confirmed:
        changes["main_need_confirmed"] = confirmed
    if note is not None:
        note = note.replace("\r\n", "\n").replace("\x00", "").strip()
        if len(note) > LONGEST_REASON:
            raise TextTooLong("The note on the main need", LONGEST_REASON, len(note))
        if note != form.main_need_note:
            changes["main_need_note"] = note
    return changes
