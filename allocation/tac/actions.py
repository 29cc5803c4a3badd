"""Ending a TAC meeting with a result that its figures bear out."""

from django.db import transaction

from accounts.models import User
from allocation.tac.permissions import check_result_agrees_with_figures
from allocation.tac.queries import comparison_of
from base.clock import today
from base.refusals import ChangedMeanwhile
from casework.cases.actions import lock_case
from casework.enums import TacResult
from casework.models import TacMeeting
from casework.tac.actions import conclude_tac
from casework.tac.permissions import check_user_can_conclude_tac
from casework.versions.permissions import plan_version_or_refuse


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
