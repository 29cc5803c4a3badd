"""Opening a verified form again for scoring: an edit makes the verification lapse."""

from django.db import transaction

import audit.actions
from accounts.models import User
from casework.actions.stages import move_case
from casework.enums import Stage
from scoring.actions.acts import lock_form, note_act, touch
from scoring.enums import FormActKind, FormStatus
from scoring.exceptions.forms import TextTooLong
from scoring.exceptions.given_forms import ReopeningWithoutReason
from scoring.models import RasForm
from scoring.permissions.given_forms import check_user_can_reopen_form
from scoring.rules.forms import LONGEST_REASON


def reopen_form(form: RasForm, *, reason: str, by: User) -> RasForm:
    """Open a verified or moderated form again for scoring, before the indicative resource is allocated.

    Effects: status draft with the levels as they stand, the acts "reopened" with its reason and "lapsed", the case
    moves back to scoring. What was verified stays in the history; the form is submitted and verified anew.
    Raises NotAllowed, NotVerifiedYet, AlreadyAllocated, WrongStage, SecondFormStays, ReopeningWithoutReason or
    TextTooLong.
    """
    reason = reason.replace("\r\n", "\n").replace("\x00", "").strip()
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_reopen_form(by, form)
        if not reason:
            raise ReopeningWithoutReason
        if len(reason) > LONGEST_REASON:
            raise TextTooLong("The reason", LONGEST_REASON, len(reason))
        note_act(form, FormActKind.REOPENED, by=by, note=reason)
        note_act(form, FormActKind.LAPSED, by=by, note="The form was opened again for scoring after it was verified.")
        touch(form, by=by, status=FormStatus.DRAFT)
        audit.actions.record("scoring.form_reopened", by=by, case=form.case, subject=form, reason=reason)
        move_case(form.case, Stage.SCORING, by=by, reason=reason)
        return form
