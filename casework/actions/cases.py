"""Opening a case, deciding whether to assess, giving it to somebody else, and closing it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.db import transaction

import audit.actions
from accounts.models import User
from audit.moments import now, today
from casework.actions.children import ChildDetails, ContactDetails, SettingDetails, enrol
from casework.actions.stages import lock_case, move_case
from casework.enums import CaseKind, PlanStatus, RequestSource, Stage
from casework.exceptions.cases import CannotMove, ReasonMissing, UpnTaken
from casework.models import (
    AssessmentDecision,
    Case,
    CaseNumber,
    Child,
    Contact,
    PlanVersion,
    Setting,
    StageMove,
)
from casework.names import folded
from casework.permissions.cases import (
    check_may_be_assessed,
    check_no_live_assessment,
    check_user_can_close,
    check_user_can_decide_assessment,
    check_user_can_give_case_to,
    check_user_can_open_case,
    check_user_can_reassign_to,
)
from casework.rules import CLOSINGS

__all__ = [
    "ChildDetails",
    "ContactDetails",
    "SettingDetails",
    "close_case",
    "decide_assessment",
    "new_case",
    "open_case",
    "reassign_case",
]


def open_case(
    *,
    by: User,
    child: ChildDetails | Child,
    contacts: Iterable[ContactDetails] = (),
    setting: Setting | SettingDetails | None = None,
    requested_on: date,
    request_source: RequestSource,
    request_reason: str = "",
    coordinator: User,
) -> Case:
    """Open an initial assessment for a new child, or for one already known (whose details stay as they are).

    Effects: the child, the contacts and the present setting are kept; the case gets the next reference of the
    year, its days due and its first stage; it is given to `coordinator` and their team.
    Raises NotAllowed, NotCoordinator, DayInFuture, RequestBeforeBirth, TooOldToAssess, UpnTaken, CaseAlreadyLive.
    Source: CFA 2014, s36; SEND Regs 2014, reg 5.
    """
    with transaction.atomic():
        check_user_can_open_case(by)
        check_user_can_give_case_to(by, coordinator)
        check_may_be_assessed(child.date_of_birth, requested_on, today())
        known = _kept_child(child)
        check_no_live_assessment(known)
        _add_contacts(known, contacts)
        enrol(known, setting)
        case = new_case(known, by=by, coordinator=coordinator, requested_on=requested_on)
        case.request_source, case.request_reason = request_source, request_reason
        case.save()
        StageMove.objects.create(case=case, to_stage=case.stage, moved_at=case.opened_at, moved_by=by)
        audit.actions.record(
            "casework.case_opened",
            by=by,
            case=case,
            subject=case,
            requested_on=requested_on,
            asked_by=RequestSource(request_source).label,
            coordinator=coordinator.full_name,
        )
    return case


def _kept_child(child: ChildDetails | Child) -> Child:
    """The child's row, locked when it was there before, so that two openings for one child queue up."""
    if isinstance(child, Child):
        return Child.objects.select_for_update().get(pk=child.pk)
    if child.upn and Child.objects.filter(upn=child.upn).exists():
        raise UpnTaken
    return Child.objects.create(**asdict(child))


def _add_contacts(child: Child, contacts: Iterable[ContactDetails]) -> None:
    """Keep the contacts that are not there already under the same name."""
    there = {folded(contact.name) for contact in child.contacts.all()}
    for contact in contacts:
        if folded(contact.name) not in there:
            Contact.objects.create(child=child, **asdict(contact))


def new_case(
    child: Child,
    *,
    by: User,
    coordinator: User,
    requested_on: date,
    kind: CaseKind = CaseKind.INITIAL_ASSESSMENT,
    stage: Stage = Stage.REQUESTED,
) -> Case:
    """A case of the next reference, with its days due, not saved yet. Part of an action: call it inside one."""
    moment = now()
    case = Case(
        reference=_next_reference(today().year),
        child=child,
        kind=kind,
        stage=stage,
        stage_entered_at=moment,
        stage_entered_by=by,
        coordinator=coordinator,
        team=coordinator.team,
        requested_on=requested_on,
        opened_at=moment,
        opened_by=by,
    )
    case.set_due_days()
    return case


def _next_reference(year: int) -> str:
    """The next case reference of `year`, like EX-2026-0412; the year's row stays locked until the transaction ends."""
    CaseNumber.objects.get_or_create(year=year)
    number = CaseNumber.objects.select_for_update().get(year=year)
    number.last += 1
    number.save(update_fields=["last"])
    return f"{settings.CASE_REFERENCE_PREFIX}-{year}-{number.last:04d}"


def decide_assessment(case: Case, *, will_assess: bool, reasons: str, by: User) -> AssessmentDecision:
    """Record the Lead's decision: yes goes on to gathering reports, no ends the case, with reasons.

    Raises NotAllowed, WrongStage; ReasonMissing for a refusal without reasons. Source: SEND Regs 2014, reg 5(1), (3).
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_decide_assessment(by, case_now)
        if not will_assess and not reasons.strip():
            raise ReasonMissing("not assessing")
        decision = AssessmentDecision.objects.create(
            case=case_now, will_assess=will_assess, reasons=reasons, decided_at=now(), decided_by=by
        )
        audit.actions.record(
            "casework.assessment_decided",
            by=by,
            case=case_now,
            subject=decision,
            will_assess=will_assess,
            reasons=reasons,
        )
        move_case(case, Stage.GATHERING_REPORTS if will_assess else Stage.NOT_ASSESSED, by=by, reason=reasons)
    return decision


def close_case(case: Case, to: Stage, *, reason: str, by: User) -> Case:
    """End a case: withdrawn, transferred out, plan not issued, or ceased. A plan being drafted is abandoned.

    Raises NotAllowed; CannotMove when the case cannot end so from where it is; ReasonMissing.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        if to not in CLOSINGS:
            raise CannotMove(Stage(case_now.stage).label, to.label)
        check_user_can_close(by, case_now, to)
        if not reason.strip():
            raise ReasonMissing("closing the case")
        unissued = PlanVersion.objects.filter(case=case_now).exclude(status=PlanStatus.ISSUED)
        unissued.update(status=PlanStatus.ABANDONED)
        audit.actions.record("casework.case_closed", by=by, case=case_now, subject=case_now, to=to.label, reason=reason)
        return move_case(case, to, by=by, reason=reason)


def reassign_case(case: Case, coordinator: User, *, by: User) -> Case:
    """Give a live case to another co-ordinator and their team.

    Raises NotAllowed, WrongStage, NotCoordinator, AlreadyTheirs.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_reassign_to(by, case_now, coordinator)
        before = case_now.coordinator.full_name
        for held in (case_now, case):
            held.coordinator, held.team = coordinator, coordinator.team
        case_now.save(update_fields=["coordinator", "team"])
        audit.actions.record(
            "casework.case_reassigned",
            by=by,
            case=case_now,
            subject=case_now,
            before=before,
            coordinator=coordinator.full_name,
        )
    return case_now
