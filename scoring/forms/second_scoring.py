"""The shape of choosing who scores a case a second time."""

from django import forms

from crispy_govuk.forms import GovukForm


class PersonField(forms.ModelChoiceField):
    """People by name."""

    def label_from_instance(self, person):
        return person.full_name


class SecondScorerForm(GovukForm):
    """One of those who can judge the case afresh; the action says why not, should it be anybody else."""

    submit = "Ask them"
    presentation = {"scorer": {"small": True}}

    scorer = PersonField(
        label="Case Co-ordinator",
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who scores the case a second time",
            "invalid_choice": "Choose one of the co-ordinators shown",
        },
    )

    def __init__(self, *args, free, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scorer"].queryset = free
