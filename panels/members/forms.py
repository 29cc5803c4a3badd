"""Who gets a seat."""

from django import forms

from accounts.models import User
from crispy_govuk.forms import GovukForm


class MemberForm(GovukForm):
    """Who gets a seat."""

    submit = "Give a seat"

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Who?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select a person"},
    )
    is_chair = forms.BooleanField(label="They chair the panel", required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
