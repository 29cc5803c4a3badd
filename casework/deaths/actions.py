"""A child has died: recorded, so that every duty stops; taken back where it was recorded by mistake."""

from datetime import date

from django.db import transaction

import audit.actions
from accounts.enums import Role
from accounts.models import User
from base.clock import now, today
from base.refusals import Refused, check_entered, check_length, check_not_before, check_not_in_future
from base.words import day_in_words
from casework.cases.actions import abandon_version, lock_cases_of_child, move_case, put_back, take_version_up_again
from casework.cases.permissions import check_user_is_not_barred, check_user_works_case, stage_to_resume
from casework.enums import PlanEnd, ReportStatus, Stage
from casework.maintaining.actions import plan_in_force_of
from casework.models import Case, Child, Enrolment, Plan, Report, TacMeeting
from casework.reports.rules import FAMILY_KINDS
from casework.stages import ENDS

LONGEST_REASON = 2000
"""Characters of why the record of a death is taken back."""


def check_user_keeps_record_of_death(user: User, case: Case, *, act: str) -> None:
    """It is the co-ordinator's of a case of the child, or a Lead's; at any stage, also once the case has ended."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act=act)
    check_user_is_not_barred(user, case)


def check_user_can_record_death(user: User, case: Case) -> None:
    """A death is recorded once."""
    check_user_keeps_record_of_death(user, case, act="record a death")
    if case.child.died_on:
        raise Refused(
            f"It is recorded already that {case.child.full_name} died on {day_in_words(case.child.died_on)}. "
            "If the date is wrong, take the record back and record it again."
        )


def check_user_can_take_death_back(user: User, case: Case) -> None:
    """What was recorded by mistake is taken back."""
    check_user_keeps_record_of_death(user, case, act="take the record of a death back")
    if case.child.died_on is None:
        raise Refused("No death is recorded, so there is nothing to take back.")


def record_death(case: Case, *, died_on: date, by: User) -> Child:
    """Record the day on which a child died.

    Effects: the plan in force ends as ceased, on that day; every live case of the child ends, and what it was drafting
    is abandoned. With that no limit runs, nothing is asked for, and nobody is waited for any more.
    """
    with transaction.atomic():
        case_now = lock_cases_of_child(case)
        child = Child.objects.select_for_update().get(pk=case_now.child_id)
        case_now.child = child
        check_user_can_record_death(by, case_now)
        what = "The date of the death"
        check_not_in_future(died_on, what, today(), field="died_on")
        check_not_before(died_on, what, child.date_of_birth, "the date of birth", field="died_on")
        child.died_on, child.death_recorded_at, child.death_recorded_by = died_on, now(), by
        child.save()
        audit.actions.record("casework.death_recorded", by=by, case=case_now, subject=child, died_on=died_on)
        reason = f"{child.full_name} died on {day_in_words(died_on)}."
        _end_plan(child, reason, by=by)
        for live in child.cases.exclude(stage__in=ENDS).order_by("pk"):
            abandon_version(live)
            move_case(live, Stage.CEASED, by=by, reason=reason)
        case.refresh_from_db()
    return child


def _end_plan(child: Child, reason: str, *, by: User) -> None:
    """The plan in force ceases: on the day of the death, or that on which it was made where that is later."""
    plan = plan_in_force_of(child)
    if plan is None or plan.first_made_on is None or child.died_on is None:
        return
    plan.end, plan.end_reason, plan.ended_at, plan.ended_by = PlanEnd.CEASED, reason, child.death_recorded_at, by
    plan.ended_on = max(child.died_on, plan.first_made_on)
    plan.save()


def take_death_back(case: Case, *, reason: str, by: User) -> Child:
    """Take the record of a death back that was made by mistake.

    Effects: the plan and the cases that ended with it are where they were, as if they had never ended.
    """
    with transaction.atomic():
        case_now = lock_cases_of_child(case)
        child = Child.objects.select_for_update().get(pk=case_now.child_id)
        case_now.child = child
        check_user_can_take_death_back(by, case_now)
        check_entered(reason, "why the record is taken back", field="reason")
        check_length(reason, LONGEST_REASON, "Why the record is taken back", field="reason")
        recorded_at, died_on = child.death_recorded_at, child.died_on
        child.died_on, child.death_recorded_at, child.death_recorded_by = None, None, None
        child.save()
        audit.actions.record(
            "casework.death_taken_back", by=by, case=case_now, subject=child, died_on=died_on, reason=reason.strip()
        )
        for plan in Plan.objects.filter(child=child, ended_at=recorded_at):
            plan.end, plan.ended_on, plan.end_reason, plan.ended_at, plan.ended_by = "", None, "", None, None
            plan.save()
        ended = child.cases.filter(stage=Stage.CEASED, stage_entered_at__gte=recorded_at)
        for each in ended.order_by("pk"):
            take_version_up_again(each)
            put_back(each, stage_to_resume(each), by=by, reason=reason.strip())
        case.refresh_from_db()
    return child


def left_to_tell(case: Case) -> list[str]:
    """Who is still to be told of the death, so that nobody writes to the family: each as the end of a sentence."""
    present = Enrolment.objects.filter(child=case.child_id, ended_on=None).select_related("setting")
    awaited = Report.objects.filter(case__child=case.child_id, status=ReportStatus.ASKED).exclude(kind__in=FAMILY_KINDS)
    meetings = TacMeeting.objects.filter(case__child=case.child_id, concluded_at=None, called_off_at=None)
    told = [enrolment.setting.name for enrolment in present]
    told += [
        f"{report.asked_of}, who was asked for advice ({report.get_kind_display().lower()})"
        for report in awaited.order_by("pk")
    ]
    told += [
        f"everybody who was invited to the {meeting.named}" for meeting in meetings if not meeting.is_by_correspondence
    ]
    return [*told, *(f"everybody who was asked in the {each.named}" for each in meetings if each.is_by_correspondence)]
