"""Opening a case, and deciding whether to assess."""

from django.contrib import messages
from django.shortcuts import redirect, render

from base.pages import act_or_explain
from base.words import day_in_words
from casework.cases.frame import render_case, with_case
from casework.requests.actions import decide_assessment, open_case
from casework.requests.forms import CaseDecideForm, CaseOpenForm
from casework.requests.permissions import check_user_can_decide_assessment, check_user_can_open_case


def case_open(request):
    check_user_can_open_case(request.user)
    form = CaseOpenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        case = act_or_explain(form, lambda: open_case(by=request.user, **form.case_details()))
        if case:
            due = day_in_words(case.decision_due_on)
            messages.success(request, f"Case {case.reference} is open. The decision whether to assess is due by {due}.")
            return redirect("casework:case_detail", case.reference)
    return render(request, "casework/case_open.html", {"form": form})


@with_case("Decide whether to assess")
def case_decide(request, case):
    if request.method != "POST":
        check_user_can_decide_assessment(request.user, case)
    form = CaseDecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = act_or_explain(form, lambda: decide_assessment(case, **form.cleaned_data, by=request.user))
        if done:
            messages.success(request, "The decision is recorded.")
            return redirect("casework:case_detail", case.reference)
    return render_case(request, case, "casework/case_decide.html", {"form": form})
