from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.reports import waive_report
from casework.forms.reports import ReportWaiveForm
from casework.permissions.cases import check_user_can_gather_reports
from casework.permissions.plans import check_report_is_awaited
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.report_loading import with_report
from casework.views.steps import link


@with_case("Do without a report")
@with_report
def report_waive(request, case, report):
    """Record that a report is not needed, and why."""
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
        check_report_is_awaited(report)
    form = ReportWaiveForm(request.POST or None, cancel_url=link(case, "report_detail", report.pk))
    if form.is_valid() and act_or_explain(form, lambda: waive_report(report, **form.cleaned_data, by=request.user)):
        messages.success(request, f"{report.get_kind_display()} report marked as not needed.")
        return redirect(link(case, "report_list"))
    context = {
        "form": form,
        "page_title": f"Do without a report: {report.get_kind_display()}",
        "lead": ["Scoring waits for every report that was asked for. The reason stays on the case."],
    }
    return render_case(request, case, "casework/case_question.html", context, here="reports")
