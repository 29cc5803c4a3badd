"""The RAS form: started, saved, submitted, opened by somebody else, taken back, and opened again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

import audit.actions
from accounts.models import User
from base.refusals import Refused, check_length
from casework.cases.actions import lock_case, move_case, take_part
from casework.enums import Part, ReportStatus, Stage
from casework.models import Case
from casework.weighing.actions import weigh_with_form
from scoring.enums import LONGEST_REASON, FormActKind, FormStatus, MainNeed
from scoring.frameworks.permissions import check_framework_suits
from scoring.frameworks.queries import frameworks_for
from scoring.models import Evidence, Framework, Outcome, RasForm, Score
from scoring.rasform.permissions import (
    WHY_REOPENED,
    check_form_is_as_read,
    check_user_can_read_form,
    check_user_can_recall_form,
    check_user_can_reopen_form,
    check_user_can_score_form,
    check_user_can_start_form,
)
from scoring.scores.actions import (
    Saved,
    begin_form,
    keep_submitted_levels,
    lock_form,
    record_act,
    record_edit,
    record_opening,
    save_entries,
    tidied,
)
from scoring.scores.queries import answers_from, form_of, scores_of, unanswered_queries
from scoring.scores.rules import Entry, check_nothing_is_missing, gaps_in
from scoring.second.actions import keep_pair, sample_for_second


def start_form(case: Case, framework: Framework | None = None, *, by: User) -> RasForm:
    """Start the RAS form of a case with a published framework for the child's age on the day of the request.

    Without `framework` it is the newest. Effects: the form, an empty score for each outcome, the act "started". A form
    that is there is returned as it is.
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
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_score_form(by, form)
        check_form_is_as_read(form, expected_version)
        _save(form, entries, _main_need(form, main_need_confirmed, main_need_note), by=by)
        return form


def _save(form: RasForm, entries: Mapping[int, Entry], needs: Mapping[str, str], *, by: User) -> Saved:
    """Save entries and what changed about the main need, once the form is locked and checked."""
    saved = save_entries(form, entries, by=by)
    if not form.is_second:
        take_part(form.case, Part.SCORER, by=by)
    if saved.changed or needs:
        record_edit(form, by=by, **needs)
        audit.actions.record(
            "scoring.second_draft_saved" if form.is_second else "scoring.draft_saved",
            by=by,
            case=form.case,
            subject=form,
            outcomes=saved.changed,
            main_need=bool(needs),
        )
    return saved


@dataclass(frozen=True)
class SavedOutcome:
    """One outcome as it is kept now, with its evidence in `entry`, and how far the form is."""

    score: Score
    entry: Entry
    done: int
    total: int


def save_outcome(
    form: RasForm, outcome: Outcome, entry: Entry, expected_version: int | None, *, by: User
) -> SavedOutcome:
    """Save what was entered for one outcome; `expected_version` is that outcome's score's.

    Effects and refusals are those of `save_draft`.
    """
    if expected_version is not None:
        entry = replace(entry, expected_version=expected_version)
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_score_form(by, form)
        saved = _save(form, {outcome.pk: entry}, {}, by=by)
    return saved_in(saved.scores, outcome, saved.entries[outcome.pk])


def saved_in(scores: Sequence[Score], outcome: Outcome, entry: Entry) -> SavedOutcome:
    """One outcome among the scores of its form."""
    score = next(each for each in scores if each.outcome_id == outcome.pk)
    return SavedOutcome(score, entry, sum(each.level_id is not None for each in scores), len(scores))


def submit_form(form: RasForm, expected_version: int | None = None, *, by: User) -> RasForm:
    """Submit the form to the Lead: from now on its scores can no longer be changed.

    Its points are shown once somebody else has opened it; until then it can be taken back.

    Effects: status submitted, the act with every level as it was submitted, the case moves to verification; reports
    that came late are weighed by it, unless they are the TAC's; a second form moves nothing. A level that rested on a
    report withdrawn before does so no longer. Every query has its answer; missing evidence is a hint, not a wall.
    `expected_version` is that of the form that was checked.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_score_form(by, form)
        check_form_is_as_read(form, expected_version)
        scores = scores_of(form)
        check_nothing_is_missing(gaps_in(answers_from(scores), unanswered_queries(form)))
        record_edit(form, by=by, status=FormStatus.SUBMITTED)
        Evidence.objects.filter(score__form=form, report__status=ReportStatus.WITHDRAWN).delete()
        keep_submitted_levels(record_act(form, FormActKind.SUBMITTED, by=by), scores)
        if form.is_second:
            keep_pair(form)
            audit.actions.record("scoring.second_form_submitted", by=by, case=form.case, subject=form)
            return form
        take_part(form.case, Part.SCORER, by=by)
        second = sample_for_second(form)
        # From here on the head of the trail is held, and every other act waits for it: only what tells the trail.
        audit.actions.record("scoring.form_submitted", by=by, case=form.case, subject=form)
        weigh_with_form(form.case, by=by)
        move_case(form.case, Stage.VERIFICATION, by=by)
        if second is not None:
            audit.actions.record("scoring.second_sampled", by=None, case=form.case, subject=second)
        return form


def _main_need(form: RasForm, confirmed: str | None, note: str | None) -> dict[str, str]:
    """What changes about the main need, as fields of the form."""
    changes = {}
    if confirmed is not None and confirmed in ("", *MainNeed.values) and confirmed != form.main_need_confirmed:
        changes["main_need_confirmed"] = confirmed
    if note is not None:
        note = tidied(note)
        check_length(note, LONGEST_REASON, "The note on the main need")
        if note != form.main_need_note:
            changes["main_need_note"] = note
    return changes


def note_opened(form: RasForm, *, by: User) -> None:
    """Note that somebody other than the scorer opened a submitted form: from now on it cannot be taken back.

    Once a submission; quiet for the scorer, for a form that is not waiting, and when somebody opened it before. The
    caller has checked that the person may read it; the trail has the view itself.
    """
    record_opening(form, by=by, check=lambda form: check_user_can_read_form(by, form), then=keep_pair)


def recall_form(form: RasForm, *, by: User) -> RasForm:
    """Take a submission back: the form is a draft again, as it was.

    Effects: status draft, the act, the case moves back to scoring. The levels kept with the submission stay in the
    history and no longer count as submitted.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_recall_form(by, form)
        record_edit(form, by=by, status=FormStatus.DRAFT)
        record_act(form, FormActKind.RECALLED, by=by)
        audit.actions.record("scoring.form_recalled", by=by, case=form.case, subject=form)
        move_case(form.case, Stage.SCORING, by=by, reason="The RAS form was taken back by its scorer")
        return form


def reopen_form(form: RasForm, *, reason: str, by: User) -> RasForm:
    """Open a verified or moderated form again for scoring, before the indicative resource is allocated.

    Effects: status draft with the levels as they stand, the acts "reopened" with its reason and "lapsed", the case
    moves back to scoring. What was verified stays in the history; the form is submitted and verified again.
    """
    reason = reason.replace("\r\n", "\n").replace("\x00", "").strip()
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_reopen_form(by, form)
        if not reason:
            raise Refused(WHY_REOPENED)
        check_length(reason, LONGEST_REASON, "The reason")
        record_act(form, FormActKind.REOPENED, by=by, note=reason)
        record_act(form, FormActKind.LAPSED, by=by, note="The form was opened again for scoring after it was verified.")
        record_edit(form, by=by, status=FormStatus.DRAFT)
        audit.actions.record("scoring.form_reopened", by=by, case=form.case, subject=form, reason=reason)
        move_case(form.case, Stage.SCORING, by=by, reason=reason)
        return form
