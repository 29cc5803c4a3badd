from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.reports import chase_report
from casework.exceptions.plans import in_words
from casework.forms.reports import ReportChaseForm
from casework.permissions.cases import check_user_can_gather_reports
from casework.permissions.plans import check_report_is_awaited
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.report_loading import with_report
from casework.views.steps import link


@with_case("Record a reminder")
@with_report
def report_chase(request, case, report):
    """Record that somebody was reminded of a report."""
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
        check_report_is_awaited(report)
    form = ReportChaseForm(request.POST or None)
    if form.is_valid() and act_or_explain(form, lambda: chase_report(report, **form.cleaned_data, by=request.user)):
        messages.success(request, "Reminder recorded.")
        return redirect(link(case, "report_detail", report.pk))
    context = {
        "form": form,
        "page_title": f"Record a reminder: {report.get_kind_display()}",
        "lead": [
            f"{report.asked_of} was asked on {in_words(report.asked_on)}.",
            f"The report is due on {in_words(report.due_on)}.",
        ],
    }
    return render_case(request, case, "casework/case_question.html", context, here="reports")
