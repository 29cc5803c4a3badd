"""Letting a named person take a further part in one case."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.actions.hands import grant_hand_exception
from casework.forms.cases import CaseExceptionForm
from casework.permissions.cases import check_user_can_except
from casework.presenters.cases import hands_in_words
from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case


@with_case("Record an exception")
def case_exception(request, case):
    if request.method != "POST":
        check_user_can_except(request.user, case)
    form = CaseExceptionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        done = act_or_explain(form, lambda: grant_hand_exception(case, **form.cleaned_data, by=request.user))
        if done:
            messages.success(request, "The exception is recorded, and shown on the case.")
            return redirect("casework:case_detail", case.reference)
    context = {"form": form, "hands": hands_in_words(case)}
    return render_case(request, case, "casework/case_exception.html", context)
