"""Provision with its cost: what, how much, at which unit cost, who pays."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from base.pages import hold_to
from casework.enums import PROVISION_SECTIONS, CostBasis, Payer, PlaceKind, SectionLetter
from casework.models import ProvisionLine
from casework.money import PENNY
from casework.provision.actions import version_of_line
from casework.provision.presenters import COUNCIL, line_price_in_words, number_in_words, unit_cost_in_words
from casework.provision.rules import Price, Provision, check_weeks
from crispy_govuk.fields import MoneyField
from crispy_govuk.forms import Fieldset, GovukForm, govuk_helper
from crispy_govuk.typed import NumberField, WholeNumberField

AS_IT_IS = "as_it_is"


WEEKS_IN_SCHOOL_YEAR = 38


def _as_it_is(line: ProvisionLine) -> dict[str, object]:
    """A line as its form begins, with the version the page shows."""
    names = ("description", "weeks", "shared_by", "payer", "section")
    return {name: getattr(line, name) for name in names} | {
        "unit_cost": AS_IT_IS,
        "quantity": number_in_words(line.quantity),
        "outcome": line.outcome_id or "",
        "expected_version": version_of_line(line),
    }


class ProvisionForm(GovukForm):
    """One provision line. With `line` that one is changed: it may keep the price it was written with."""

    presentation = {
        "quantity": {"width": 5},
        "weeks": {"width": 3},
        "shared_by": {"width": 3},
    }

    description = forms.CharField(
        label="What is provided",
        help_text="As the plan will say it",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Enter what is provided"},
    )
    unit_cost = forms.ChoiceField(label="Unit cost", error_messages={"required": "Choose a unit cost"})
    quantity = NumberField(
        label="How much",
        help_text="Hours a week, or the number of sessions, licences or pieces of equipment",
        min_value=PENNY,
        max_value=Decimal("99999.99"),
        decimal_places=2,
        error_messages={
            "required": "Enter how much",
            "min_value": "How much must be more than 0",
            "max_decimal_places": "How much must have no more than 2 decimal places",
            "invalid": "How much must be a number, like 2.5",
        },
    )
    weeks = WholeNumberField(
        label="Number of weeks (optional)",
        help_text=f"Only for a cost an hour. A school year has {WEEKS_IN_SCHOOL_YEAR}",
        min_value=1,
        max_value=52,
        required=False,
    )
    shared_by = WholeNumberField(
        label="How many children share it?",
        help_text="1 when it is for this child alone. A group shares the cost equally",
        min_value=1,
        max_value=30,
        initial=1,
    )
    payer = forms.ChoiceField(
        label="Who pays?",
        choices=Payer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who pays"},
    )
    section = forms.ChoiceField(
        label="Section of the plan",
        choices=[(letter.value, f"{letter.value}: {letter.label}") for letter in PROVISION_SECTIONS],
        initial=SectionLetter.F,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(label="Outcome it helps to achieve (optional)", required=False)
    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, unit_costs, outcomes, line=None, **kwargs):
        super().__init__(*args, initial=_as_it_is(line) if line else None, **kwargs)
        self.line = line
        self.unit_costs = {str(unit_cost.pk): unit_cost for unit_cost in unit_costs}
        self.outcomes = {str(outcome.pk): outcome for outcome in outcomes}
        first = (AS_IT_IS, f"As it is: {line_price_in_words(line)}") if line else ("", "Choose a unit cost")
        costs = [(key, unit_cost_in_words(unit_cost)) for key, unit_cost in self.unit_costs.items()]
        self.fields["unit_cost"].choices = [first, *costs]
        numbered = [(key, f"{outcome.position}. {outcome.text}"[:90]) for key, outcome in self.outcomes.items()]
        self.fields["outcome"].choices = [("", "No single outcome"), *numbered]
        self.fields["description"].widget.attrs["rows"] = 2

    @cached_property
    def helper(self):
        return govuk_helper(
            "Save the provision" if self.line else "Add the provision",
            "description",
            Fieldset("What it costs", "unit_cost", "quantity", "weeks", "shared_by", "payer"),
            Fieldset("Where it stands in the plan", "section", "outcome"),
            "expected_version",
            cancel_url=self.cancel_url,
        )

    def clean(self):
        data = super().clean()
        basis = self._basis(data.get("unit_cost"))
        if basis and "weeks" not in self.errors:
            hold_to(self, lambda: check_weeks(CostBasis(basis), data.get("weeks")))
        return data

    def _basis(self, chosen):
        if chosen == AS_IT_IS and self.line:
            return self.line.basis
        return self.unit_costs[chosen].basis if chosen in self.unit_costs else None

    @property
    def provision(self) -> Provision:
        """What was entered, for the action."""
        data = self.cleaned_data
        outcome = self.outcomes.get(data["outcome"])
        return Provision(
            data["description"],
            data["quantity"],
            Payer(data["payer"]),
            SectionLetter(data["section"]),
            outcome.pk if outcome else None,
            data["weeks"],
            data["shared_by"],
        )

    @property
    def line_as_entered(self) -> dict[str, Any]:
        """What the actions take; with no price a line keeps the one it was written with."""
        return {"provision": self.provision, "price": self.unit_costs.get(self.cleaned_data["unit_cost"])}


def _place_as_it_is(line: ProvisionLine) -> dict[str, object]:
    """A place as its form begins, with the version the page shows."""
    return {
        "kind": line.unit_name,
        "description": line.description,
        "amount": line.unit_amount,
        "payer": line.payer,
        "expected_version": version_of_line(line),
    }


class PlaceForm(GovukForm):
    """What a place costs in a year. With `line` that place is changed."""

    presentation = {"amount": {"width": 10}}

    kind = forms.ChoiceField(
        label="What kind of place is it?",
        choices=[(kind.label, kind.label) for kind in PlaceKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Select the kind of place"},
    )
    description = forms.CharField(
        label="Whose place it is",
        help_text="The school or college, or the kind of it as long as none is named",
        max_length=300,
        error_messages={"required": "Enter whose place it is"},
    )
    amount = MoneyField(
        label="What it costs in a year",
        noun="cost in a year",
        help_text="In pounds. It stands beside the provision and is never held against the indicative resource",
        min_value=PENNY,
        error_messages={"required": "Enter what the place costs in a year"},
    )
    payer = forms.ChoiceField(
        label="Who pays?",
        choices=[
            (Payer.TOP_UP.value, COUNCIL),
            (Payer.HEALTH.value, Payer.HEALTH.label),
            (Payer.SOCIAL_CARE.value, Payer.SOCIAL_CARE.label),
        ],
        widget=forms.RadioSelect,
        initial=Payer.TOP_UP.value,
        error_messages={"required": "Choose who pays"},
    )
    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, line=None, **kwargs):
        super().__init__(*args, initial=_place_as_it_is(line) if line else None, **kwargs)
        self.submit = "Save the place" if line else "Add the place"

    @property
    def line_as_entered(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        provision = Provision(data["description"], Decimal(1), Payer(data["payer"]), SectionLetter.I)
        return {"provision": provision, "price": Price(data["kind"], CostBasis.PLACE, data["amount"])}


class ProvisionRemoveForm(GovukForm):
    """Asks once more before a line is taken away."""

    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)
    submit = "Remove the provision"
