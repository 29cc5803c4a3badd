"""Allocating: take what the converter proposes, or another figure with its reason."""

from decimal import Decimal
from functools import cached_property

from django import forms

from allocation.allocating.actions import WHAT_WAS_WRONG
from allocation.allocating.permissions import WHY_MODERATE
from allocation.allocating.presenters import decision_choices
from casework.money import pence
from crispy_govuk.fields import LongTextField, MoneyField
from crispy_govuk.forms import GovukForm, govuk_helper
from crispy_govuk.templatetags.govuk_format import pounds_short


class TableChoiceForm(GovukForm):
    """Another table to propose from; it is read from the address, so that the page can be gone back to."""

    table = forms.ChoiceField(label="Table to convert with")

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, initial={"table": proposal.table.slug}, auto_id="choice_%s", **kwargs)
        self.fields["table"].choices = proposal.choices


class ConfirmedFigure(GovukForm):
    """Asks once more for a figure that is far off: the box is ticked for the figure that was shown, and no other."""

    asked_of = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(label="Yes, this is the figure that I mean", required=False)

    asks_again = False

    def ask_again(self):
        """Draw the box, for the figure as it stands."""
        self.asks_again = True
        data = self.data.copy()
        data["asked_of"] = self._figure
        data.pop("confirmed", None)
        self.data = data

    @property
    def confirming(self):
        """The fields that are drawn to ask again."""
        return ("asked_of", "confirmed") if self.asks_again else ()

    @property
    def is_confirmed(self):
        """Whether the box was ticked for the figure that is sent."""
        return self.cleaned_data["confirmed"] and self.cleaned_data["asked_of"] == self._figure

    @property
    def _figure(self):
        return f"{self.cleaned_data.get('table', '')} {pence(self.amount_chosen)}".strip()


class AllocateForm(ConfirmedFigure):
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
        fields = ("table", "decision", "amount", "reason", *self.confirming)
        return govuk_helper("Allocate the indicative resource", *fields)

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

    @property
    def reason_given(self) -> str:
        """A reason typed beside the converter's own figure is not the reason for another one."""
        return self.cleaned_data["reason"] if self.cleaned_data["decision"] == "other" else ""


class AllocateAsProposedForm(ConfirmedFigure):
    """A Lead's decision: the converter's figure, and no other."""

    table = forms.CharField(widget=forms.HiddenInput)
    proposed = forms.CharField(widget=forms.HiddenInput)

    reason_given = ""

    def __init__(self, *args, proposal, **kwargs):
        self.amount_chosen = proposal.conversion.annual_amount or Decimal("0.00")
        self.shown_proposal = f"{proposal.table.slug} {self.amount_chosen}"
        super().__init__(*args, initial={"table": proposal.table.slug, "proposed": self.shown_proposal}, **kwargs)

    @cached_property
    def helper(self):
        return govuk_helper(f"Allocate {pounds_short(self.amount_chosen)}", "table", "proposed", *self.confirming)

    def clean(self):
        data = super().clean()
        if data.get("proposed") != self.shown_proposal:
            self.add_error(None, "The converter proposes another figure by now. Look at it, and allocate again.")
        return data


class ModerationReasonForm(GovukForm):
    """Why a form that need not be moderated should be."""

    submit = "Send to moderation"

    reason = LongTextField(
        label="Why should the form be moderated?",
        max_length=4000,
        error_messages={"required": f"Enter {WHY_MODERATE}"},
    )


class AllocationCorrectForm(ConfirmedFigure):
    """The figure that was meant, and what was wrong."""

    amount = MoneyField(label="Indicative resource (pounds a year)", noun="indicative resource")
    reason = LongTextField(
        label="Reason for another figure",
        help_text="It is needed where the figure is not the converter’s",
        max_length=4000,
        required=False,
    )
    what_was_wrong = LongTextField(
        label="What was wrong?",
        max_length=2000,
        help_text="It is kept with the figure that was recorded",
        error_messages={"required": f"Enter {WHAT_WAS_WRONG}"},
    )

    def __init__(self, *args, live, **kwargs):
        super().__init__(*args, initial={"amount": live.amount, "reason": live.reason} if live else {}, **kwargs)

    @cached_property
    def helper(self):
        fields = ("amount", "reason", "what_was_wrong", *self.confirming)
        return govuk_helper("Correct the indicative resource", *fields, cancel_url=self.cancel_url)

    @property
    def amount_chosen(self) -> Decimal:
        """Pounds a year, as typed."""
        return self.cleaned_data["amount"]
