"""Taking a submission back, which the scorer may until somebody else has opened it."""

from django.db import transaction

import audit.actions
from accounts.models import User
from casework.actions.stages import move_case
from casework.enums import Stage
from scoring.actions.acts import lock_form, note_act, touch
from scoring.enums import FormActKind, FormStatus
from scoring.models import RasForm
from scoring.permissions.forms import check_user_can_read_form
from scoring.permissions.given_forms import check_user_can_recall_form
from scoring.queries.given_forms import first_opening


def note_opened(form: RasForm, *, by: User) -> None:
    """Note that somebody other than the scorer opened a submitted form: from now on it cannot be taken back.

    Once a submission; quiet for the scorer, for a form that is not waiting, and when somebody opened it before. The
    caller has checked that the person may read it; the trail has the view itself. Raises DraftIsPrivate when it was
    taken back a moment earlier.
    """
    if not _is_first_to_open(form, by):
        return
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_read_form(by, form)
        if _is_first_to_open(form, by):
            note_act(form, FormActKind.OPENED, by=by)


def _is_first_to_open(form: RasForm, by: User) -> bool:
    """Whether reading the form now is what ends its recall."""
    waits = form.status == FormStatus.SUBMITTED and not form.is_second
    return waits and form.scorer.pk != by.pk and first_opening(form) is None


def recall_form(form: RasForm, *, by: User) -> RasForm:
    """Take a submission back: the form is a draft again, as it was.

    Effects: status draft, the act, the case moves back to scoring. The levels kept with the submission stay in the
    history and no longer count as given.
    Raises NotAllowed, NotWaiting, AlreadyOpened, WrongStage or SecondFormStays.
    """
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_recall_form(by, form)
        touch(form, by=by, status=FormStatus.DRAFT)
        note_act(form, FormActKind.RECALLED, by=by)
        audit.actions.record("scoring.form_recalled", by=by, case=form.case, subject=form)
        move_case(form.case, Stage.SCORING, by=by, reason="The RAS form was taken back by its scorer")
        return form
