"""Allocating: take what the converter proposes, or another figure with its reason."""

from decimal import Decimal
from functools import cached_property

from django import forms

from allocation.presenters.proposals import decision_choices
from crispy_govuk.fields import LongTextField, MoneyField
from crispy_govuk.forms import GovukForm, govuk_helper


class TableChoiceForm(GovukForm):
    """Another table to propose from; it is read from the address, so that the page can be gone back to."""

    table = forms.ChoiceField(label="Table to convert with")

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, initial={"table": proposal.table.slug}, auto_id="choice_%s", **kwargs)
        self.fields["table"].choices = proposal.choices


class AllocateForm(GovukForm):
    """The figure and why."""

    presentation = {"decision": {"size": "s"}}

    table = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="What is allocated?", widget=forms.RadioSelect, error_messages={"required": "Choose what is allocated"}
    )
    amount = MoneyField(label="Another figure (pounds a year)", noun="other figure", required=False)
    reason = LongTextField(label="Reason for another figure", max_length=4000, required=False)

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, initial={"table": proposal.table.slug}, **kwargs)
        self.proposal = proposal
        self.fields["decision"].choices = decision_choices(proposal)

    @cached_property
    def helper(self):
        return govuk_helper("Allocate the indicative resource", "table", "decision", "amount", "reason")

    def clean(self):
        data = super().clean()
        typed = data.get("amount") is not None or "amount" in self.errors
        if data.get("decision") == "as_proposed" and typed:
            self.add_error("amount", "Choose “Another figure” above, or leave this empty")
        if data.get("decision") == "other" and not typed:
            self.add_error("amount", "Enter the other figure")
        if data.get("decision") == "other" and not data.get("reason"):
            self.add_error("reason", "Enter the reason for another figure")
        if data.get("table") != self.proposal.table.slug:
            self.add_error(None, "That table is no longer in use. Look at what this one proposes, and choose again.")
        return data

    @property
    def amount_chosen(self) -> Decimal:
        """Pounds a year: as proposed (£0.00 for no allocation), or as typed."""
        if self.cleaned_data["decision"] == "other":
            return self.cleaned_data["amount"]
        return self.proposal.conversion.annual_amount or Decimal("0.00")
