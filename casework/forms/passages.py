"""Marking a passage in a report."""

from django import forms

from casework.rules import LONGEST_PASSAGE, LONGEST_PLACE
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm


class PassageForm(GovukForm):
    """The words of the report, and where they stand where its text does not tell. The action checks both."""

    submit = "Mark this passage"
    presentation = {"quote": {"rows": 3, "threshold": 75}, "place": {"width": 10}}

    quote = LongTextField(
        label="Words of the report",
        max_length=LONGEST_PASSAGE,
        error_messages={"required": "Enter the words of the report that you want to mark"},
    )
    place = forms.CharField(
        label="Where they stand", help_text="For example, page 5", max_length=LONGEST_PLACE, required=False
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        if report.text:
            self.fields[
                "quote"
            ].help_text = "Copy them from the text, or give the first and the last words with … between them"
            self.fields["place"].label = "Page (optional)"
