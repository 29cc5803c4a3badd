"""The forms of the people pages."""

from collections.abc import Callable

from django import forms
from django.db.models import QuerySet

from accounts.enums import IdentityCheck, Role
from accounts.models import Team, User
from accounts.permissions import CHOOSE_A_ROLE, LONGEST_REASON
from accounts.queries import deciders, people_of_panels, people_with_role, takers_over_from, team_of
from base.stale import VersionedForm
from base.words import listed
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import FoundField, Source
from crispy_govuk.typed import NameField


def place_of(person: User) -> str:
    """What tells somebody from their namesakes: "Case Co-ordinator, North team", and whether they have left."""
    team = person.team.name if person.team else ""
    return ", ".join(filter(None, (person.job_title, team, "" if person.is_active else "has left")))


def account_of(person: User) -> str:
    """What tells namesakes of one team apart, of whom no more may be said."""
    return f"account {person.pk}"


def source_of_people(
    rows: Callable[[], QuerySet[User]], *, nobody: str, url: str, last: Callable[[User], str] = account_of
) -> Source:
    """People one of whom is found by name, among those of `rows`."""
    return Source(rows=rows, details=place_of, last=last, noun="person", nouns="people", nobody=nobody, url=url)


COORDINATORS = source_of_people(
    lambda: people_with_role(Role.CASE_COORDINATOR).prefetch_related(None),
    nobody="No Case Co-ordinator",
    url="accounts:coordinators_found",
)
DECIDERS = source_of_people(
    lambda: deciders().prefetch_related(None),
    nobody="Nobody who decides about cases",
    url="accounts:deciders_found",
)
PEOPLE_OF_PANELS = source_of_people(
    lambda: people_of_panels().prefetch_related(None),
    nobody="Nobody with a role on a panel",
    url="accounts:people_of_panels_found",
    last=lambda person: person.email,
)


class PersonDetailsForm(GovukForm):
    """Who somebody is and what they may be."""

    full_name = NameField(label="Full name", max_length=150)
    job_title = forms.CharField(label="Job title (optional)", max_length=150, required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label="Team (optional)", required=False, empty_label="No team")
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE_A_ROLE},
    )


class PersonForm(VersionedForm, PersonDetailsForm):
    """Somebody who has an account."""

    submit = "Save"

    def __init__(self, *args, person, **kwargs):
        known = {name: getattr(person, name) for name in ("full_name", "job_title", "team")}
        initial = known | {"roles": list(person.roles), "expected_version": person.version}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_expected_version(self):
        """A page that does not say what it showed is out of date."""
        return self.cleaned_data["expected_version"] or 0


class NewPersonForm(PersonDetailsForm):
    """Somebody new, who is known by their email address."""

    submit = "Add this person"
    field_order = ["email", "full_name", "job_title", "team", "roles"]

    email = forms.EmailField(label="Email address", help_text="They sign in with it, and it cannot be changed later.")


def split_among(team, value):
    """The answer by which what is handed over is shared out among a team; none where there is nobody to share."""
    names = listed(each.full_name for each in team)
    return [(value, f"Split by load among the team: {names}")] if len(team) > 1 else []


class HandOverForm(GovukForm):
    """Who takes over what is in somebody's hands."""

    submit = "Hand it over"
    TEAM = "team"

    to = FoundField(
        source=COORDINATORS,
        label="Who takes over?",
        nobody="No other Case Co-ordinator",
        error_messages={"required": "Enter who takes over"},
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.team = list(team_of(person))
        self.fields["to"].queryset = takers_over_from(person)
        self.fields["to"].answers = split_among(self.team, self.TEAM)

    @property
    def takers(self):
        """Those who take over."""
        to = self.cleaned_data["to"]
        return self.team if to == self.TEAM else [to]


class ReasonForm(GovukForm):
    """Why something is done to how somebody signs in."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stays in the audit trail.",
        error_messages={"required": "Enter why"},
    )

    def __init__(self, *args, submit, **kwargs):
        self.submit = submit
        super().__init__(*args, **kwargs)


class LostFactorForm(ReasonForm):
    """How an administrator made sure of who has lost their second factor."""

    field_order = ["how", "reason"]

    how = forms.ChoiceField(
        label="How did you make sure that it is them?",
        choices=IdentityCheck.choices,
        widget=forms.RadioSelect,
        help_text="A call or an email from somebody who says that they are them is not enough.",
        error_messages={"required": "Select how you made sure that it is them"},
    )


class TeamForm(GovukForm):
    """A new team."""

    submit = "Add this team"

    name = NameField(
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
