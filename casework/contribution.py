"""What casework itself adds to the pages of a case: its sections, next steps and notes."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from accounts.models import User
from base.clock import today
from base.words import day_in_words
from casework.cases.contributions import (
    NextStep,
    Section,
    SectionContent,
    register_next_steps,
    register_section,
    register_work_notes,
    step,
)
from casework.cases.frame import link
from casework.cases.permissions import (
    _is_theirs,
    check_user_can_reassign,
    check_user_can_record_exceptions,
    check_user_works_case,
    closings_open_to,
)
from casework.children.permissions import check_user_can_manage_details
from casework.children.presenters import child_rows, contact_rows
from casework.enums import Stage
from casework.finalising.permissions import (
    check_user_can_issue_final_plan,
    check_user_can_name_placement,
    check_user_can_record_family_views,
    check_user_can_serve_draft,
)
from casework.models import Case, Contact, PlanVersion
from casework.plan.permissions import check_user_can_take_to_tac
from casework.plan.presenters import last_day_for_views
from casework.reports.permissions import check_user_can_gather_reports, check_user_can_open_scoring
from casework.reports.presenters import reports_in_words
from casework.reports.queries import awaited_counts, reports_awaited
from casework.requests.permissions import check_user_can_decide_assessment
from casework.reviews.permissions import check_user_can_start_review
from casework.stages import STAGES
from casework.tac.permissions import check_user_can_convene_tac
from casework.tac.presenters import result_in_words
from casework.versions.permissions import check_user_can_draft_plan
from casework.versions.queries import open_tac_meeting


def family(case: Case, user: User) -> SectionContent:
    """Who the child is and who speaks for them; with links to correct it for those who may."""
    contacts = list(case.child.contacts.all())
    add = step("Add a contact", link(case, "contact_add"), lambda: check_user_can_manage_details(user, case))
    may_change = not add.refusal
    context = {
        "name": case.child.full_name,
        "child": child_rows(case)[1:],
        "change_url": link(case, "child_change") if may_change else "",
        "contacts": [_contact(case, contact, may_change=may_change) for contact in contacts],
        "add": add,
        "request_reason": case.request_reason,
    }
    return SectionContent("casework/_partials/family.html", context, count=len(contacts))


def _contact(case: Case, contact: Contact, *, may_change: bool) -> dict[str, Any]:
    url = link(case, "contact_change", contact.pk) if may_change else ""
    return {"name": contact.name, "url": url, "rows": contact_rows(contact)[1:]}


register_section(Section("family", "Family and contacts", 80, family))


def _reports(case: Case, user: User) -> SectionContent | None:
    if case.stage == Stage.REQUESTED:
        return None
    reports = list(case.reports.all())
    return SectionContent("", count=len(reports), summary=[("Reports", reports_in_words(reports, today()))])


def _version(case: Case) -> PlanVersion | None:
    """The plan version of the case, read once for all sections of a page."""
    return getattr(case, "plan_version", None)


def _plan(case: Case, user: User) -> SectionContent | None:
    plan_version = _version(case)
    if plan_version is None:
        return None
    status = plan_version.get_status_display().lower()
    return SectionContent("", summary=[("Plan", f"Version {plan_version.number}, {status}")])


def _tac(case: Case, user: User) -> SectionContent | None:
    if _version(case) is None:
        return None
    meetings = list(case.tac_meetings.all())
    if not meetings:
        return SectionContent("", count=0)
    last = meetings[-1]
    return SectionContent(
        "", count=len(meetings), summary=[("TAC meeting", f"{day_in_words(last.held_on)}. {result_in_words(last)}")]
    )


def _finalising(case: Case, user: User) -> SectionContent | None:
    plan_version = _version(case)
    if plan_version is None or plan_version.approved_at is None:
        return None
    if plan_version.issued_at:
        return SectionContent("", summary=[("Final plan", f"Issued on {day_in_words(plan_version.issued_at.date())}")])
    last_day = last_day_for_views(plan_version.draft_served_on)
    said = f"Served; the family has until {day_in_words(last_day)}" if last_day else "Not served yet"
    return SectionContent("", summary=[("Draft plan", said)])


register_section(
    Section("reports", "Reports", 10, _reports, url=lambda case: reverse("casework:report_list", args=[case.reference]))
)


register_section(
    Section("plan", "Plan", 40, _plan, url=lambda case: reverse("casework:plan_detail", args=[case.reference]))
)


register_section(
    Section("tac", "TAC meetings", 50, _tac, url=lambda case: reverse("casework:tac_list", args=[case.reference]))
)


register_section(
    Section(
        "finalising",
        "Finalising",
        70,
        _finalising,
        url=lambda case: reverse("casework:final_detail", args=[case.reference]),
    )
)


DUTIES_MATTER_AT = (Stage.VERIFICATION, Stage.MODERATION, Stage.SIGN_OFF, Stage.PANEL)


@register_next_steps
def deciding(case: Case, user: User) -> list[NextStep]:
    """Whether to assess is decided once, at the beginning; others see that it is the Lead's to decide."""
    if case.stage != Stage.REQUESTED:
        return []
    url = reverse("casework:case_decide", args=[case.reference])
    label = STAGES[Stage.REQUESTED].waits_for
    return [step(label, url, lambda: check_user_can_decide_assessment(user, case), primary=True, order=10)]


@register_next_steps
def reviewing(case: Case, user: User) -> list[NextStep]:
    """A maintained plan is reviewed before the key stage ends."""
    if case.stage != Stage.MAINTAINED or not _is_theirs(lambda: check_user_works_case(user, case, act="review it")):
        return []
    url = reverse("casework:review_start", args=[case.reference])
    return [step("Start a key-stage review", url, lambda: check_user_can_start_review(user, case), order=100)]


@register_next_steps
def keeping(case: Case, user: User) -> list[NextStep]:
    """What may be done at any time, shown only to those who may."""
    steps = []
    if _is_theirs(lambda: check_user_can_reassign(user, case)) and not case.is_ended:
        url = reverse("casework:case_reassign", args=[case.reference])
        steps.append(NextStep("Give to another co-ordinator", url, order=910))
    if case.stage in DUTIES_MATTER_AT and _is_theirs(lambda: check_user_can_record_exceptions(user, case)):
        url = reverse("casework:case_exception", args=[case.reference])
        steps.append(NextStep("Record an exception about who decides", url, order=920))
    if closings_open_to(user, case):
        steps.append(NextStep("Close the case", reverse("casework:case_close", args=[case.reference]), order=930))
    return steps


def _is_coordinator(case: Case, user: User) -> bool:
    """Others are shown only the step that moves the case on."""
    return case.coordinator_id == user.pk


@register_next_steps
def gathering(case: Case, user: User) -> list[NextStep]:
    """Ask, record what came, then open scoring."""
    if case.stage != Stage.GATHERING_REPORTS:
        return []
    steps = []
    if _is_coordinator(case, user):
        is_first = not case.reports.exists()
        is_waiting = not is_first and reports_awaited(case).exists()
        may_gather = _on(check_user_can_gather_reports, user, case)
        steps.append(step("Ask for reports", link(case, "report_ask"), may_gather, primary=is_first, order=20))
        if is_waiting:
            steps.append(NextStep("Record what came", link(case, "report_list"), primary=True, order=10))
    may_open = _on(check_user_can_open_scoring, user, case)
    steps.append(step("Open scoring", link(case, "scoring_open"), may_open, primary=True, order=30))
    return steps


@register_work_notes
def awaited_notes(cases: list[Case]) -> dict[int, str]:
    """How many reports are still awaited, in one query."""
    gathering = [case.pk for case in cases if case.stage == Stage.GATHERING_REPORTS]
    counts = awaited_counts(gathering) if gathering else {}
    return {case_id: f"{n} report{'' if n == 1 else 's'} awaited" for case_id, n in counts.items()}


@register_next_steps
def drafting(case: Case, user: User) -> list[NextStep]:
    """Write the plan, then take it to the TAC."""
    if case.stage not in (Stage.DRAFTING, Stage.TAC):
        return []
    steps = []
    if _is_coordinator(case, user):
        may_draft = _on(check_user_can_draft_plan, user, case)
        is_drafting = case.stage == Stage.DRAFTING
        steps.append(step("Write the plan", link(case, "plan_detail"), may_draft, primary=is_drafting, order=20))
    if case.stage == Stage.DRAFTING:
        may_take = _on(check_user_can_take_to_tac, user, case)
        steps.append(step("Take the plan to the TAC", link(case, "plan_take_to_tac"), may_take, primary=True, order=15))
    return steps


@register_next_steps
def meeting(case: Case, user: User) -> list[NextStep]:
    """Convene a meeting, or record who came to the one that is open."""
    if case.stage != Stage.TAC or not _is_coordinator(case, user):
        return []
    held = open_tac_meeting(case)
    if held:
        return [NextStep("Record who took part", link(case, "tac_attendance", held.pk), order=30)]
    may_convene = _on(check_user_can_convene_tac, user, case)
    is_first = not case.tac_meetings.exists()
    label = "Convene the TAC meeting" if is_first else "Convene another TAC meeting"
    return [step(label, link(case, "tac_convene"), may_convene, primary=is_first, order=30)]


@register_next_steps
def finalising(case: Case, user: User) -> list[NextStep]:
    """Serve the draft, hear the family, name the placement, issue."""
    if case.stage != Stage.FINALISING:
        return []
    plan_version = getattr(case, "plan_version", None)
    steps = []
    if _is_coordinator(case, user) and plan_version:
        if plan_version.draft_served_on is None:
            may_serve = _on(check_user_can_serve_draft, user, case)
            steps.append(step("Serve the draft plan", link(case, "final_serve"), may_serve, primary=True, order=10))
        else:
            may_hear = _on(check_user_can_record_family_views, user, case)
            heard = bool(plan_version.family_views)
            label = "Change the family’s views" if heard else "Record the family’s views"
            steps.append(step(label, link(case, "final_views"), may_hear, primary=not heard, order=20))
            may_name = _on(check_user_can_name_placement, user, case)
            named = bool(plan_version.placement_id or plan_version.placement_type)
            label = "Change the placement" if named else "Name the placement"
            steps.append(step(label, link(case, "final_placement"), may_name, primary=not named, order=30))
    steps.append(
        step(
            "Issue the final plan",
            link(case, "final_issue"),
            lambda: check_user_can_issue_final_plan(user, case, today()),
            primary=True,
            order=15,
        )
    )
    return steps


@register_next_steps
def maintained(case: Case, user: User) -> list[NextStep]:
    """The final plan is there to be read."""
    if case.stage != Stage.MAINTAINED:
        return []
    return [NextStep("Open the final plan (PDF)", link(case, "plan_document", "final"), order=10)]


def _on(check: Callable[[User, Case], None], user: User, case: Case) -> Callable[[], None]:
    """The check, ready to be run on this person and case."""
    return lambda: check(user, case)
