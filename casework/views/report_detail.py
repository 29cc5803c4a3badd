from django.views.decorators.http import require_GET

from audit.moments import today
from casework.casepage import step
from casework.enums import ReportStatus
from casework.permissions.cases import check_user_can_gather_reports
from casework.presenters.plans import paragraphs_of
from casework.presenters.reports import FAMILY_KINDS, file_item, report_facts
from casework.views.loading import render_case, with_case
from casework.views.report_loading import with_report
from casework.views.steps import drawn, link


@require_GET
@with_case("Report")
@with_report
def report_detail(request, case, report):
    """One report: its facts, what it says, its file, and the reminders."""
    steps = []
    if report.status == ReportStatus.ASKED:
        pages = (("Record it as received", "report_receive"), ("Record a reminder", "report_chase"))
        steps = [
            step(
                text,
                link(case, name, report.pk),
                lambda: check_user_can_gather_reports(request.user, case),
                primary=i == 0,
            )
            for i, (text, name) in enumerate((*pages, ("It is not needed", "report_waive")))
        ]
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
            "paragraphs": paragraphs_of(report.text),
            "chases": report.chases.select_related("chased_by"),
            "is_own_words": report.kind in FAMILY_KINDS,
            "steps": drawn(steps),
        },
        here="reports",
    )
