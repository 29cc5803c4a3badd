"""The rest of a decision: its amount or questions, and its reasons."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casework.views.asking import act_or_explain
from panels.actions.decisions import record_decision
from panels.enums import DecisionOutcome
from panels.forms import DecisionForm
from panels.permissions import check_user_can_decide
from panels.presenters.items import OUTCOME_HINTS, decided_by
from panels.views.loading import posted, with_item


@with_item("Record the decision")
def decision_record(request, item, outcome) -> HttpResponse:
    if outcome not in DecisionOutcome.values:
        raise Http404
    form = DecisionForm(
        posted(request),
        outcome=DecisionOutcome(outcome),
        initial={"expected_version": item.plan_version.version},
        cancel_url=reverse("panels:item_detail", args=[item.pk]),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if act_or_explain(form, lambda: record_decision(item, outcome=outcome, by=request.user, **said)):
            messages.success(request, f"The decision is recorded: {DecisionOutcome(outcome).label.lower()}.")
            return redirect("panels:meeting_detail", item.meeting_id)
    elif request.method != "POST":
        check_user_can_decide(request.user, item)
    context = {
        "form": form,
        "item": item,
        "outcome": DecisionOutcome(outcome),
        "hint": OUTCOME_HINTS[DecisionOutcome(outcome)],
        "deciding": decided_by(item),
    }
    return render(request, "panels/decision_record.html", context)
