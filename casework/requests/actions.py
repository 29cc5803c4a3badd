"""Requests for an assessment: children already known, who may open a case or decide on it, and doing so."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import now, today
from base.refusals import Refused, check_entered
from base.words import folded
from casework.cases.actions import lock_case, move_case, new_case
from casework.cases.permissions import check_case_is_at, check_user_can_give_case_to
from casework.children.actions import (
    ChildDetails,
    ContactDetails,
    SettingDetails,
    check_may_be_assessed,
    check_upn_is_free,
    enrol,
)
from casework.enums import CaseKind, RequestSource, Stage
from casework.maintaining.actions import check_no_plan_in_force
from casework.models import AssessmentDecision, Case, Child, Contact, Setting, StageMove
from casework.stages import ENDS


def live_assessment_of(child: Child) -> Case | None:
    """The child's initial assessment that has not ended; a maintained plan counts."""
    live = child.cases.filter(kind=CaseKind.INITIAL_ASSESSMENT).exclude(stage__in=ENDS)
    return live.select_related("coordinator").first()


def children_like(first_name: str, last_name: str, date_of_birth: date, upn: str = "") -> QuerySet[Child]:
    """Children who may be this one: the same folded name and date of birth, or the same UPN."""
    alike = Q(folded_name=folded(f"{first_name} {last_name}"), date_of_birth=date_of_birth)
    if upn:
        alike |= Q(upn=upn)
    return Child.objects.filter(alike)


def check_user_can_open_case(user: User) -> None:
    """Co-ordinators open cases; a Lead may open one and give it to a co-ordinator."""
    check_user_has_role(user, Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, act="open a case")


def check_no_live_assessment(child: Child) -> None:
    """A child has one initial assessment at a time, and none while a plan is maintained."""
    live = live_assessment_of(child)
    if live:
        raise Refused(
            f"This child already has case {live.reference}, at “{Stage(live.stage).label}”, "
            f"with {live.coordinator.full_name}. "
            "A second initial assessment cannot be opened while that case is live."
        )


def check_user_can_decide_assessment(user: User, case: Case) -> None:
    """The Lead decides whether to assess, while the request is undecided."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="decide whether to assess")
    check_case_is_at(case, Stage.REQUESTED, act="decide whether to assess")


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
    Source: CFA 2014, s36; SEND Regs 2014, reg 5.
    """
    with transaction.atomic():
        check_user_can_open_case(by)
        check_user_can_give_case_to(by, coordinator)
        check_may_be_assessed(child.date_of_birth, requested_on, today())
        known = _kept_child(child)
        check_no_live_assessment(known)
        check_no_plan_in_force(known)
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
    check_upn_is_free(child.upn)
    return Child.objects.create(**asdict(child))


def _add_contacts(child: Child, contacts: Iterable[ContactDetails]) -> None:
    """Keep the contacts that are not there already under the same name."""
    there = {folded(contact.name) for contact in child.contacts.all()}
    for contact in contacts:
        if folded(contact.name) not in there:
            Contact.objects.create(child=child, **asdict(contact))


def decide_assessment(case: Case, *, will_assess: bool, reasons: str, by: User) -> AssessmentDecision:
    """Record the Lead's decision: yes goes on to gathering reports, no ends the case, with reasons.

    Source: SEND Regs 2014, reg 5(1), (3).
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_decide_assessment(by, case_now)
        if not will_assess:
            check_entered(reasons, "the reasons for not assessing", field="reasons")
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
