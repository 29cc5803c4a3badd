from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.reports import receive_report
from casework.enums import ReportKind
from casework.exceptions.plans import in_words
from casework.forms.reports import ReportReceiveForm
from casework.permissions.cases import check_user_can_gather_reports
from casework.permissions.plans import check_report_is_awaited
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.report_loading import with_report
from casework.views.steps import link


@with_case("Record a report")
@with_report
def report_receive(request, case, report):
    """Record a report that came, as text, as a file, or both."""
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
        check_report_is_awaited(report)
    form = ReportReceiveForm(
        request.POST or None, request.FILES or None, own_words=report.kind == ReportKind.FAMILY_CONTRIBUTION
    )
    if form.is_valid():
        received = act_or_explain(form, lambda: receive_report(report, **form.cleaned_data, by=request.user))
        if received:
            messages.success(request, f"{report.get_kind_display()} report recorded.")
            return redirect(link(case, "report_list"))
    context = {
        "form": form,
        "page_title": f"Record a report: {report.get_kind_display()}",
        "lead": [f"Asked of {report.asked_of} on {in_words(report.asked_on)}."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="reports")
