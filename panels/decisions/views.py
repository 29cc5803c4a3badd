"""Recording the panel's decision: what it decided, then why."""

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from base.pages import ask
from crispy_govuk.fields import LongTextField, MoneyField
from crispy_govuk.forms import GovukForm
from panels.agenda.permissions import check_user_can_decide
from panels.agenda.presenters import decided_by
from panels.agenda.views import with_item
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome

OUTCOME_HINTS = {
    DecisionOutcome.AGREE: "The plan is approved as the TAC agreed it and goes on to be finalised.",
    DecisionOutcome.AGREE_DIFFERENT: "The plan is approved with the amount the panel agreed.",
    DecisionOutcome.BACK_TO_TAC: "The TAC meets again and answers the panel’s questions.",
    DecisionOutcome.NOT_AGREED: "The plan is drafted again, in the light of the panel’s reasons.",
}


class OutcomeForm(GovukForm):
    """The first question about a decision."""

    submit = "Continue"

    outcome = forms.ChoiceField(
        label="What did the panel decide?",
        choices=DecisionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the panel decided"},
    )

    def __init__(self, *args, hints, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choice_hints = hints


class DecisionForm(GovukForm):
    """The rest of a decision: what its outcome needs, and the reasons."""

    submit = "Record the decision"
    presentation = {"amount": {"width": 10}}

    amount = MoneyField(label="Amount the panel agreed", help_text="Pounds a year, for example 5,210.20")
    questions = LongTextField(label="Questions for the TAC", max_length=4000)
    reasons = LongTextField(
        label="Reasons for the decision",
        help_text="Write so that the family can follow how the panel came to it.",
        max_length=8000,
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, outcome, **kwargs):
        super().__init__(*args, **kwargs)
        if outcome != DecisionOutcome.AGREE_DIFFERENT:
            del self.fields["amount"]
        if outcome != DecisionOutcome.BACK_TO_TAC:
            del self.fields["questions"]


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
