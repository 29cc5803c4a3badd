"""What is asked about a decision."""

from django import forms

from crispy_govuk.fields import LongTextField, MoneyField
from crispy_govuk.forms import GovukForm
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
