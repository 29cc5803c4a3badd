"""Keeping a case: locked, moved, numbered, given to another co-ordinator, closed and opened again; who took which part
in it; its indicative resource; and what was corrected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

import audit.actions
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered, check_length, check_not_before, check_not_in_future
from casework.cases.permissions import (
    cannot_move,
    check_case_may_move,
    check_child_is_living,
    check_separation_of_duties,
    check_user_can_close,
    check_user_can_grant_exception,
    check_user_can_hand_over,
    check_user_can_hand_over_to,
    check_user_can_reassign_to,
    check_user_can_record_told,
    check_user_can_reopen,
    stage_to_resume,
)
from casework.cases.queries import cases_in_hands_of, change_to_tell, people_to_tell
from casework.cases.rules import split_by_load
from casework.duties.actions import keep_next_duties
from casework.enums import CaseKind, CorrectedFact, Part, PlanStatus, Stage
from casework.models import (
    Case,
    CaseNumber,
    CasePart,
    Child,
    CoordinatorChange,
    Correction,
    DutyException,
    PlanVersion,
    StageMove,
)
from casework.models.plans import WERE_ISSUED
from casework.money import pence
from casework.stages import CLOSINGS, ENDS, may_move


@dataclass(frozen=True)
class HandedOver:
    """How many of several things were given to somebody else, and for each of the rest a sentence why not."""

    moved: int
    kept: tuple[str, ...] = ()


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
        return _enter(case, case_now, to, since=None, by=by, reason=reason)


def put_back(case: Case, to: Stage, *, by: User, reason: str) -> Case:
    """Move a case back to a stage where it was before, as if it had stayed there, because a step was recorded wrongly.

    It is there since it first came there: what is counted from that moment is counted as before. Called by the action
    that puts the step right, inside its transaction; the caller has checked the person and that nothing forbids it.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        steps = case_now.moves.filter(to_stage=to).select_related("moved_by").order_by("-moved_at", "-pk")
        came = next((step for step in steps if not step.from_stage or may_move(Stage(step.from_stage), to)), None)
        return _enter(case, case_now, to, since=came, by=by, reason=reason)


def _enter(case: Case, case_now: Case, to: Stage, *, since: StageMove | None, by: User, reason: str) -> Case:
    """The locked case is at a stage from now on, or as `since` an earlier step; the row of this step, and the trail."""
    if case_now.is_ended and to not in ENDS:
        check_child_is_living(case_now.child)
    step = StageMove.objects.create(
        case=case_now, from_stage=case_now.stage, to_stage=to, moved_at=now(), moved_by=by, reason=reason
    )
    came = since or step
    for held in (case_now, case):
        held.stage = to
        held.stage_entered_at, held.stage_entered_by = came.moved_at, came.moved_by
    case_now.save(update_fields=["stage", "stage_entered_at", "stage_entered_by"])
    keep_next_duties(case_now.child_id, case_now, case)
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
    check_child_is_living(child)
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


def begin(case: Case) -> Case:
    """Save a new case with its first step, and the next duties of the child. Part of the action that opens it."""
    case.save()
    StageMove.objects.create(case=case, to_stage=case.stage, moved_at=case.opened_at, moved_by=case.opened_by)
    keep_next_duties(case.child_id, case)
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
        case_now = lock_cases_of_child(case)
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


def take_version_up_again(case: Case) -> None:
    """Go on with the version of the plan that was given up with the case. Part of an action."""
    abandoned = PlanVersion.objects.filter(case=case, status=PlanStatus.ABANDONED)
    abandoned.filter(approved_at=None).update(status=PlanStatus.DRAFTING)
    abandoned.exclude(approved_at=None).update(status=PlanStatus.APPROVED)


def reopen_case(case: Case, *, reason: str, by: User) -> Case:
    """Open a case again that was closed by mistake, at the stage it was closed from.

    Effects: the case is where it was, since it first came there; a plan that was abandoned with it is being drafted, or
    is approved, as before. What came off while it was closed, such as its item on a panel's agenda, stays off.
    """
    with transaction.atomic():
        case_now = lock_cases_of_child(case)
        Child.objects.select_for_update().get(pk=case_now.child_id)
        check_user_can_reopen(by, case_now)
        reason = reason.strip()
        check_entered(reason, "why the case is opened again", field="reason")
        take_version_up_again(case_now)
        audit.actions.record(
            "casework.case_reopened",
            by=by,
            case=case_now,
            subject=case_now,
            ended=Stage(case_now.stage).label,
            reason=reason,
        )
        return put_back(case, stage_to_resume(case_now), by=by, reason=reason)


def reassign_case(case: Case, coordinator: User, *, by: User) -> Case:
    """Give a live case to another co-ordinator and their team, and keep to whom it was given, when and by whom.

    It is the new co-ordinator's task to tell the family and the setting their name.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_reassign_to(by, case_now, coordinator)
        return _give(case, case_now, coordinator, by=by)


def _give(case: Case, case_now: Case, coordinator: User, *, by: User) -> Case:
    """The locked case is the other co-ordinator's from now on."""
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


def hand_over_cases(cases: Sequence[Case], to: Sequence[User], *, by: User) -> HandedOver:
    """Give several live cases to one co-ordinator, or to several so that each ends with as like a load as can be.

    Each case has its own check and its own row in the trail. One that cannot be given stays as it was and is named with
    the reason; the others are given all the same.
    """
    check_user_can_hand_over(by)
    if not to:
        raise Refused("Choose who is to co-ordinate the cases.")
    people = {person.pk: person for person in to}
    loads = {pk: cases_in_hands_of(person).count() for pk, person in people.items()}
    moved, kept = 0, []
    for case, pk in zip(cases, split_by_load(loads, len(cases)), strict=True):
        try:
            _hand_over(case, people[pk], by=by)
        except Refused as refusal:
            kept.append(f"{case.reference}: {refusal.sentence}")
        else:
            moved += 1
    return HandedOver(moved, tuple(kept))


def _hand_over(case: Case, coordinator: User, *, by: User) -> None:
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_hand_over_to(by, case_now, coordinator)
        _give(case, case_now, coordinator, by=by)


def record_told(case: Case, *, whom: Sequence[str], told_on: date, by: User) -> CoordinatorChange:
    """Record that the family and the setting were told who co-ordinates the case now: whom, and when."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_record_told(by, case_now)
        change = change_to_tell(case_now)
        assert change is not None  # noqa: S101 - the check refuses a case without one
        told = [name.strip() for name in whom if name.strip()]
        names = ", ".join(told)
        check_entered(names, "who was told", field="whom")
        _check_all_are_told(case_now, told)
        check_length(names, 500, "Who was told", field="whom")
        check_not_in_future(told_on, "The date they were told", today())
        given_on = localdate(change.changed_at)
        check_not_before(told_on, "The date they were told", given_on, "the day the case was given to you")
        change = CoordinatorChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        change.told_whom, change.told_on, change.told_at, change.told_by = names, told_on, now(), by
        change.save(update_fields=["told_whom", "told_on", "told_at", "told_by"])
        audit.actions.record(
            "casework.new_name_told", by=by, case=case_now, subject=change, whom=names, told_on=told_on
        )
    return change


def _check_all_are_told(case: Case, told: Sequence[str]) -> None:
    """The task is done once both know; somebody who is not listed may be of either."""
    family, settings = people_to_tell(case)
    if set(told) - {*family, *settings}:
        return
    for people, who in ((family, "the family"), (settings, "the setting")):
        if people and not set(people) & set(told):
            raise Refused(f"Tell {who} too, and record it once both know.", field="whom")


def keep_correction(case: Case, fact: CorrectedFact, old: object, new: object, *, reason: str, by: User) -> Correction:
    """Keep what a fact was before it is corrected, and why. Part of the action that corrects it: call it locked.

    A text stands in the row alone: the trail says that it was changed.
    """
    correction = Correction.objects.create(
        case=case,
        fact=fact,
        old=plain_text(old),
        new=plain_text(new),
        reason=reason,
        corrected_at=now(),
        corrected_by=by,
    )
    is_text = fact in (CorrectedFact.REQUEST_REASON, CorrectedFact.FAMILY_VIEWS)
    values: dict[str, Any] = {} if is_text else {"old": correction.old, "new": correction.new}
    audit.actions.record(
        "casework.fact_corrected", by=by, case=case, subject=correction, fact=fact, reason=reason, **values
    )
    return correction


def plain_text(value: object) -> str:
    """A fact as a correction keeps it: a day in ISO form, pounds with pence, anything else as it is written."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def keep_range_gap(case: Case, gap: Decimal | None) -> None:
    """Keep how far, in pounds a year, the figure of a case lies from what similar cases got; None if nobody can tell.

    Part of the action that verifies the form: call it locked.
    """
    case.range_gap = gap
    case.save(update_fields=["range_gap"])


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
