"""Asking somebody, or somebody else, for a second scoring that is waiting or not given yet."""

from django.contrib import messages
from django.shortcuts import redirect

from casework.views.asking import act_or_explain
from casework.views.loading import render_case, with_case
from scoring.actions.second_scoring import assign_second_scoring
from scoring.forms.second_scoring import SecondScorerForm
from scoring.permissions.second_scoring import check_user_can_change_second, who_can_be_asked
from scoring.presenters.second_scoring import what_is_forgotten
from scoring.queries.second_scoring import second_scoring_of


@with_case("Ask for a second scoring")
def second_assign(request, case):
    second = second_scoring_of(case)
    check_user_can_change_second(request.user, second)
    free, reasons = who_can_be_asked(case, second)
    form = SecondScorerForm(request.POST if request.method == "POST" else None, free=free)
    if request.method == "POST" and form.is_valid():
        scorer = form.cleaned_data["scorer"]
        if act_or_explain(form, lambda: assign_second_scoring(second, scorer, by=request.user)):
            messages.success(request, f"{scorer.full_name} is asked to score the case a second time.")
            return redirect("scoring:second_form_detail", case.reference)
    title = "Ask somebody else to score it a second time" if second.scorer else "Choose who scores it a second time"
    context = {"page_title": title, "form": form, "free": free, "reasons": reasons, "lost": what_is_forgotten(second)}
    return render_case(request, case, "scoring/second_scorer.html", context, here="second-scoring")
