"""Writing the plan's sections and outcomes."""

from django import forms

from base.stale import VersionedForm
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm


class PlanSectionForm(VersionedForm, GovukForm):
    """The text of one section."""

    submit = "Save the section"
    presentation = {"text": {"rows": 16, "threshold": 95, "hide_label": True}}

    text = LongTextField(label="Text of the section", max_length=50_000, required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, section, **kwargs):
        known = {"text": section.text, "expected_version": section.version}
        super().__init__(*args, initial=known, **kwargs)


class PlanOutcomeForm(GovukForm):
    """What is to be achieved, and by when."""

    submit = "Save the outcome"

    text = LongTextField(
        label="Outcome", max_length=2000, help_text="What will be different for the child, so that anybody can tell"
    )
    achieve_by = DateField(label="To be achieved by", noun="date to achieve the outcome by", earliest=today)
