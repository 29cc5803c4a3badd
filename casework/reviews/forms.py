"""What is asked when a review has ended, or when its record is wrong."""

from django import forms

from casework.enums import ReviewDecision
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm


class ReviewRecordForm(GovukForm):
    """When the meeting was, what was decided, and when the family was told."""

    submit = "Record the review"

    met_on = DateField(
        label="Day of the review meeting (optional)", noun="day of the meeting", required=False, latest=today
    )
    decision = forms.TypedChoiceField(
        label="What was decided?", choices=ReviewDecision, coerce=ReviewDecision, widget=forms.RadioSelect
    )
    told_on = DateField(
        label="Day the family was told",
        latest=today,
        help_text="The review ended with it, and the 12 months to the next one count from it.",
    )


class ReviewWithdrawForm(GovukForm):
    """Why the record of a review is wrong."""

    submit = "Withdraw the record"

    reason = LongTextField(
        label="Why is it wrong?", max_length=2000, help_text="It is shown in the history of the case."
    )
