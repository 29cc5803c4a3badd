"""Writing the plan's sections and outcomes."""

from django import forms

from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm


class PlanSectionForm(GovukForm):
    """The text of one section, and the version of it that the page showed."""

    submit = "Save the section"
    presentation = {"text": {"rows": 16, "threshold": 95, "hide_label": True}}

    text = LongTextField(label="Text of the section", max_length=50_000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class PlanOutcomeForm(GovukForm):
    """What is to be achieved, and by when."""

    submit = "Save the outcome"

    text = LongTextField(
        label="Outcome", max_length=2000, help_text="What will be different for the child, so that anybody can tell"
    )
    achieve_by = DateField(label="To be achieved by", noun="date to achieve the outcome by", earliest=today)
