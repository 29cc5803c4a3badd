"""Opening a case: all of it on one page, and a question where the child may be known already."""

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.actions.cases import open_case
from casework.forms.cases import CaseOpenForm
from casework.permissions.cases import check_user_can_open_case
from casework.views.asking import act_or_explain
from crispy_govuk.templatetags.govuk_format import day


def case_open(request):
    check_user_can_open_case(request.user)
    form = CaseOpenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        case = act_or_explain(form, lambda: open_case(by=request.user, **form.case_details()))
        if case:
            due = day(case.decision_due_on)
            messages.success(request, f"Case {case.reference} is open. The decision whether to assess is due by {due}.")
            return redirect("casework:case_detail", case.reference)
    return render(request, "casework/case_open.html", {"form": form})
