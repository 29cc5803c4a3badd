"""Reviews of a plan: a key-stage review started, any review recorded when it has ended, one recorded wrongly withdrawn.

Source: CFA 2014, s44; SEND Regs 2014, regs 18 to 22.
"""

from datetime import date

from django.db import transaction

import audit.actions
from accounts.enums import Role
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered, check_not_before, check_not_in_future
from casework.cases.actions import begin, lock_case, new_case
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import CaseKind, ReviewDecision, Stage
from casework.maintaining.actions import count_to_next_review, plan_in_force_of, review_recorded_in
from casework.models import Case, Child, Plan, PlanReview
from casework.names.actions import keep_search_words
from casework.stages import INACTIVE_STAGES


def open_review_of(child: Child) -> Case | None:
    """The key-stage review of the child's plan that is under way."""
    under_way = child.cases.filter(kind=CaseKind.KEY_STAGE_REVIEW).exclude(stage__in=INACTIVE_STAGES)
    return under_way.select_related("coordinator").first()


def check_user_can_start_review(user: User, case: Case) -> None:
    """The co-ordinator of a maintained plan starts its review, one at a time."""
    check_user_works_case(user, case, act="start a review of its plan")
    check_case_is_at(case, Stage.MAINTAINED, act="start a review of the plan")
    under_way = open_review_of(case.child)
    if under_way:
        raise Refused(
            f"This plan is already being reviewed in case {under_way.reference}, "
            f"with {under_way.coordinator.full_name}. "
            "Another review can begin when that one has ended."
        )


def start_key_stage_review(case: Case, *, by: User) -> Case:
    """Start the review of a maintained plan in a new case of the child; it begins with asking for updated reports.

    Effects: the new case with its reference, at gathering reports, due when the plan's next review is due, which does
    not move by it (CFA 2014, s44(1)); it goes to the same co-ordinator, and the RAS form is scored again in it.
    Source: the RAS process, annual review before a key stage ends.
    """
    with transaction.atomic():
        maintained = lock_case(case)
        Child.objects.select_for_update().get(pk=maintained.child_id)
        check_user_can_start_review(by, maintained)
        review = new_case(
            maintained.child,
            by=by,
            coordinator=maintained.coordinator,
            requested_on=today(),
            kind=CaseKind.KEY_STAGE_REVIEW,
            stage=Stage.GATHERING_REPORTS,
        )
        plan = plan_in_force_of(maintained.child)
        assert plan is not None  # noqa: S101 - the case is at “maintained”
        assert plan.review_due_on is not None  # noqa: S101 - so is every plan in force
        review.decision_due_on = review.final_plan_due_on = plan.review_due_on
        begin(review)
        keep_search_words(maintained.child)
        audit.actions.record(
            "casework.review_started", by=by, case=review, subject=review, of=maintained.reference, kind="key-stage"
        )
        audit.actions.record(
            "casework.review_announced", by=by, case=maintained, subject=review, review=review.reference
        )
    return review


REVIEW_MAY_END_AT = (Stage.TAC, Stage.SIGN_OFF, Stage.PANEL, Stage.FINALISING)
"""Stages of a review's own case at which it may have ended: its meeting is the TAC meeting."""


def check_user_can_record_review(user: User, case: Case) -> None:
    """The co-ordinator records it, in the review's own case or, for other years' reviews, in the case of the plan."""
    check_user_works_case(user, case, act="record a review of its plan")
    at = REVIEW_MAY_END_AT if case.is_review else ()
    check_case_is_at(case, Stage.MAINTAINED, *at, act="record a review")
    if case.is_review and case.stage != Stage.MAINTAINED and review_recorded_in(case):
        raise Refused("The review of this case is recorded already. Withdraw that record if it is wrong.")


def record_review(
    case: Case, *, decision: ReviewDecision, told_on: date, met_on: date | None = None, by: User
) -> PlanReview:
    """Record that a review has ended: what was decided, and the day the family was told, with which it ended.

    Effects: the next review counts from `told_on`. Amending is a review's own case; ceasing is recorded on the page of
    the plan. Source: CFA 2014, s44(1); SEND Regs 2014, reg 20(10).
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_record_review(by, case_now)
        plan = _locked_plan_in_force(case_now)
        _check_days(plan, told_on, met_on)
        review = PlanReview.objects.create(
            plan=plan,
            case=case_now if case_now.is_review and case_now.stage != Stage.MAINTAINED else None,
            met_on=met_on,
            decision=decision,
            told_on=told_on,
            recorded_at=now(),
            recorded_by=by,
        )
        count_to_next_review(plan)
        audit.actions.record(
            "casework.review_recorded",
            by=by,
            case=case_now,
            subject=review,
            decision=review.get_decision_display(),
            told_on=told_on,
        )
    return review


def _locked_plan_in_force(case: Case) -> Plan:
    plan = (
        Plan.objects.select_for_update().filter(child=case.child_id, first_made_on__isnull=False, ended_at=None).first()
    )
    if plan is None:
        raise Refused("No plan of this child is in force, so no review of it can be recorded.")
    return plan


def _check_days(plan: Plan, told_on: date, met_on: date | None) -> None:
    assert plan.first_made_on is not None  # noqa: S101 - it is in force
    what = "The day the family was told"
    check_not_in_future(told_on, what, today())
    check_not_before(told_on, what, plan.first_made_on, "the day the plan was first made")
    if met_on:
        check_not_before(met_on, "The day of the meeting", plan.first_made_on, "the day the plan was first made")
        check_not_before(told_on, what, met_on, "the day of the meeting")


def check_user_can_withdraw_review(user: User, case: Case, review: PlanReview) -> None:
    """The co-ordinator of the case of the plan, or a Lead, withdraws what was recorded by mistake, once."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="withdraw the record of a review")
    check_case_is_at(case, Stage.MAINTAINED, *REVIEW_MAY_END_AT, act="withdraw the record of a review")
    if review.withdrawn_at is not None:
        raise Refused("This record of a review is withdrawn already.")


def withdraw_review(review: PlanReview, *, case: Case, reason: str, by: User) -> PlanReview:
    """Withdraw the record of a review that was made by mistake; the next review counts without it."""
    with transaction.atomic():
        case_now = lock_case(case)
        plan = Plan.objects.select_for_update().get(pk=review.plan_id)
        review_now = PlanReview.objects.select_for_update().get(pk=review.pk)
        check_user_can_withdraw_review(by, case_now, review_now)
        check_entered(reason, "the reason why the record is wrong", field="reason")
        review_now.withdrawn_at, review_now.withdrawn_by = now(), by
        review_now.withdrawn_reason = reason.strip()
        review_now.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        count_to_next_review(plan)
        audit.actions.record(
            "casework.review_withdrawn",
            by=by,
            case=case_now,
            subject=review_now,
            told_on=review_now.told_on,
            reason=reason,
        )
    return review_now
