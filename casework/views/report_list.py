from django.views.decorators.http import require_GET

from audit.moments import today
from casework.casepage import step
from casework.permissions.cases import check_user_can_gather_reports, check_user_can_open_scoring
from casework.presenters.reports import report_table, reports_in_words
from casework.views.loading import render_case, with_case
from casework.views.steps import drawn, link


@require_GET
@with_case("Reports")
def report_list(request, case):
    """The reports of a case: asked for, awaited, received."""
    reports = list(case.reports.prefetch_related("chases"))
    ask = step(
        "Ask for reports",
        link(case, "report_ask"),
        lambda: check_user_can_gather_reports(request.user, case),
        primary=not reports,
    )
    scoring = step(
        "Open scoring",
        link(case, "scoring_open"),
        lambda: check_user_can_open_scoring(request.user, case),
        primary=True,
    )
    return render_case(
        request,
        case,
        "casework/report_list.html",
        {
            "may_record": not ask.refusal and bool(reports),
            "in_words": reports_in_words(reports, today()),
            "table": report_table(case, reports, today()),
            "steps": drawn([ask, scoring]),
        },
        here="reports",
    )
