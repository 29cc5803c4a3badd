"""Recording the panel's decision: what it decided, then why."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from base.pages import act_or_explain, posted
from panels.agenda.permissions import check_user_can_decide
from panels.agenda.presenters import decided_by
from panels.agenda.views import with_item
from panels.decisions.actions import record_decision
from panels.decisions.forms import OUTCOME_HINTS, DecisionForm, OutcomeForm
from panels.enums import DecisionOutcome


@with_item("Record the decision")
def decision_outcome(request, item) -> HttpResponse:
    check_user_can_decide(request.user, item)
    form = OutcomeForm(posted(request), hints=OUTCOME_HINTS, cancel_url=reverse("panels:item_detail", args=[item.pk]))
    if request.method == "POST" and form.is_valid():
        return redirect("panels:decision_record", item.pk, form.cleaned_data["outcome"])
    return render(request, "panels/decision_outcome.html", {"form": form, "item": item, "deciding": decided_by(item)})


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
