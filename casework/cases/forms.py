"""What is asked when a case is given to another or closed, or when somebody is let take a further part."""

from django import forms

from accounts.enums import Role
from accounts.models import User
from accounts.queries import people_with_role
from casework.cases.permissions import closings_open_to
from casework.enums import Part, Stage
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm


class CaseCloseForm(GovukForm):
    """How and why the case ends."""

    submit = "Close the case"
    hints = {
        Stage.WITHDRAWN: "The family, or whoever asked, no longer wants the assessment",
        Stage.TRANSFERRED_OUT: "The child now lives in another authority’s area",
        Stage.NOT_ISSUED: "The assessment was made, and a plan is not necessary",
    }

    to = forms.TypedChoiceField(label="How does the case end?", coerce=Stage, widget=forms.RadioSelect)
    reason = LongTextField(label="Reason", max_length=4000)

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        ends = closings_open_to(user, case)
        self.fields["to"].choices = [(end.value, end.label) for end in ends]
        self.fields["to"].choice_hints = {end.value: self.hints[end] for end in ends}


class CaseReassignForm(GovukForm):
    """Who co-ordinates the case from now on."""

    submit = "Give them the case"

    coordinator = forms.ModelChoiceField(
        label="Case Co-ordinator", queryset=User.objects.none(), empty_label="Select one"
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = people_with_role(Role.CASE_COORDINATOR).exclude(pk=case.coordinator_id)


class CaseExceptionForm(GovukForm):
    """Who may take a further part, which, and why."""

    submit = "Record the exception"

    person = forms.ModelChoiceField(label="Person", queryset=User.objects.none(), empty_label="Select one")
    part = forms.TypedChoiceField(
        label="What may they do in this case?",
        choices=[
            (Part.SCORER.value, "Score the RAS form and draft the plan"),
            (Part.VERIFIER.value, "Verify the RAS form"),
            (Part.MODERATOR.value, "Moderate the RAS form"),
            (Part.SIGNER.value, "Decide the plan"),
        ],
        coerce=Part,
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label="Reason", max_length=2000, help_text="It is shown on the case, and counted in reports."
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        deciders = people_with_role(
            Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, Role.PANEL_CHAIR, Role.PANEL_MEMBER
        )
        self.fields["person"].queryset = deciders.exclude(pk=user.pk)
