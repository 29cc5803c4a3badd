"""Recording the panel's decision: what it decided, then why."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from base.pages import ask
from panels.agenda.permissions import check_user_can_decide
from panels.agenda.presenters import decided_by
from panels.agenda.views import with_item
from panels.decisions.actions import record_decision
from panels.decisions.forms import OUTCOME_HINTS, DecisionForm, OutcomeForm
from panels.enums import DecisionOutcome


@with_item("Record the decision")
def decision_outcome(request, item) -> HttpResponse:
    check_user_can_decide(request.user, item)
    back = reverse("panels:item_detail", args=[item.pk])
    return ask(
        request,
        lambda data: OutcomeForm(data, hints=OUTCOME_HINTS, cancel_url=back),
        lambda form: form.cleaned_data["outcome"],
        then=lambda outcome: reverse("panels:decision_record", args=[item.pk, outcome]),
        template="panels/decision_outcome.html",
        context=lambda form: {"item": item, "deciding": decided_by(item)},
    )


@with_item("Record the decision")
def decision_record(request, item, outcome) -> HttpResponse:
    if outcome not in DecisionOutcome.values:
        raise Http404
    outcome, back = DecisionOutcome(outcome), reverse("panels:item_detail", args=[item.pk])
    shown_version = item.plan_version.version
    return ask(
        request,
        lambda data: DecisionForm(data, outcome=outcome, initial={"expected_version": shown_version}, cancel_url=back),
        lambda form: record_decision(item, outcome=outcome, **form.cleaned_data, by=request.user),
        check=lambda: check_user_can_decide(request.user, item),
        done=f"The decision is recorded: {outcome.label.lower()}.",
        then=reverse("panels:meeting_detail", args=[item.meeting_id]),
        template="panels/decision_record.html",
        context=lambda form: {
            "item": item,
            "outcome": outcome,
            "hint": OUTCOME_HINTS[outcome],
            "deciding": decided_by(item),
        },
    )
