"""Moderation: the Personalisation Officer weighs the verified form beside similar cases."""

from collections.abc import Mapping

from django.db import transaction

import audit.actions
from accounts.models import User
from casework.actions.hands import take_part
from casework.enums import Part
from scoring.actions.acts import lock_form, note_act, touch
from scoring.actions.verification import apply_verdicts, checked_scores, give_back, is_returned
from scoring.enums import FormActKind, FormStatus
from scoring.models import RasForm
from scoring.permissions.forms import check_user_can_moderate_form
from scoring.permissions.given_forms import check_form_is_as_read
from scoring.rules.forms import Verdict


def moderate_form(
    form: RasForm, changes: Mapping[int, Verdict] | None = None, expected_version: int | None = None, *, by: User
) -> RasForm:
    """Moderate a verified form. `changes` holds verdicts by outcome id; an outcome left out is agreed.

    `expected_version` is that of the form read.
    Effects without a query: changes are applied, status moderated; the case stays at moderation until the indicative
    resource is allocated. With a query: the verification lapses and the form goes back to scoring.
    Either way every verdict is kept, and the part of moderator is taken.
    Raises NotAllowed, HandsNotApart, NotWaiting, Stale, VerdictUnclear or NotOnThisForm.
    """
    verdicts = changes or {}
    with transaction.atomic():
        form = lock_form(form)
        check_user_can_moderate_form(by, form)
        check_form_is_as_read(form, expected_version)
        scores, levels = checked_scores(form, verdicts)
        take_part(form.case, Part.MODERATOR, by=by)
        if is_returned(verdicts):
            give_back(form, FormActKind.RETURNED, scores, verdicts, levels, by=by)
            return form
        act = note_act(form, FormActKind.MODERATED, by=by)
        changed = apply_verdicts(act, scores, verdicts, levels, by=by)
        touch(form, by=by, status=FormStatus.MODERATED)
        audit.actions.record("scoring.form_moderated", by=by, case=form.case, subject=form, changed=changed)
        return form
