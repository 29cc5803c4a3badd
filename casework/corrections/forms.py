"""What is asked when a fact was recorded wrongly: the facts as they stand, and what was wrong."""

from typing import Any

from django import forms

from base.stale import VersionedForm, version_of
from casework.corrections.actions import LONGEST_REASON, facts_of
from casework.enums import CorrectedFact, RequestSource
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm

F = CorrectedFact


class CorrectionForm(VersionedForm, GovukForm):
    """The facts of a case that are recorded, each to be corrected, and one reason."""

    submit = "Correct what was recorded"
    presentation = {"reason": {"rows": 3}}

    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)
    requested_on = DateField(
        label="Date the request was received",
        help_text="The days due are counted from it again",
        noun="date the request was received",
        latest=today,
    )
    request_source = forms.ChoiceField(label="Who asked?", choices=RequestSource.choices, widget=forms.RadioSelect)
    request_reason = LongTextField(label="Why they asked (optional)", max_length=4000, required=False)
    draft_served_on = DateField(
        label="Date the draft was served",
        help_text="The family’s 15 days begin with it",
        noun="date the draft was served",
        latest=today,
    )
    family_views_on = DateField(
        label="Date the family’s views were received", noun="date the family’s views were received", latest=today
    )
    reason = LongTextField(
        label="What was wrong?",
        max_length=LONGEST_REASON,
        help_text="It is kept with what was recorded before",
        error_messages={"required": "Enter what was wrong"},
    )

    def __init__(self, *args, case, **kwargs):
        known = facts_of(case)
        super().__init__(*args, initial={**known, "expected_version": version_of(*known.values())}, **kwargs)
        for fact in F:
            if fact in self.fields and fact not in known:
                del self.fields[fact]

    @property
    def facts(self) -> dict[str, Any]:
        """What was sent of the facts, by their names."""
        return {name: value for name, value in self.cleaned_data.items() if name in F.values}
