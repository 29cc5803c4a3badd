"""What is asked when a plan ends, or when an end is taken back."""

from functools import partial

from django import forms

from base.pages import is_allowed
from casework.enums import PlanEnd
from casework.maintaining.actions import check_user_can_end_plan
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm


class PlanEndForm(GovukForm):
    """How, when and why the plan ends. A Lead alone decides that it ceases."""

    submit = "End the plan"
    hints = {
        PlanEnd.CEASED: "It is no longer necessary, or the authority is no longer responsible: CFA 2014, s45",
        PlanEnd.TRANSFERRED_OUT: "The child now lives in another authority’s area: SEND Regs 2014, reg 15",
    }

    end = forms.TypedChoiceField(label="How does the plan end?", coerce=PlanEnd, widget=forms.RadioSelect)
    ended_on = DateField(label="Day it ends", noun="day the plan ends", latest=today)
    reason = LongTextField(label="Reason", max_length=4000)

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        ends = [end for end in PlanEnd if is_allowed(partial(check_user_can_end_plan, user, case, end))]
        self.fields["end"].choices = [(end.value, end.label) for end in ends]
        self.fields["end"].choice_hints = {end.value: self.hints[end] for end in ends}


class PlanEndTakenBackForm(GovukForm):
    """Why the plan has not ended after all."""

    submit = "Put the plan in force again"

    reason = LongTextField(
        label="Why has it not ended?", max_length=2000, help_text="It is shown in the history of the case."
    )
