"""What is asked when a case is given to another or closed, or when somebody is let take a further part."""

from django import forms

from accounts.forms import COORDINATORS, DECIDERS, source_of_people, split_among
from accounts.queries import takers_over_from
from casework.cases.permissions import closings_open_to
from casework.cases.queries import coordinators_and_holders, holders_of_cases
from casework.enums import Part, Stage
from casework.models import Case
from crispy_govuk.fields import DateField, LongTextField, RowsField, today
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import FoundField
from crispy_govuk.typed import NameField

HOLDERS = source_of_people(coordinators_and_holders, nobody="No co-ordinator of cases", url="casework:holders_found")


class CaseCloseForm(GovukForm):
    """How and why the case ends."""

    submit = "Close the case"
    hints = {
        Stage.WITHDRAWN: "The family, or whoever asked, no longer wants the assessment",
        Stage.TRANSFERRED_OUT: "The child now lives in another authority’s area",
        Stage.NOT_ISSUED: "The assessment was made, and a plan is not necessary",
    }

    to = forms.TypedChoiceField(
        label="How does the case end?",
        coerce=Stage,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the case ends"},
    )
    reason = LongTextField(label="Reason", max_length=4000)

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        ends = closings_open_to(user, case)
        self.fields["to"].choices = [(end.value, end.label) for end in ends]
        self.fields["to"].choice_hints = {end.value: self.hints[end] for end in ends}


class CaseReassignForm(GovukForm):
    """Who co-ordinates the case from now on."""

    submit = "Give them the case"

    coordinator = FoundField(source=COORDINATORS, label="Case Co-ordinator", noun="name of the Case Co-ordinator")


class CaseExceptionForm(GovukForm):
    """Who may take a further part, which, and why."""

    submit = "Record the exception"

    person = FoundField(source=DECIDERS, label="Person", noun="name of the person")
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


class CaseReopenForm(GovukForm):
    """Why a closed case goes on."""

    submit = "Open the case again"

    reason = LongTextField(
        label="Why is it opened again?", max_length=2000, error_messages={"required": "Enter why it is opened again"}
    )


class CaseTellForm(GovukForm):
    """Who was told the new co-ordinator's name, and when."""

    submit = "Record that they know"
    presentation = {"other": {"width": 30}}
    nouns = {"other": "name of who else was told"}

    whom = forms.MultipleChoiceField(
        label="Who was told?", widget=forms.CheckboxSelectMultiple, required=False, help_text="Select all who were"
    )
    other = NameField(label="Somebody else (optional)", max_length=150, required=False)
    told_on = DateField(label="Date they were told", noun="date they were told", latest=today)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [(name, name) for name in people]
        if not people:
            del self.fields["whom"]

    def told(self):
        """What `record_told` takes."""
        whom = [*self.cleaned_data.get("whom", []), self.cleaned_data["other"]]
        return {"whom": [name for name in whom if name], "told_on": self.cleaned_data["told_on"]}


class HandOverFromForm(GovukForm):
    """Whose cases are handed over. Their number stands in the address, so that the page can be gone back to."""

    person = FoundField(
        source=HOLDERS,
        label="Whose cases?",
        nobody="Nobody with live cases",
        error_messages={"required": "Enter whose cases they are"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="choice_%s", **kwargs)
        self.fields["person"].queryset = holders_of_cases()


class CaseChoiceField(RowsField):
    """Cases by child, reference and stage."""

    def label_from_instance(self, case):
        return f"{case.child.full_name}, {case.reference}, {Stage(case.stage).label}"


class HandOverForm(GovukForm):
    """Which of somebody's cases go to whom."""

    submit = "Hand the cases over"
    TEAM = "team"

    person = forms.CharField(widget=forms.HiddenInput, required=False)
    cases = CaseChoiceField(
        label="Which cases?",
        queryset=Case.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the cases to hand over"},
    )
    to = FoundField(
        source=COORDINATORS,
        label="Who co-ordinates them from now on?",
        nobody="No other Case Co-ordinator",
        error_messages={"required": "Enter who co-ordinates them"},
    )

    def __init__(self, *args, person, cases, team, **kwargs):
        super().__init__(*args, initial={"person": person.pk, "cases": list(cases)}, **kwargs)
        self.team = list(team)
        self.fields["cases"].queryset = cases
        self.fields["to"].queryset = takers_over_from(person)
        self.fields["to"].answers = split_among(self.team, self.TEAM)

    @property
    def receivers(self):
        """The people who get the cases."""
        to = self.cleaned_data["to"]
        return self.team if to == self.TEAM else [to]
