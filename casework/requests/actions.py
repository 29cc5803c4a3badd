"""Requests for an assessment: children already known, who may open a case or decide on it, and doing so."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import now, today
from base.names import parts_of
from base.refusals import Refused, check_entered, check_not_before
from base.words import day_in_words
from casework.cases.actions import begin, lock_case, move_case, new_case, put_back
from casework.cases.permissions import (
    cases_visible_to,
    check_case_is_at,
    check_child_is_living,
    check_no_other_case_is_live,
    check_user_can_correct_decision,
    check_user_can_give_case_to,
)
from casework.children.actions import (
    ChildDetails,
    ContactDetails,
    SettingDetails,
    check_child_details,
    check_contact_details,
    check_may_be_assessed,
    check_uln_is_free,
    check_upn_is_free,
    enrol,
)
from casework.enums import CaseKind, RequestSource, Stage
from casework.maintaining.actions import check_no_plan_in_force
from casework.models import AssessmentDecision, Case, Child, Contact, Setting
from casework.names.actions import keep_as_another, keep_search_words
from casework.stages import ENDS

AFTER = {True: Stage.GATHERING_REPORTS, False: Stage.NOT_ASSESSED}
"""Where the decision whether to assess leads."""


def live_assessment_of(child: Child) -> Case | None:
    """The child's initial assessment that has not ended; a maintained plan counts."""
    live = child.cases.filter(kind=CaseKind.INITIAL_ASSESSMENT).exclude(stage__in=ENDS)
    return live.select_related("coordinator", "team").first()


def check_user_can_open_case(user: User) -> None:
    """Co-ordinators open cases; a Lead may open one and give it to a co-ordinator."""
    check_user_has_role(user, Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, act="open a case")


def check_no_live_assessment(child: Child, user: User) -> None:
    """A child has one initial assessment at a time, and none while a plan is maintained.

    Whoever may not read that case is told with whom to speak, and no more.
    """
    live = live_assessment_of(child)
    if live and not cases_visible_to(user).filter(pk=live.pk).exists():
        team = f", {live.team.name}" if live.team else ""
        raise Refused(
            f"This child already has a case that goes on, with {live.coordinator.full_name}{team}. Speak to them."
        )
    if live:
        raise Refused(
            f"This child already has case {live.reference}, at “{Stage(live.stage).label}”, "
            f"with {live.coordinator.full_name}. "
            "A second initial assessment cannot be opened while that case is live. "
            "Ask its co-ordinator to go on with that one."
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
    another_than: Iterable[Child] = (),
) -> Case:
    """Open an initial assessment for a new child, or for one already known (whose details stay as they are).

    `another_than` are children much like this one of whom the person said that they are others.

    Effects: the child, the contacts and the present setting are kept; the case gets the next reference of the
    year, its days due and its first stage; it is given to `coordinator` and their team.
    Source: CFA 2014, s36; SEND Regs 2014, reg 5.
    """
    with transaction.atomic():
        check_user_can_open_case(by)
        check_user_can_give_case_to(by, coordinator)
        check_may_be_assessed(child.date_of_birth, requested_on, today())
        known = _kept_child(child)
        check_child_is_living(known)
        check_no_live_assessment(known, by)
        check_no_plan_in_force(known)
        _add_contacts(known, contacts)
        enrol(known, setting)
        case = new_case(known, by=by, coordinator=coordinator, requested_on=requested_on)
        case.request_source, case.request_reason = request_source, request_reason
        begin(case)
        keep_search_words(known)
        keep_as_another(known, another_than, by=by)
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
    check_child_details(child, today())
    check_upn_is_free(child.upn)
    check_uln_is_free(child.uln)
    return Child.objects.create(**asdict(child))


def _add_contacts(child: Child, contacts: Iterable[ContactDetails]) -> None:
    """Keep the contacts that are not there already under the same name."""
    there = {frozenset(parts_of(contact.name)) for contact in child.contacts.all()}
    for contact in contacts:
        check_contact_details(contact)
        if frozenset(parts_of(contact.name)) not in there:
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
            case=case_now,
            will_assess=will_assess,
            reasons=reasons,
            decided_on=today(),
            decided_at=now(),
            decided_by=by,
        )
        audit.actions.record(
            "casework.assessment_decided",
            by=by,
            case=case_now,
            subject=decision,
            will_assess=will_assess,
            reasons=reasons,
        )
        move_case(case, AFTER[will_assess], by=by, reason=reasons)
    return decision


def decision_of(case: Case) -> AssessmentDecision | None:
    """The decision whether to assess that stands; None before it, or once it was taken back."""
    return case.assessment_decisions.filter(replaced_at=None).select_related("decided_by").first()


def correct_decision(
    case: Case, *, will_assess: bool | None, decided_on: date | None, reasons: str, reason: str, by: User
) -> AssessmentDecision | None:
    """Correct a decision that was recorded wrongly: another day or other reasons, the other answer, or none yet (None).

    Effects: the decision that stood is kept as it was, with `reason`, and another takes its place. With another answer
    the case goes where that answer leads; taken back, it is where it was before the decision.
    Source: SEND Regs 2014, reg 5(1), (3).
    """
    with transaction.atomic():
        case_now = lock_case(case)
        Child.objects.select_for_update().get(pk=case_now.child_id)
        check_user_can_correct_decision(by, case_now)
        standing = decision_of(case_now)
        if standing is None:
            raise Refused(
                "No decision whether to assess is recorded in this case, so there is none to correct. Record it first."
            )
        reasons, reason = reasons.strip(), reason.strip()
        check_entered(reason, "what was wrong", field="reason")
        moves = will_assess is not standing.will_assess
        if moves:
            _check_answer_may_change(case_now, standing)
        if will_assess is None:
            decided_on, reasons = None, ""
        else:
            _check_day_of_decision(case_now, standing, decided_on, moves=moves)
            if not will_assess:
                check_entered(reasons, "the reasons for not assessing", field="reasons")
            if (will_assess, decided_on, reasons) == (standing.will_assess, standing.decided_on, standing.reasons):
                raise Refused("Nothing was changed. Change what is wrong, or go back to the case.")
        corrected = _replace(standing, will_assess, decided_on, reasons, reason, by=by)
        audit.actions.record(
            "casework.decision_corrected",
            by=by,
            case=case_now,
            subject=corrected or standing,
            before=standing.will_assess,
            before_on=standing.decided_on,
            after=will_assess,
            after_on=decided_on,
            reason=reason,
        )
        if will_assess is None:
            put_back(case, Stage.REQUESTED, by=by, reason=reason)
        elif moves:
            put_back(case, AFTER[will_assess], by=by, reason=reason)
    return corrected


def _check_answer_may_change(case: Case, standing: AssessmentDecision) -> None:
    """What was decided can be another only while nothing has followed from it."""
    if case.stage != AFTER[standing.will_assess]:
        raise Refused(
            "Only the day and the reasons of the decision can be corrected now: the assessment has gone on. "
            "A case that should not go on is closed."
        )
    check_no_other_case_is_live(case)


def _check_day_of_decision(case: Case, standing: AssessmentDecision, day: date | None, *, moves: bool) -> None:
    """It was made between the request and the day on which it was recorded; another answer, until today."""
    if day is None:
        raise Refused("Enter the date of the decision.", field="decided_on")
    what, latest = "The date of the decision", today() if moves else localdate(standing.decided_at)
    check_not_before(day, what, case.requested_on, "the day the request was received")
    if day > latest:
        last = "today" if latest == today() else f"{day_in_words(latest)}, the day it was recorded,"
        raise Refused(f"{what} must be {last} or earlier.", field="decided_on")


def _replace(
    standing: AssessmentDecision, will_assess: bool | None, day: date | None, reasons: str, reason: str, *, by: User
) -> AssessmentDecision | None:
    """Another decision in place of the one that stood, or none. A day or reasons alone leave who decided, and when."""
    moment = now()
    standing.replaced_at, standing.replaced_by, standing.replaced_reason = moment, by, reason
    standing.save(update_fields=["replaced_at", "replaced_by", "replaced_reason"])
    if will_assess is None or day is None:
        return None
    is_same = will_assess is standing.will_assess
    return AssessmentDecision.objects.create(
        case=standing.case,
        will_assess=will_assess,
        reasons=reasons,
        decided_on=day,
        decided_at=standing.decided_at if is_same else moment,
        decided_by=standing.decided_by if is_same else by,
    )
