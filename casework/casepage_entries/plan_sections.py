"""What reports, the plan, the TAC and the last steps add to a case: their entry in the side list, and a line each."""

from django.urls import reverse

from accounts.models import User
from audit.moments import today
from casework.casepage import Section, SectionContent, register_section
from casework.enums import Stage
from casework.exceptions.plans import in_words
from casework.models import Case, PlanVersion
from casework.presenters.plans import last_day_for_views
from casework.presenters.reports import reports_in_words
from casework.presenters.tac import result_in_words


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
        "", count=len(meetings), summary=[("TAC meeting", f"{in_words(last.held_on)}. {result_in_words(last)}")]
    )


def _finalising(case: Case, user: User) -> SectionContent | None:
    plan_version = _version(case)
    if plan_version is None or plan_version.approved_at is None:
        return None
    if plan_version.issued_at:
        return SectionContent("", summary=[("Final plan", f"Issued on {in_words(plan_version.issued_at.date())}")])
    last_day = last_day_for_views(plan_version.draft_served_on)
    said = f"Served; the family has until {in_words(last_day)}" if last_day else "Not served yet"
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
