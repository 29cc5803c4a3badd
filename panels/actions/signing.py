"""From the TAC to whoever signs, and the Lead's own signature."""

from typing import Any

from django.db import transaction

import audit.actions
from accounts.models import User
from allocation.actions.similar import note_agreed_case
from allocation.enums import DecidedBy
from audit.moments import now, today
from casework.actions.finalising import approve_plan
from casework.actions.stages import lock_case, move_case
from casework.enums import Stage
from casework.models import Case, PlanVersion
from panels.enums import MEETING_IS, MeetingStatus, Signer
from panels.exceptions import (
    LeadSignsThis,
    MeetingMoved,
    MeetingNeeded,
    PlanChangedMeanwhile,
    ReasonsNeeded,
)
from panels.models import AgendaItem, Meeting, SignOff
from panels.permissions import (
    check_day_is_to_come,
    check_user_can_return_to_tac,
    check_user_can_sign_off,
    check_user_can_take_to_panel,
    check_user_can_take_to_sign_off,
)
from panels.queries import Figures, agreed_figures


def send_for_decision(case: Case, *, by: User, meeting: Meeting | None = None, note: str = "") -> Case:
    """Take a plan from the TAC to whoever signs it, by the rule of today and the figures the TAC agreed.

    The Lead: the case moves to sign-off. The panel: an item joins the agenda of `meeting`, with the figures frozen,
    and the case moves to the panel. Source: RAS process of 2017, "TAC Meeting".
    Raises what the two checks raise; MeetingNeeded, MeetingMoved, or LeadSignsThis when a meeting is given in vain.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        figures = agreed_figures(case_now, today())
        if figures is not None and figures.verdict.signer == Signer.PANEL:
            _take_to_panel(case_now, by=by, meeting=meeting, note=note)
        else:
            _take_to_sign_off(case_now, by=by, is_meeting_given=meeting is not None)
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return case


def _take_to_sign_off(case: Case, *, by: User, is_meeting_given: bool) -> None:
    figures = check_user_can_take_to_sign_off(by, case, today())
    if is_meeting_given:
        raise LeadSignsThis(figures.verdict.words)
    move_case(case, Stage.SIGN_OFF, by=by, reason=figures.verdict.words)
    audit.actions.record(
        "panels.plan_sent_for_sign_off", by=by, case=case, subject=figures.plan_version, **_facts(figures)
    )


def _take_to_panel(case: Case, *, by: User, meeting: Meeting | None, note: str) -> None:
    figures = check_user_can_take_to_panel(by, case, today())
    if meeting is None:
        raise MeetingNeeded
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.status != MeetingStatus.PLANNED:
        raise MeetingMoved(meeting.held_on, MEETING_IS[MeetingStatus(meeting.status)])
    check_day_is_to_come(meeting.held_on, today())
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        plan_version=figures.plan_version,
        position=next_position(meeting),
        agreed=figures.agreed,
        indicative=figures.indicative,
        limit_amount=figures.limit.amount,
        tolerance=figures.limit.tolerance,
        words=figures.verdict.words,
        note=note.strip(),
        added_at=now(),
        added_by=by,
    )
    move_case(case, Stage.PANEL, by=by, reason=figures.verdict.words)
    audit.actions.record(
        "panels.plan_sent_to_panel", by=by, case=case, subject=item, meeting=str(meeting), **_facts(figures)
    )


def sign_off_plan(case: Case, *, by: User, expected_version: int | None = None) -> SignOff:
    """Sign a plan off as Lead: the rule is applied again at this moment, to the plan as it is now.

    Effects: the plan version is approved at its agreed amount, `by` takes the part of signer, the case moves to
    finalising, the figures and the rule in words are kept, and the case joins those that later ones are compared
    with. Raises what check_user_can_sign_off raises, and PlanChangedMeanwhile when the plan is not version
    `expected_version` any more.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        figures = check_user_can_sign_off(by, case_now, today())
        check_plan_version(figures.plan_version, expected_version)
        plan_version = approve_plan(case_now, agreed_amount=figures.agreed, by=by)
        signed = SignOff.objects.create(
            case=case_now,
            plan_version=plan_version,
            agreed=figures.agreed,
            indicative=figures.indicative,
            limit_amount=figures.limit.amount,
            tolerance=figures.limit.tolerance,
            words=figures.verdict.words,
            signed_at=now(),
            signed_by=by,
        )
        note_agreed_case(case_now, agreed_amount=figures.agreed, decided_by=DecidedBy.LEAD, by=by)
        audit.actions.record("panels.plan_signed_off", by=by, case=case_now, subject=signed, **_facts(figures))
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return signed


def return_to_tac(case: Case, *, reason: str, by: User) -> Case:
    """Return a plan that waits for sign-off to the TAC, with a reason. The case moves back to the TAC."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_return_to_tac(by, case_now)
        if not reason.strip():
            raise ReasonsNeeded
        move_case(case_now, Stage.TAC, by=by, reason=reason.strip())
        audit.actions.record("panels.plan_returned_to_tac", by=by, case=case_now, reason=reason.strip())
    case.refresh_from_db(fields=["stage", "stage_entered_at", "stage_entered_by"])
    return case


def check_plan_version(plan_version: PlanVersion, expected_version: int | None) -> None:
    """The plan must still be the one the page showed."""
    if expected_version is not None and plan_version.version != expected_version:
        raise PlanChangedMeanwhile(plan_version.edited_by.full_name, plan_version.edited_at)


def next_position(meeting: Meeting) -> int:
    """The place after the last item of a meeting's agenda."""
    last = AgendaItem.objects.filter(meeting=meeting).order_by("-position").first()
    return last.position + 1 if last else 1


def _facts(figures: Figures) -> dict[str, Any]:
    return {
        "agreed": figures.agreed,
        "indicative": figures.indicative,
        "limit": figures.limit.amount,
        "words": figures.verdict.words,
    }
