"""What weighs a late report, and what the TAC made of it."""

from django import forms

from casework.enums import LONGEST_REASON, WeighedBy
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm

HINTS = {
    WeighedBy.FORM: "Its scores are looked at again with the report at hand. You or a Lead open it; "
    "while it waits to be verified, the Lead returns it with a query.",
    WeighedBy.TAC: "The scores stay as they are. The TAC may say that more is required.",
}


class WeigherForm(GovukForm):
    """What is to weigh a late report, of what can from where the case is."""

    submit = "Save"

    weigher = forms.TypedChoiceField(
        label="What weighs this report?",
        coerce=WeighedBy,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what weighs this report"},
    )

    def __init__(self, *args, weighers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["weigher"].choices = [(each.value, each.label) for each in weighers]
        self.fields["weigher"].choice_hints = HINTS


class FindingForm(GovukForm):
    """What the TAC made of a late report."""

    submit = "Save"
    presentation = {"finding": {"rows": 4, "threshold": 75}}

    finding = LongTextField(
        label="What did the TAC make of it?",
        help_text="Say when it was weighed, and whether the outcomes or the provision changed.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Enter what the TAC made of the report"},
    )
