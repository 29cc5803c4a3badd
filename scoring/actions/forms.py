"""Scoring: starting the RAS form, saving what is entered, and submitting it."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

import audit.actions
from accounts.models import User
from casework.actions.hands import take_part
from casework.actions.stages import lock_case, move_case
from casework.enums import Part, Stage
from casework.models import Case
from scoring.actions.acts import begin_form, keep_levels_given, lock_form, note_act, touch
from scoring.actions.entries import save_entries, tidied
from scoring.actions.second_scoring import sample_for_second
from scoring.enums import FormActKind, FormStatus, MainNeed
from scoring.exceptions.forms import (
    FormIncomplete,
    TextTooLong,
)
from scoring.models import Framework, Outcome, RasForm, Score
from scoring.permissions.forms import check_user_can_score_form, check_user_can_start_form
from scoring.permissions.frameworks import check_framework_suits
from scoring.permissions.given_forms import check_form_is_as_read
from scoring.queries.forms import answers_from, form_of, scores_of, unanswered_queries
from scoring.queries.frameworks import frameworks_for
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
        form = begin_form(case, framework, by=by)
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

    Effects: the scores that differ, their evidence, the answers to queries, the part of scorer; nothing is noted
    when nothing differs.
    `expected_version` is the form's, for a page that shows all of it; each entry may carry its own instead, so that
    two people at different outcomes do not clash.
    Raises NotAllowed, FormIsNotDraft, Stale, OutcomeChanged, NotOnThisForm, WrongLevel, NotEvidence, NothingToAnswer
    or TextTooLong.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_score_form(by, form)
        check_form_is_as_read(form, expected_version)
        changed = save_entries(form, entries, by=by)
        needs = _main_need(form, main_need_confirmed, main_need_note)
        if not form.is_second:
            take_part(form.case, Part.SCORER, by=by)
        if changed or needs:
            touch(form, by=by, **needs)
            audit.actions.record(
                "scoring.second_draft_saved" if form.is_second else "scoring.draft_saved",
                by=by,
                case=form.case,
                subject=form,
                outcomes=changed,
                main_need=bool(needs),
            )
        return form


def save_outcome(form: RasForm, outcome: Outcome, entry: Entry, expected_version: int | None, *, by: User) -> Score:
    """Save what was entered for one outcome; `expected_version` is that outcome's score's.

    Effects and refusals are those of `save_draft`. Returns the score with its new version.
    """
    if expected_version is not None:
        entry = replace(entry, expected_version=expected_version)
    form = save_draft(form, {outcome.pk: entry}, by=by)
    return Score.objects.get(form=form, outcome=outcome)


def submit_form(form: RasForm, expected_version: int | None = None, *, by: User) -> RasForm:
    """Give the form to the Lead: from now on its points are shown, and its scores can no longer be changed.

    Effects: status submitted, the act with every level as it was given, the case moves to verification; a second
    form moves nothing. Every query has its answer; missing evidence is a hint, not a wall.
    `expected_version` is that of the form that was checked.
    Raises NotAllowed, FormIsNotDraft, WrongStage, Stale or FormIncomplete.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_score_form(by, form)
        check_form_is_as_read(form, expected_version)
        scores = list(scores_of(form))
        gaps = gaps_in(answers_from(scores), unanswered_queries(form))
        if gaps:
            raise FormIncomplete(gaps.unanswered, gaps.unexplained, gaps.unreplied)
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
            sample_for_second(form)
        return form


def _main_need(form: RasForm, confirmed: str | None, note: str | None) -> dict[str, str]:
    """What changes about the main need, as fields of the form. Raises TextTooLong."""
    changes = {}
    if confirmed is not None and confirmed in ("", *MainNeed.values) and confirmed != form.main_need_confirmed:
        changes["main_need_confirmed"] = confirmed
    if note is not None:
        note = tidied(note)
        if len(note) > LONGEST_REASON:
            raise TextTooLong("The note on the main need", LONGEST_REASON, len(note))
        if note != form.main_need_note:
            changes["main_need_note"] = note
    return changes
