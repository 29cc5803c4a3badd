"""The Lead's signature, and why a plan is taken back."""

from django import forms

from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm


class SignOffForm(GovukForm):
    """The Lead's signature: nothing to type, and the version of the plan that was read."""

    submit = "Sign the plan off"

    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(GovukForm):
    """Why something is taken back."""

    reason = LongTextField(label="Reason", max_length=2000)

    def __init__(self, *args, submit, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.submit = submit
        self.fields["reason"].help_text = help_text
