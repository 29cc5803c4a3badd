"""Ending a TAC meeting with a result that its figures bear out."""

from django.db import transaction

from accounts.exceptions import ChangedMeanwhile
from accounts.models import User
from allocation.permissions import check_result_agrees_with_figures
from allocation.queries import comparison_of
from audit.moments import today
from casework.actions.stages import lock_case
from casework.actions.tac import conclude_tac
from casework.enums import TacResult
from casework.models import TacMeeting
from casework.permissions.plans import check_user_can_conclude_tac, plan_version_or_refuse


def conclude_meeting(
    meeting: TacMeeting, *, result: TacResult, reason: str, expected_version: int, by: User
) -> TacMeeting:
    """End a TAC meeting as "within the indicative resource" or "more is required, because".

    The gross total of the lines, whoever pays, is held against the indicative resource, and both are frozen.
    `expected_version` is the plan's, as the page showed it: the person agreed to those figures.
    Raises what casework's conclude_tac raises, Stale, NotAllocated, LimitMissing, StillOver, NotOver, NoRoundRecorded.
    """
    with transaction.atomic():
        case_now = lock_case(meeting.case)
        meeting_now = TacMeeting.objects.select_for_update().get(pk=meeting.pk)
        check_user_can_conclude_tac(by, case_now, meeting_now, today())
        plan_version = plan_version_or_refuse(case_now)
        if plan_version.version != expected_version:
            raise ChangedMeanwhile("the plan", plan_version.edited_by.full_name, plan_version.edited_at)
        comparison = comparison_of(case_now, today())
        check_result_agrees_with_figures(result, comparison, meeting_now.rounds.count())
        return conclude_tac(meeting_now, result=result, reason=reason, indicative_amount=comparison.indicative, by=by)
