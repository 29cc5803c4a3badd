from django.views.decorators.http import require_GET

from audit.moments import today
from casework.casepage import step
from casework.enums import ReportStatus
from casework.forms.passages import PassageForm
from casework.permissions.cases import check_user_can_gather_reports
from casework.permissions.passages import check_user_can_mark_passages_in
from casework.presenters.reports import FAMILY_KINDS, file_item, report_facts, text_of
from casework.queries.passages import passages_visible_to
from casework.views.loading import render_case, with_case
from casework.views.report_loading import with_report
from casework.views.steps import drawn, link


@require_GET
@with_case("Report")
@with_report
def report_detail(request, case, report):
    """One report: its facts, what it says, its file, and the reminders."""
    passages = list(passages_visible_to(request.user, case).filter(report=report))
    marking = step("", "", lambda: check_user_can_mark_passages_in(request.user, report))
    files = []
    if report.file:
        url = link(case, "report_file", report.pk)
        files = [file_item(report.file, href=url, added=report.received_on)]
    return render_case(
        request,
        case,
        "casework/report_detail.html",
        {
            "report": report,
            "facts": report_facts(report, today()),
            "files": files,
            "pieces": text_of(report, passages),
            "passages": passages,
            "form": None if marking.refusal else PassageForm(report=report),
            "chases": report.chases.select_related("chased_by"),
            "is_own_words": report.kind in FAMILY_KINDS,
            "steps": drawn(_steps(case, report, request.user)),
        },
        here="reports",
    )


def _steps(case, report, user):
    """What is done with a report that is awaited."""
    if report.status != ReportStatus.ASKED:
        return []
    pages = (
        ("Record it as received", "report_receive"),
        ("Record a reminder", "report_chase"),
        ("It is not needed", "report_waive"),
    )
    return [
        step(text, link(case, name, report.pk), lambda: check_user_can_gather_reports(user, case), primary=i == 0)
        for i, (text, name) in enumerate(pages)
    ]
