"""What every page of a case knows of it, and the sections that casework itself adds to its side list and summary."""

from django.db.models import Exists, OuterRef, Subquery, prefetch_related_objects

from accounts.models import User
from base.clock import today
from base.contribution import Content, NextStep, Section, counted_rows, step
from base.pages import is_allowed
from base.words import day_in_words
from casework.cases.frame import link
from casework.cases.queries import case_facts, meetings_of
from casework.children.actions import check_user_can_manage_details
from casework.children.views import child_rows
from casework.contacts.views import contact_rows
from casework.deaths.actions import check_user_can_record_death, check_user_can_take_death_back, left_to_tell
from casework.enums import ReportStatus, Stage
from casework.maintaining.actions import version_in_force_of
from casework.merging.permissions import check_user_can_keep_records
from casework.models import (
    AssessmentDecision,
    Case,
    Contact,
    CoordinatorChange,
    DutyException,
    Enrolment,
    Plan,
    PlanVersion,
    ProvisionLine,
    Report,
    Showing,
    StageMove,
    TacMeeting,
)
from casework.plan.presenters import last_day_for_views
from casework.provision.presenters import costing_url, provision_in_words
from casework.reports.presenters import is_late, reports_in_words, weighing_in_words
from casework.reports.queries import reports_kept
from casework.tac.actions import present_tac_meeting
from casework.tac.presenters import result_in_words, when_and_where

COSTED_AT = (Stage.DRAFTING, Stage.TAC)
"""The stages at which the provision is being costed."""

OF_CASE = {"case": OuterRef("pk")}
OF_CHILD = {"child": OuterRef("child")}

LAST_MOVES = StageMove.objects.filter(**OF_CASE).order_by("-moved_at", "-pk")

FACTS = {
    "last_moved_at": Subquery(LAST_MOVES.values("moved_at")[:1]),
    "last_moved_because": Subquery(LAST_MOVES.values("reason")[:1]),
    "issued_at": Subquery(
        LAST_MOVES.filter(from_stage=Stage.FINALISING, to_stage=Stage.MAINTAINED).values("moved_at")[:1]
    ),
    "setting": Subquery(Enrolment.objects.filter(ended_on=None, **OF_CHILD).order_by().values("setting__name")[:1]),
    "decided_on": Subquery(
        AssessmentDecision.objects.filter(replaced_at=None, **OF_CASE).order_by().values("decided_on")[:1]
    ),
    "contacts": counted_rows(Contact.objects.filter(**OF_CHILD), "child"),
    "other_cases": Exists(Case.objects.filter(**OF_CHILD).exclude(pk=OuterRef("pk"))),
    "exceptions": Exists(DutyException.objects.filter(**OF_CASE)),
    "name_to_tell": Exists(CoordinatorChange.objects.filter(asks_to_tell=True, told_at=None, **OF_CASE)),
    "reports": counted_rows(Report.objects.filter(**OF_CASE).exclude(status=ReportStatus.WITHDRAWN), "case"),
    "tac_meetings": counted_rows(TacMeeting.objects.filter(**OF_CASE), "case"),
    "provision_lines": counted_rows(
        ProvisionLine.objects.filter(plan_version__case=OuterRef("pk")), "plan_version__case"
    ),
    "was_shown": Exists(Showing.objects.filter(plan_version__case=OuterRef("pk"))),
    "plan_was_made": Exists(Plan.objects.filter(first_made_on__isnull=False, **OF_CHILD)),
}


def version_in(case: Case) -> PlanVersion | None:
    """The plan version of the case, as it came with the case."""
    return getattr(case, "plan_version", None)


def _has_plan(case: Case, user: User) -> bool:
    return version_in(case) is not None


def _has_been_approved(case: Case, user: User) -> bool:
    plan_version = version_in(case)
    return plan_version is not None and (plan_version.approved_at is not None or case_facts(case)["was_shown"])


def _reports(case: Case, user: User) -> list[tuple[str, str]]:
    reports = reports_kept(case)
    rows = [("Reports", reports_in_words(reports, today()))]
    to_weigh = [weighing_in_words(each) for each in reports if is_late(each) and each.late.weighed_at is None]
    return rows + ([("Late reports", " ".join(to_weigh))] if to_weigh else [])


def _plan(case: Case, user: User) -> list[tuple[str, str]]:
    plan_version = case.plan_version
    return [("Plan", f"Version {plan_version.number}, {plan_version.get_status_display().lower()}")]


def _tac(case: Case, user: User) -> list[tuple[str, str]]:
    last_first = sorted(meetings_of(case), key=lambda meeting: (meeting.convened_at, meeting.pk), reverse=True)
    last = present_tac_meeting(last_first)
    return [("TAC meeting", f"{when_and_where(last)}. {result_in_words(last)}")] if last else []


def _provision(case: Case, user: User) -> list[tuple[str, str]]:
    title = "Provision so far" if case.stage in COSTED_AT else "Provision"
    return [(title, provision_in_words(case))]


def _finalising(case: Case, user: User) -> list[tuple[str, str]]:
    plan_version = case.plan_version
    if plan_version.issued_at:
        return [("Final plan", f"Issued on {day_in_words(plan_version.issued_at)}")]
    last_day = last_day_for_views(plan_version.draft_served_on)
    waits = "Not served yet" if case.stage == Stage.FINALISING else "To be served again once the plan is approved"
    served = f"Served; the family has until {day_in_words(last_day)}" if last_day else waits
    if case.is_ended:
        served = f"Served on {day_in_words(plan_version.draft_served_on)}" if last_day else "Not served"
    return [("Draft plan", served)]


def _family(case: Case, user: User) -> Content:
    """Who the child is and who speaks for them; with links to correct it for those who may."""
    prefetch_related_objects([case.child], "contacts")
    add = step("Add a contact", link(case, "contact_add"), lambda: check_user_can_manage_details(user, case))
    may_change = not add.refusal
    context = {
        "name": case.child.full_name,
        "child": child_rows(case)[1:],
        "change_url": link(case, "child_change") if may_change else "",
        "contacts": [_contact(case, contact, may_change=may_change) for contact in case.child.contacts.all()],
        "add": add,
        "records": step(
            "Other records of this child", link(case, "child_records"), lambda: check_user_can_keep_records(user, case)
        ),
        "death": _death_step(case, user),
        "request_reason": case.request_reason,
    }
    return Content("casework/_partials/family.html", context)


def _family_in_short(case: Case, user: User) -> list[tuple[str, str]]:
    """Once the child has died: that they did, and who is still to be told, so that nobody writes to the family."""
    if case.child.died_on is None:
        return []
    told = "; ".join(left_to_tell(case)) or "Nobody was asked for anything any more"
    return [("Died on", day_in_words(case.child.died_on)), ("Who is still to be told", told)]


def _death_step(case: Case, user: User) -> NextStep | None:
    """To take back that the child has died, or to record it where the case has ended; for those who may.

    While the case goes on the way to it is on the pages that change the child's details or close the case.
    """
    if case.child.died_on:
        text, name, check = "Take the record of the death back", "death_take_back", check_user_can_take_death_back
    else:
        text, name, check = "Record a death", "death_record", check_user_can_record_death
    may = case.is_ended and is_allowed(lambda: check(user, case))
    return NextStep(text, link(case, name)) if may else None


def _contact(case: Case, contact: Contact, *, may_change: bool) -> dict[str, object]:
    url = link(case, "contact_change", contact.pk) if may_change else ""
    return {"name": contact.name, "url": url, "rows": contact_rows(contact)[1:]}


def _childs_plan(case: Case, user: User) -> list[tuple[str, str]]:
    """Whether a plan is in force, by which case, and when its next review is due."""
    version = version_in_force_of(case.child_id)
    if version is None:
        return [("The child’s plan", "No longer in force")]
    plan = version.plan
    made_in = "" if version.case_id == case.pk else f", made in case {version.case.reference}"
    review = f"next review by {day_in_words(plan.review_due_on)}" if plan.review_due_on else ""
    return [("The child’s plan", f"Version {version.number}{made_in}, in force; {review}")]


SECTIONS = (
    Section(
        "childs-plan",
        "The child’s plan",
        5,
        lambda case: link(case, "plan_record"),
        lambda case, user: case_facts(case)["plan_was_made"],
        summary=_childs_plan,
    ),
    Section(
        "reports",
        "Reports",
        10,
        lambda case: link(case, "report_list"),
        lambda case, user: case.stage != Stage.REQUESTED,
        "reports",
        _reports,
    ),
    Section("plan", "Plan", 40, lambda case: link(case, "plan_detail"), _has_plan, summary=_plan),
    Section(
        "tac",
        "TAC meetings",
        50,
        lambda case: link(case, "tac_list"),
        _has_plan,
        "tac_meetings",
        _tac,
    ),
    Section(
        "provision",
        "Provision and cost",
        55,
        costing_url,
        _has_plan,
        "provision_lines",
        _provision,
    ),
    Section(
        "finalising",
        "Finalising",
        70,
        lambda case: link(case, "final_detail"),
        _has_been_approved,
        summary=_finalising,
    ),
    Section(
        "family",
        "Family and contacts",
        80,
        lambda case: f"{link(case, 'case_detail')}#family",
        lambda case, user: True,
        "contacts",
        _family_in_short,
        content=_family,
    ),
)
