"""What is asked about mail that did not go."""

from django import forms

from crispy_govuk.forms import GovukForm
from operations.enums import LONGEST_REASON


class GiveUpForm(GovukForm):
    """Why an email is not sent any more."""

    submit = "Give this email up"

    reason = forms.CharField(
        label="Why is it given up?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why this email is given up"},
    )
