from django.contrib import messages
from django.shortcuts import redirect

from audit.moments import today
from casework.actions.reports import ask_for_reports
from casework.clock import ADVICE_DUE, falls_on
from casework.exceptions.plans import in_words
from casework.forms.reports import ReportAskForm
from casework.permissions.cases import check_user_can_gather_reports
from casework.presenters.reports import usual_addressees
from casework.queries.plans import suggested_reports
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from casework.views.steps import link


@with_case("Ask for reports")
def report_ask(request, case):
    """Ask for the usual advice, and for any other."""
    if request.method == "GET":
        check_user_can_gather_reports(request.user, case)
    suggested = suggested_reports(case, today())
    form = ReportAskForm(
        request.POST or None,
        suggested=suggested,
        addressees=usual_addressees(case, suggested),
        due_in_words=in_words(falls_on(ADVICE_DUE, today())),
    )
    if form.is_valid():
        asked = act_or_explain(form, lambda: ask_for_reports(case, form.requests(), by=request.user))
        if asked:
            messages.success(request, f"{len(asked)} report{'' if len(asked) == 1 else 's'} asked for.")
            return redirect(link(case, "report_list"))
    return render_case(request, case, "casework/report_ask.html", {"form": form}, here="reports")
