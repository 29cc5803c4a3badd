"""TAC meetings: convening one, who took part, a round of reconsideration, and the result."""

from django import forms
from django.core.exceptions import ValidationError

from base.pages import hold_to
from casework.enums import PRESENCES, Presence, RoundMeans, TacManner, TacResult
from casework.provision.rules import sections_in_words
from casework.tac.actions import Attended
from casework.tac.permissions import (
    WHAT_CHANGED,
    WHY_CALLED_OFF,
    check_costs_nothing_more,
    check_more_is_explained,
    check_round_is_an_attempt,
)
from crispy_govuk.fields import DateField, LongTextField
from crispy_govuk.forms import GovukForm
from crispy_govuk.typed import NameField
from crispy_govuk.wording import OUT_OF_DATE


class TacConveneForm(GovukForm):
    """When and where the TAC meets."""

    submit = "Convene the meeting"
    presentation = {"place": {"width": 30}}

    held_on = DateField(label="Day of the meeting", help_text="For example, 8 12 2026")
    place = forms.CharField(label="Place (optional)", max_length=200, required=False)


class TacAskForm(GovukForm):
    """By when the TAC answers by correspondence."""

    submit = "Open the correspondence"

    held_on = DateField(label="Answers by", noun="day by which to answer", help_text="For example, 8 12 2026")


class TacChangeForm(TacConveneForm):
    """When and where an open meeting is held instead."""

    submit = "Change the meeting"


class TacDayForm(TacAskForm):
    """By when the TAC answers instead."""

    submit = "Change the day"


class TacCallOffForm(GovukForm):
    """Why a meeting is not held."""

    submit = "Call it off"

    reason = LongTextField(
        label="Why is it called off?", max_length=2000, error_messages={"required": f"Enter {WHY_CALLED_OFF}"}
    )


class AttendanceForm(GovukForm):
    """One person's part in a meeting. A row left empty is not counted, nor a proposed person who is left as is."""

    name = NameField(label="Name", max_length=150, required=False)
    capacity = forms.CharField(label="In what capacity", max_length=150, required=False)
    presence = forms.ChoiceField(label="How they took part", required=False)
    views = LongTextField(label="Their views (optional)", max_length=4000, required=False)

    def __init__(self, *args, manner, **kwargs):
        super().__init__(*args, **kwargs)
        presence, choices = self.fields["presence"], [(each.value, each.label) for each in PRESENCES[manner]]
        presence.choices = [("", "Choose how"), *choices]
        if manner == TacManner.CORRESPONDENCE:
            presence.label, presence.choices = "What they answered", [("", "Choose an answer"), *choices]

    def clean(self):
        data = super().clean()
        if not self.is_left_empty() and not data.get("name"):
            self.add_error("name", "Enter the name")
        if not self.is_left_empty() and not data.get("capacity"):
            self.add_error("capacity", "Enter in what capacity they took part")
        if not self.is_left_empty() and not data.get("presence"):
            self.add_error("presence", f"Select {self.fields['presence'].label.lower()}")
        return data

    def is_left_empty(self):
        data = self.cleaned_data
        is_cleared = not (data.get("name") or data.get("capacity") or data.get("views"))
        return is_cleared or not (data.get("presence") or self.has_changed())


class BaseAttendanceFormSet(forms.BaseFormSet):
    """Who took part: rows that were left empty are left out."""

    refusal = ""
    default_error_messages = {
        "missing_management_form": OUT_OF_DATE,
        "too_many_forms": "Enter at most %(num)d people",
        "too_few_forms": "Enter at least %(num)d people",
    }

    @property
    def expected_version(self) -> str | None:
        """What the page showed of who is recorded."""
        return self.data.get("expected_version") or None

    def add_error(self, field: str | None, error: str) -> None:
        """Why it could not be recorded, to be said at the head of the page."""
        self.refusal = error

    def clean(self):
        if any(self.errors):
            return
        if not self.people():
            raise ValidationError("Enter at least one person, and how they took part.")

    def people(self):
        """The people of the rows that were filled in."""
        return [
            Attended(
                form.cleaned_data["name"],
                form.cleaned_data["capacity"],
                Presence(form.cleaned_data["presence"]),
                form.cleaned_data["views"],
            )
            for form in self.forms
            if form.cleaned_data and not form.is_left_empty()
        ]


AttendanceFormSet = forms.formset_factory(
    AttendanceForm, formset=BaseAttendanceFormSet, extra=3, max_num=40, validate_max=True
)


class RoundForm(GovukForm):
    """What a round of reconsideration did, and why."""

    submit = "Record the round"
    presentation = {"means": {"inline": True}}

    means = forms.ChoiceField(
        label="What was done to the provision?", choices=RoundMeans.choices, widget=forms.RadioSelect
    )
    what = LongTextField(
        label="What changed, and what meets the need now",
        max_length=2000,
        error_messages={"required": f"Enter {WHAT_CHANGED}"},
    )
    tried = LongTextField(
        label="What was tried (optional)",
        help_text="What else could have met the need, and why it does not. Needed where the provision is kept as it is",
        max_length=2000,
        required=False,
    )
    why = LongTextField(label="Why", max_length=2000, error_messages={"required": "Enter why"})

    def clean(self):
        data = super().clean()
        if data.get("means"):
            hold_to(self, lambda: check_round_is_an_attempt(data["means"], data.get("tried", "")))
        return data


class ConcludeForm(GovukForm):
    """How the meeting ended; `expected_version` is the plan's, so that nobody agrees to figures they did not see.

    Where sections say what is provided and have no costed line (`without_cost`), it asks whether that costs nothing.
    """

    submit = "Record the result"

    result = forms.ChoiceField(label="What is the TAC’s result?", choices=TacResult.choices, widget=forms.RadioSelect)
    reason = LongTextField(
        label="Reason", help_text="Needed when more is required: because …", max_length=4000, required=False
    )
    costs_nothing_more = forms.TypedChoiceField(
        label="Does it cost nothing more?",
        choices=(("yes", "Yes, it costs nothing more"), ("no", "No, it is still to be costed")),
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, without_cost=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.without_cost = without_cost
        if without_cost:
            says = sections_in_words(without_cost)
            self.fields["costs_nothing_more"].help_text = f"{says} what is provided, and no line there has a cost"
        else:
            del self.fields["costs_nothing_more"]

    def clean(self):
        data = super().clean()
        hold_to(self, lambda: check_costs_nothing_more(self.without_cost, data.get("costs_nothing_more")))
        if data.get("result"):
            hold_to(self, lambda: check_more_is_explained(TacResult(data["result"]), data.get("reason", "")))
        return data
