"""Keeping a case: locked, moved, numbered, given to another co-ordinator, closed; who took which part in it; and its
indicative resource.
"""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import transaction

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import check_entered
from casework.cases.permissions import (
    cannot_move,
    check_case_may_move,
    check_separation_of_duties,
    check_user_can_close,
    check_user_can_grant_exception,
    check_user_can_reassign_to,
)
from casework.enums import CaseKind, Part, PlanStatus, Stage
from casework.models import (
    Case,
    CaseNumber,
    CasePart,
    Child,
    CoordinatorChange,
    DutyException,
    PlanVersion,
    StageMove,
)
from casework.models.plans import WERE_ISSUED
from casework.money import pence
from casework.stages import CLOSINGS


def lock_case(case: Case) -> Case:
    """The case as it is now, locked until the transaction ends. Every action on a case begins here."""
    return Case.objects.select_for_update().get(pk=case.pk)


def lock_cases_of_child(case: Case) -> Case:
    """The case as it is now, locked with every other case of the child, always in the same order.

    For what ends or begins another case of the child: two such acts at once wait for each other in turn.
    """
    locked = Case.objects.select_for_update().filter(child=case.child_id).order_by("pk")
    return next(each for each in locked if each.pk == case.pk)


def move_case(case: Case, to: Stage, *, by: User, reason: str = "") -> Case:
    """Move a case to the next stage and note who did it.

    Called by the action that did the work, inside its transaction; the caller has checked the person.
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


def take_part(case: Case, part: Part, *, by: User) -> CasePart:
    """Record that `by` takes `part` in deciding the case; doing it again changes nothing.

    Whoever took another part is refused unless an exception names them. The database refuses it too.
    """
    taken = CasePart.objects.filter(case=case, part=part, person=by).order_by().first()
    if taken:
        return taken
    with transaction.atomic():
        lock_case(case)
        check_separation_of_duties(by, case, part)
        exception = DutyException.objects.filter(case=case, person=by, part=part).first()
        taken, _ = CasePart.objects.get_or_create(
            case=case, part=part, person=by, defaults={"exception": exception, "taken_at": now()}
        )
        return taken


def grant_duty_exception(case: Case, person: User, part: Part, *, reason: str, by: User) -> DutyException:
    """Let `person` take `part` although they took another: recorded, shown on the case, and counted in reports."""
    with transaction.atomic():
        lock_case(case)
        check_user_can_grant_exception(by, case, person)
        exception, created = DutyException.objects.get_or_create(
            case=case, person=person, part=part, defaults={"reason": reason, "granted_at": now(), "granted_by": by}
        )
        if created:
            audit.actions.record(
                "casework.hand_exception_granted",
                by=by,
                case=case,
                subject=exception,
                person=person.full_name,
                part=part.label,
                reason=reason,
            )
        return exception


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


def close_case(case: Case, to: Stage, *, reason: str, by: User) -> Case:
    """End a case: withdrawn, transferred out, plan not issued, or ceased. A plan being drafted is abandoned."""
    with transaction.atomic():
        case_now = lock_case(case)
        if to not in CLOSINGS:
            raise cannot_move(case_now, to)
        check_user_can_close(by, case_now, to)
        check_entered(reason, "the reason for closing the case")
        abandon_version(case_now)
        audit.actions.record("casework.case_closed", by=by, case=case_now, subject=case_now, to=to.label, reason=reason)
        return move_case(case, to, by=by, reason=reason)


def abandon_version(case: Case) -> None:
    """Give up the version of the plan that a case was drafting; one that was issued stays. Part of an action."""
    PlanVersion.objects.filter(case=case).exclude(status__in=WERE_ISSUED).update(status=PlanStatus.ABANDONED)


def put_back(case: Case, to: Stage, *, reason: str, by: User) -> Case:
    """Put a case back at the stage it was at before it ended: what no step of the stage table does.

    Called by the action that takes an end back, inside its transaction; it has checked the person and the reason.
    """
    case_now = lock_case(case)
    moment = now()
    StageMove.objects.create(
        case=case_now, from_stage=case_now.stage, to_stage=to, moved_at=moment, moved_by=by, reason=reason
    )
    for held in (case_now, case):
        held.stage, held.stage_entered_at, held.stage_entered_by = to, moment, by
    case_now.save(update_fields=["stage", "stage_entered_at", "stage_entered_by"])
    audit.actions.record("casework.case_moved", by=by, case=case_now, to=to.label, reason=reason)
    return case_now


def reassign_case(case: Case, coordinator: User, *, by: User) -> Case:
    """Give a live case to another co-ordinator and their team, and keep to whom it was given, when and by whom."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_reassign_to(by, case_now, coordinator)
        before = case_now.coordinator.full_name
        for held in (case_now, case):
            held.coordinator, held.team = coordinator, coordinator.team
        case_now.save(update_fields=["coordinator", "team"])
        CoordinatorChange.objects.create(case=case_now, coordinator=coordinator, changed_at=now(), changed_by=by)
        audit.actions.record(
            "casework.case_reassigned",
            by=by,
            case=case_now,
            subject=case_now,
            before=before,
            coordinator=coordinator.full_name,
        )
    return case_now


def record_indicative_resource(case: Case, *, amount: Decimal, by: User) -> Case:
    """Write down the indicative resource of a case, in pounds a year: from now on the plan is held against it.

    Called by the action that allocates, inside its transaction; it has checked the person and keeps what the figure
    rests on. Another allocation takes the place of this one.
    """
    with transaction.atomic():
        case_now, moment = lock_case(case), now()
        for held in (case_now, case):
            held.indicative_amount, held.indicative_at, held.indicative_by = pence(amount), moment, by
        case_now.save(update_fields=["indicative_amount", "indicative_at", "indicative_by"])
    return case_now
