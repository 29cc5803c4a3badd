"""Moving a case: the one place where a stage changes."""

from django.db import transaction

import audit.actions
from accounts.models import User
from audit.moments import now
from casework.enums import Stage
from casework.models import Case, StageMove
from casework.permissions.cases import check_case_may_move


def lock_case(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends. Every action on a case begins here."""
    return Case.objects.select_for_update().get(pk=case.pk)


def move_case(case: Case, to: Stage, *, by: User, reason: str = "") -> Case:
    """Move a case to the next stage and note who did it.

    Called by the action that did the work, inside its transaction; the caller has checked the person.
    Raises CannotMove when the stage table has no such step.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_case_may_move(case_now, to)
        moment = now()
        StageMove.objects.create(
            case=case_now, from_stage=case_now.stage, to_stage=to, moved_at=moment, moved_by=by, reason=reason
        )
        for held in (case_now, case):
            held.stage = to
            held.stage_entered_at = moment
            held.stage_entered_by = by
        case_now.save(update_fields=["stage", "stage_entered_at", "stage_entered_by"])
        audit.actions.record("casework.case_moved", by=by, case=case_now, to=to.label, reason=reason)
    return case_now
