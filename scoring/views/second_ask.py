"""Choosing a case for a second scoring, and who is asked."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from scoring.actions.second_scoring import ask_second_scoring
from scoring.forms.second_scoring import SecondScorerForm
from scoring.permissions.second_scoring import (
    check_user_can_arrange_second,
    check_user_can_ask_second,
    who_can_be_asked,
)


@with_case("Ask for a second scoring")
def second_ask(request, case):
    check_user_can_arrange_second(request.user)
    if request.method != "POST":
        check_user_can_ask_second(request.user, case)
    free, reasons = who_can_be_asked(case)
    form = SecondScorerForm(request.POST if request.method == "POST" else None, free=free)
    if request.method == "POST" and form.is_valid():
        scorer = form.cleaned_data["scorer"]
        if act_or_explain(form, lambda: ask_second_scoring(case, scorer, by=request.user)):
            messages.success(request, f"{scorer.full_name} is asked to score the case a second time.")
            return redirect("scoring:second_form_detail", case.reference)
    context = {"page_title": "Have this case scored a second time", "form": form, "free": free, "reasons": reasons}
    return render_case(request, case, "scoring/second_scorer.html", context, here="second-scoring")
