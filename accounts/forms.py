"""The forms of the people pages."""

from functools import cached_property

from django import forms

from accounts.enums import Role
from accounts.models import Team
from accounts.permissions import CHOOSE_A_ROLE
from crispy_govuk.forms import GovukForm, govuk_helper


class PersonDetailsForm(GovukForm):
    """Who somebody is and what they may be."""

    full_name = forms.CharField(label="Full name", max_length=150)
    job_title = forms.CharField(label="Job title (optional)", max_length=150, required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label="Team (optional)", required=False, empty_label="No team")
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE_A_ROLE},
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel_url = cancel_url

    @cached_property
    def helper(self):
        return govuk_helper(self.submit, cancel_url=self.cancel_url)


class PersonForm(PersonDetailsForm):
    """Somebody who has an account. `version` is what it was when the page was opened."""

    submit = "Save"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewPersonForm(PersonDetailsForm):
    """Somebody new, who is known by their email address."""

    submit = "Add this person"
    field_order = ["email", "full_name", "job_title", "team", "roles"]

    email = forms.EmailField(label="Email address", help_text="They sign in with it, and it cannot be changed later.")


class TeamForm(GovukForm):
    """A new team."""

    submit = "Add this team"

    name = forms.CharField(
        label="Name of the team",
        max_length=100,
        help_text="People of one team read each other's cases.",
    )


class PeopleFilterForm(GovukForm):
    """Which people to show. Every part may be left empty."""

    name = forms.CharField(label="Name or email address", required=False, max_length=150)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Every role"), *Role.choices])
    status = forms.ChoiceField(
        label="Accounts",
        required=False,
        choices=[("", "All"), ("open", "Open"), ("closed", "Closed")],
    )
