"""Plain facts of a case and its plan, corrected: what stood there is kept, with who corrected it, when and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from accounts.enums import Role
from accounts.models import User
from audit.queries import last_change_of
from base.clock import today
from base.refusals import Refused, check_entered, check_length, check_not_before, check_not_in_future
from base.stale import check_unchanged, version_of
from base.words import day_in_words
from casework.cases.actions import keep_correction, lock_case
from casework.cases.permissions import check_user_works_case
from casework.children.actions import check_may_be_assessed
from casework.duties.actions import keep_next_duties
from casework.enums import CorrectedFact, RequestSource, TacManner
from casework.models import Case, Correction, PlanVersion
from casework.plan.queries import last_draft_shown
from casework.versions.actions import plan_version_of

LONGEST_REASON = 2000
"""Characters of the reason for a correction."""

F = CorrectedFact

OF_THE_REQUEST = (F.REQUESTED_ON, F.REQUEST_SOURCE, F.REQUEST_REASON)
OF_THE_PLAN = (F.DRAFT_SERVED_ON, F.FAMILY_VIEWS_ON)


def facts_of(case: Case) -> dict[str, Any]:
    """What can be corrected in a case, by the name of the fact, as it stands; what is not recorded yet is left out.

    A review was not asked for: the day it began was noted by the service.
    """
    known = {} if case.is_review else {fact.value: getattr(case, fact) for fact in OF_THE_REQUEST}
    plan_version = plan_version_of(case)
    if plan_version is not None:
        on_plan = {fact.value: getattr(plan_version, fact) for fact in OF_THE_PLAN}
        known |= {fact: day for fact, day in on_plan.items() if day is not None}
    return known


def check_user_can_correct_facts(user: User, case: Case) -> None:
    """What was recorded wrongly is corrected by the co-ordinator of the case, or by a Lead; also when it has ended."""
    if not user.has_role(Role.LEAD_SEND_COORDINATOR):
        check_user_works_case(user, case, act="correct what was recorded")
    if case.is_review and not facts_of(case):
        raise Refused("Nothing that is corrected here is recorded in this case yet.")


def version_of_facts(case: Case) -> str:
    """A short stand-in for the facts as they are now, by which a page tells whether they were changed in between."""
    return version_of(*facts_of(case).values())


def corrections_of(case: Case) -> QuerySet[Correction]:
    """What was corrected in a case, newest first."""
    return case.corrections.select_related("corrected_by").order_by("-corrected_at", "-pk")


def correct_facts(
    case: Case, facts: dict[str, Any], *, reason: str, expected_version: str | None = None, by: User
) -> list[Correction]:
    """Correct facts that were recorded wrongly, by the names of `facts_of`; those that are as they were stay.

    Effects: each fact that differs is kept as it was and takes its new value, with a row in the trail; the days due
    follow from the day the request was received. What was frozen from an old value stays frozen.
    """
    with transaction.atomic():
        case_now = lock_case(case)
        check_user_can_correct_facts(by, case_now)
        plan_version = PlanVersion.objects.select_for_update().filter(case=case_now).first()
        before = facts_of(case_now)
        check_unchanged(
            expected_version, version_of_facts(case_now), "what is recorded", lambda: _last_change(case_now)
        )
        reason = reason.strip()
        check_entered(reason, "what was wrong", field="reason")
        check_length(reason, LONGEST_REASON, "What was wrong", field="reason")
        changed = {name: value for name, value in facts.items() if name in before and value != before[name]}
        if not changed:
            raise Refused("Nothing was changed. Change what is wrong, or go back to the case.")
        _check_facts(case_now, plan_version, before | changed, changed)
        for name, value in changed.items():
            setattr(case_now if name in OF_THE_REQUEST else plan_version, name, value)
        _save(case_now, plan_version, changed)
        made = [
            keep_correction(case_now, F(name), before[name], value, reason=reason, by=by)
            for name, value in changed.items()
        ]
        case.refresh_from_db()
    return made


def _last_change(case: Case) -> tuple[str, datetime]:
    """Who last corrected something in the case, or else changed it, and when."""
    last = corrections_of(case).first()
    return (last.corrected_by.full_name, last.corrected_at) if last else last_change_of(case)


def _save(case: Case, plan_version: PlanVersion | None, changed: dict[str, Any]) -> None:
    of_case = [name for name in changed if name in OF_THE_REQUEST]
    if F.REQUESTED_ON in changed:
        case.set_due_days()
        of_case += ["decision_due_on", "final_plan_due_on"]
    if of_case:
        case.save(update_fields=of_case)
        keep_next_duties(case.child_id, case)
    of_plan = [name for name in changed if name in OF_THE_PLAN]
    if of_plan and plan_version is not None:
        plan_version.save(update_fields=of_plan)
    if F.DRAFT_SERVED_ON in changed and plan_version is not None and (draft := last_draft_shown(plan_version)):
        draft.shown_on = changed[F.DRAFT_SERVED_ON]
        draft.save(update_fields=["shown_on"])


def _check_facts(case: Case, plan_version: PlanVersion | None, facts: dict[str, Any], changed: dict[str, Any]) -> None:
    """What is corrected is possible beside everything else that is recorded."""
    if F.REQUESTED_ON in changed:
        _check_request_day(case, facts[F.REQUESTED_ON])
    if F.REQUEST_SOURCE in changed and facts[F.REQUEST_SOURCE] not in RequestSource.values:
        raise Refused("Select who asked.", field=F.REQUEST_SOURCE)
    if plan_version is not None and {F.DRAFT_SERVED_ON, F.FAMILY_VIEWS_ON} & changed.keys():
        _check_plan_days(plan_version, facts.get(F.DRAFT_SERVED_ON), facts.get(F.FAMILY_VIEWS_ON))


@dataclass(frozen=True)
class _Later:
    """A day that follows another, and what happened on it."""

    day: date | None
    what: str


def _check_request_day(case: Case, day: date | None) -> None:
    """The request came before everything that followed from it."""
    if day is None:
        raise Refused("Enter the date the request was received.", field=F.REQUESTED_ON)
    check_may_be_assessed(case.child.date_of_birth, day, today())
    decision = case.assessment_decisions.filter(replaced_at=None).first()
    report = case.reports.filter(received_on__isnull=False, reuse_agreement="").order_by("received_on").first()
    meeting = case.tac_meetings.filter(manner=TacManner.MEETING).first()
    _check_comes_before(
        day,
        "The date the request was received",
        _Later(localdate(case.opened_at), "the case was opened"),
        _Later(decision.decided_on if decision else None, "whether to assess was decided"),
        _Later(report.received_on if report else None, "a report came"),
        _Later(meeting.held_on if meeting else None, "the TAC met"),
    )


def _check_plan_days(plan_version: PlanVersion, served_on: date | None, views_on: date | None) -> None:
    """Approved, served, heard, issued: in this order, and none of it in the future."""
    if served_on is None:
        raise Refused("Enter the date the draft was served.", field=F.DRAFT_SERVED_ON)
    what = "The date the draft was served"
    check_not_in_future(served_on, what, today())
    if plan_version.approved_at:
        check_not_before(served_on, what, localdate(plan_version.approved_at), "the day the plan was approved")
    if (draft := last_draft_shown(plan_version)) is not None:
        check_not_before(served_on, what, draft.edited_on, "the day that it was last changed")
    issued_on = localdate(plan_version.issued_at) if plan_version.issued_at else None
    _check_comes_before(served_on, what, _Later(issued_on, "the final plan was issued"))
    if plan_version.family_views_on is None:
        return
    if views_on is None:
        raise Refused("Enter the date the family’s views were received.", field=F.FAMILY_VIEWS_ON)
    check_not_in_future(views_on, "The date the family’s views were received", today())
    check_not_before(views_on, "The date the family’s views were received", served_on, "the day the draft was served")


def _check_comes_before(day: date, what: str, *later: _Later) -> None:
    """A day is not after any of those that follow it; what is not recorded sets no bound."""
    known = [(each.day, each.what) for each in later if each.day is not None]
    if known and day > min(known)[0]:
        bound, happened = min(known)
        raise Refused(f"{what} must be {day_in_words(bound)} or earlier: on that day {happened}.")
