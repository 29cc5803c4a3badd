from django.views.decorators.http import require_GET

from casework import casepage
from casework.enums import PlanStatus, ReportStatus, SectionLetter
from casework.permissions.plans import missing_from, plan_version_or_refuse
from casework.presenters.cases import step_items
from casework.presenters.plans import outcomes_shown, placement_in_words, sections_to_show
from casework.views.loading import render_case, with_case


@require_GET
@with_case("Plan")
def plan_detail(request, case):
    """The plan as this case drafts it: sections A to K, the outcomes, and the provision with its cost."""
    plan_version = plan_version_or_refuse(case)
    is_drafting = plan_version.status == PlanStatus.DRAFTING
    return render_case(
        request,
        case,
        "casework/plan_detail.html",
        {
            "plan_version": plan_version,
            "plan_sections": sections_to_show(plan_version, case, request.user),
            "outcomes": outcomes_shown(plan_version),
            "letters": SectionLetter,
            "missing": missing_from(plan_version) if is_drafting else [],
            "placement": placement_in_words(plan_version),
            "advice": case.reports.filter(status=ReportStatus.RECEIVED),
            "steps": step_items(casepage.next_steps(case, request.user)),
        },
        here="plan",
    )
