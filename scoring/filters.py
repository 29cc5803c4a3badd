"""Filters of scoring's lists. They are posted and kept in the session, as those of cases are."""

import django_filters
from django import forms

from accounts.enums import Role
from accounts.queries import people_with_role
from crispy_govuk.forms import GovukForm
from scoring.enums import SecondScoringReason, SecondScoringState
from scoring.models import SecondScoring


class SecondScoringFilterForm(GovukForm):
    presentation = {"state": {"size": "s"}, "scorer": {"size": "s"}, "reason": {"size": "s"}}


class SecondScoringFilter(django_filters.FilterSet):
    """How far it has come, who scores it, and why it was asked for."""

    state = django_filters.ChoiceFilter(
        label="State", choices=SecondScoringState.choices, empty_label="Any", widget=forms.RadioSelect
    )
    scorer = django_filters.ModelChoiceFilter(
        label="Second scorer", queryset=lambda request: people_with_role(Role.CASE_COORDINATOR), empty_label="Anybody"
    )
    reason = django_filters.ChoiceFilter(
        label="Why", choices=SecondScoringReason.choices, empty_label="Either", widget=forms.RadioSelect
    )

    class Meta:
        model = SecondScoring
        fields: list[str] = []
        form = SecondScoringFilterForm

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered out."""
        return any(self.form.cleaned_data.values())
