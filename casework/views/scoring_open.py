from audit.moments import today
from casework.actions.reports import open_scoring
from casework.permissions.cases import check_user_can_open_scoring
from casework.presenters.reports import report_table
from casework.views.confirming import confirm
from casework.views.loading import with_case
from casework.views.steps import link


@with_case("Open scoring")
def scoring_open(request, case):
    """Ask once more, then open the RAS form for scoring."""
    return confirm(
        request,
        case,
        check=lambda: check_user_can_open_scoring(request.user, case),
        act=lambda: open_scoring(case, by=request.user),
        done="The RAS form can now be scored.",
        then=link(case, "case_detail"),
        here="reports",
        page_title="Open scoring",
        lead=["Every report asked for is in, or marked as not needed. No report can be added once scoring is open."],
        body="casework/_partials/table.html",
        table=report_table(case, list(case.reports.prefetch_related("chases")), today()),
        button="Open scoring",
        cancel_url=link(case, "report_list"),
    )
