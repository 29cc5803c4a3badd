"""The plan in force: found, put in force by what is issued, reviewed, ended, and an end taken back.

Source: CFA 2014, ss44 to 46; SEND Regs 2014, regs 15, 18 to 31.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import now, today
from base.reading import prepared, read_once
from base.refusals import Refused, check_entered, check_not_before, check_not_in_future
from casework.cases.actions import abandon_version, lock_case, lock_cases_of_child, move_case, put_back
from casework.cases.permissions import check_case_is_at, check_child_is_living, check_user_works_case
from casework.duties.actions import KEPT, keep_next_duties, set_next_duty, with_facts
from casework.enums import CaseKind, PlanEnd, PlanStatus, Stage
from casework.maintaining.rules import next_review_due_on
from casework.models import Case, Child, KeptDays, Plan, PlanReview, PlanVersion
from casework.stages import ENDS, INACTIVE_STAGES
from casework.time_limits import rules_of_days

ENDED_AT = {PlanEnd.CEASED: Stage.CEASED, PlanEnd.TRANSFERRED_OUT: Stage.TRANSFERRED_OUT}
"""The stage at which a plan's end leaves the case that carried it."""


def plan_in_force_of(child: Child) -> Plan | None:
    """The child's plan that is maintained now."""
    return Plan.objects.filter(child=child, first_made_on__isnull=False, ended_at=None).first()


def version_in_force_of(child_id: int) -> PlanVersion | None:
    """The version in force of that plan, with the plan and the case that made it, in one query."""
    return next(iter(_in_force(child_id)), None)


@prepared
def _in_force(child_id: int) -> QuerySet[PlanVersion]:
    in_force = {"plan__first_made_on__isnull": False, "plan__ended_at": None, "status": PlanStatus.ISSUED}
    return PlanVersion.objects.filter(plan__child=child_id, **in_force).select_related("plan", "case").order_by()


def plans_made_of(child: Child) -> QuerySet[Plan]:
    """Every plan of the child that was ever in force, the latest first."""
    return Plan.objects.filter(child=child, first_made_on__isnull=False).order_by("-first_made_on", "-pk")


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The version issued last: that in force, or that in force when the plan ended."""
    return plan.versions.filter(status=PlanStatus.ISSUED).select_related("case").first()


@read_once
def review_recorded_in(case: Case) -> PlanReview | None:
    """The review that was done in this case, recorded as ended."""
    return PlanReview.objects.filter(case=case, withdrawn_at=None).select_related("recorded_by").first()


def check_review_is_recorded(case: Case) -> None:
    """An amended plan follows a review whose decision the family was told: the next review counts from that day."""
    if case.is_review and review_recorded_in(case) is None:
        raise Refused(
            "Record first what was decided after the review, and the day the family was told: "
            "the 12 months to the next review count from that day."
        )


def check_no_plan_in_force(child: Child) -> None:
    """A plan is reviewed or re-assessed; it is not asked for again while it is in force."""
    plan = plan_in_force_of(child)
    version = version_in_force(plan) if plan else None
    if version:
        raise Refused(
            f"This child has a plan in force, made in case {version.case.reference}. "
            "A plan that is maintained is reviewed from that case; another assessment is not asked for."
        )


def put_in_force(plan_version: PlanVersion, *, by: User) -> Plan:
    """Make a version just issued the one in force.

    Called by the action that issues it, inside its transaction. Effects: the version before is replaced, and the case
    that carried it is history; the first version of a plan begins the 12 months to its review, a later one does not.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_version.plan_id)
    before = plan.versions.filter(status=PlanStatus.ISSUED).exclude(pk=plan_version.pk).select_related("case").first()
    if before:
        before.status = PlanStatus.REPLACED
        before.save(update_fields=["status"])
        reason = f"Version {plan_version.number} of the plan was issued in case {plan_version.case.reference}."
        move_case(before.case, Stage.SUPERSEDED, by=by, reason=reason)
    if plan.first_made_on is None:
        plan.first_made_on = today()
    count_to_next_review(plan)
    return plan


def count_to_next_review(plan: Plan) -> None:
    """Write down when the next review is due. The caller holds the lock."""
    assert plan.first_made_on is not None  # noqa: S101 - only plans that were made are reviewed
    ended = plan.reviews.filter(withdrawn_at=None).values_list("told_on", flat=True)
    plan.review_due_on = next_review_due_on(plan.first_made_on, ended)
    plan.save(update_fields=["first_made_on", "review_due_on"])
    keep_next_duties(plan.child_id)


def check_user_can_end_plan_somehow(user: User, case: Case) -> None:
    """Its co-ordinator records that the plan passed to another authority; a Lead does that too, or ceases it."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="end its plan")
    check_case_is_at(case, Stage.MAINTAINED, act="end the plan")


def check_user_can_end_plan(user: User, case: Case, end: PlanEnd) -> None:
    """Deciding that a plan ceases is the Lead's: CFA 2014, s45."""
    if end == PlanEnd.CEASED:
        check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="decide that a plan ceases")
    check_user_can_end_plan_somehow(user, case)


def end_plan(case: Case, *, end: PlanEnd, ended_on: date, reason: str, by: User) -> Plan:
    """End the plan that this case carries: it ceases, or passes to another authority.

    Effects: the case ends with it, and so does a review of the plan that is under way; what that was drafting is
    abandoned. Source: CFA 2014, s45; SEND Regs 2014, regs 15, 29 to 31.
    """
    with transaction.atomic():
        case_now = lock_cases_of_child(case)
        check_user_can_end_plan(by, case_now, end)
        check_entered(reason, "the reason why the plan ends", field="reason")
        plan = _locked_plan_of(case_now)
        assert plan.first_made_on is not None  # noqa: S101 - the case is at “maintained”
        what = "The day the plan ended"
        check_not_in_future(ended_on, what, today())
        check_not_before(ended_on, what, plan.first_made_on, "the day the plan was first made")
        plan.end, plan.ended_on, plan.end_reason = end, ended_on, reason.strip()
        plan.ended_at, plan.ended_by = now(), by
        plan.save()
        audit.actions.record(
            "casework.plan_ended", by=by, case=case_now, subject=plan, end=end.label, ended_on=ended_on, reason=reason
        )
        for review in open_reviews_of(plan):
            abandon_version(review)
            move_case(review, ENDED_AT[end], by=by, reason=reason)
        move_case(case, ENDED_AT[end], by=by, reason=reason)
    return plan


def open_reviews_of(plan: Plan) -> QuerySet[Case]:
    """Cases in which the plan is being reviewed."""
    return plan.child.cases.filter(kind=CaseKind.KEY_STAGE_REVIEW).exclude(stage__in=INACTIVE_STAGES)


def _locked_plan_of(case: Case) -> Plan:
    return Plan.objects.select_for_update().select_related("child").get(versions__case=case)


def check_user_can_take_back_end(user: User, case: Case) -> None:
    """A Lead puts a plan in force again that was ended by mistake, unless something was begun for the child since."""
    check_user_has_role(user, Role.LEAD_SEND_COORDINATOR, act="put a plan in force again")
    version = PlanVersion.objects.filter(case=case, status=PlanStatus.ISSUED).select_related("plan").first()
    if version is None or version.plan.ended_at is None:
        raise Refused("The plan of this case has not ended, so there is no end to take back.")
    check_child_is_living(case.child)
    later = Case.objects.filter(child=case.child_id, kind=CaseKind.INITIAL_ASSESSMENT, opened_at__gt=version.issued_at)
    begun = later.exclude(stage__in=ENDS).order_by("pk").first()
    if begun:
        raise Refused(
            f"Case {begun.reference} was opened for this child after the plan had ended. "
            "Close that case before putting the plan in force again."
        )


def take_back_end(case: Case, *, reason: str, by: User) -> Plan:
    """Put in force again a plan that was ended by mistake; the trail keeps that it had ended, and why it had not."""
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_take_back_end(by, case_now)
        check_entered(reason, "the reason why the plan has not ended", field="reason")
        plan = _locked_plan_of(case_now)
        audit.actions.record(
            "casework.plan_end_taken_back",
            by=by,
            case=case_now,
            subject=plan,
            end=plan.get_end_display(),
            ended_on=plan.ended_on,
            reason=reason,
        )
        plan.end, plan.ended_on, plan.end_reason, plan.ended_at, plan.ended_by = "", None, "", None, None
        plan.save()
        put_back(case_now, Stage.MAINTAINED, reason=reason, by=by)
    return plan


# Days calculated anew

AT_ONCE = 500
DAYS = ("decision_due_on", "final_plan_due_on", *KEPT)


def mend_days(*, after: int = 0, most: int | None = None, is_dry: bool = False) -> tuple[list[int], int | None]:
    """Bring the days due of cases and plans up to the rules: the ids of the cases that differed, and the last seen.

    In the order of their ids, from `after` on, `most` of them, a transaction for each few hundred; the last is None
    once there are no more. With `is_dry` nothing is written. The day of a review's own case is that of its plan when
    the review began, and stays.
    """
    differing: list[int] = []
    while most is None or most > 0:
        ids = list(Case.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return differing, None
        after = ids[-1]
        differing += _mend(ids, is_dry=is_dry)
        most = None if most is None else most - len(ids)
    return differing, after


def _mend(ids: list[int], *, is_dry: bool) -> list[int]:
    with transaction.atomic():
        found = Case.objects.filter(pk__in=ids)
        if not is_dry:
            found = found.select_for_update(of=("self",))
        differing = set(_mend_reviews(ids, is_dry=is_dry))
        wrong = list(_with_wrong_days(found.order_by("pk")))
        if not is_dry:
            Case.objects.bulk_update(wrong, DAYS)
    return sorted(differing | {case.pk for case in wrong})


def _mend_reviews(ids: list[int], *, is_dry: bool) -> Iterator[int]:
    """The cases whose plan has another review day by the rules of today, which it is given."""
    plans = Plan.objects.filter(versions__case__in=ids, versions__case__stage=Stage.MAINTAINED, ended_at=None)
    for plan, case in (
        (plan, plan.case) for plan in plans.annotate(case=F("versions__case")).prefetch_related("reviews")
    ):
        ended = [review.told_on for review in plan.reviews.all() if review.withdrawn_at is None]
        if plan.first_made_on and plan.review_due_on != next_review_due_on(plan.first_made_on, ended):
            if not is_dry:
                count_to_next_review(Plan.objects.select_for_update().get(pk=plan.pk))
            yield case


def _with_wrong_days(cases: QuerySet[Case]) -> Iterator[Case]:
    """Those whose days are others by the rules of today, with these, not saved."""
    for case in with_facts(cases):
        before = [getattr(case, name) for name in DAYS]
        if not case.is_review:
            case.set_due_days()
        set_next_duty(case)
        if before != [getattr(case, name) for name in DAYS]:
            yield case


def days_are_of_today() -> bool:
    """Whether the days that are kept were calculated by the rules of the code."""
    return KeptDays.objects.filter(rules=rules_of_days()).exists()


def note_days_are_of_today() -> None:
    """Write down that the days of every case were calculated by the rules of the code."""
    KeptDays.objects.update_or_create(pk=1, defaults={"rules": rules_of_days()})
