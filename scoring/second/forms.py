"""Choosing who scores a case a second time, and the filters of its lists."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.forms import COORDINATORS
from base.clock import now
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import FoundField
from scoring.enums import AgeVersion, FrameworkStatus, SecondScoringReason, SecondScoringState
from scoring.models import Framework, ScoredPair, SecondScoring
from scoring.second.queries import IN_STATE


class SecondScorerForm(GovukForm):
    """A co-ordinator; the action says why not, of those who cannot judge the case without knowing its scores."""

    submit = "Ask them"

    scorer = FoundField(
        source=COORDINATORS,
        label="Case Co-ordinator",
        error_messages={"required": "Enter who scores the case a second time"},
    )


class SecondScoringFilterForm(GovukForm):
    presentation = {"state": {"size": "s"}, "scorer": {"size": "s"}, "reason": {"size": "s"}}


class ScorerFilter(django_filters.Filter):
    """A co-ordinator by name."""

    field_class = FoundField


class SecondScoringFilter(django_filters.FilterSet):
    """How far it has come, who scores it, and why it was asked for."""

    state = django_filters.ChoiceFilter(
        label="State",
        choices=SecondScoringState.choices,
        empty_label="Any",
        widget=forms.RadioSelect,
        method="by_state",
    )
    scorer = ScorerFilter(label="Second scorer", source=COORDINATORS)
    reason = django_filters.ChoiceFilter(
        label="Why", choices=SecondScoringReason.choices, empty_label="Either", widget=forms.RadioSelect
    )

    class Meta:
        model = SecondScoring
        fields: list[str] = []
        form = SecondScoringFilterForm

    def by_state(self, seconds: QuerySet[SecondScoring], name: str, value: str) -> QuerySet[SecondScoring]:
        return seconds.filter(IN_STATE[SecondScoringState(value)])

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered out."""
        return any(self.form.cleaned_data.values())


LAST_YEAR = timedelta(days=365)


class ComparedFilterForm(GovukForm):
    presentation = {"age_version": {"size": "s"}, "framework": {"size": "s"}, "submitted": {"size": "s"}}


class FrameworkFilter(django_filters.ModelChoiceFilter):
    """A framework, told from its other versions."""

    class field_class(django_filters.fields.ModelChoiceField):  # noqa: N801 - django_filters names it so
        def label_from_instance(self, framework):
            return f"{framework.title}, version {framework.number}"


class ComparedFilter(django_filters.FilterSet):
    """Of the cases scored twice: which age version, which framework, and how long ago."""

    age_version = django_filters.ChoiceFilter(
        label="Age version",
        field_name="framework__age_version",
        choices=AgeVersion.choices,
        empty_label="All",
        widget=forms.RadioSelect,
    )
    framework = FrameworkFilter(
        label="Framework",
        queryset=Framework.objects.exclude(status=FrameworkStatus.DRAFT),
        empty_label="All that can be compared",
    )
    submitted = django_filters.ChoiceFilter(
        label="Scored",
        choices=[("year", "In the last 12 months")],
        empty_label="At any time",
        widget=forms.RadioSelect,
        method="by_submitted",
    )

    class Meta:
        model = ScoredPair
        fields: list[str] = []
        form = ComparedFilterForm

    def by_submitted(self, pairs: QuerySet[ScoredPair], name: str, value: str) -> QuerySet[ScoredPair]:
        return pairs.filter(second_submitted_at__gte=now() - LAST_YEAR)

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered out."""
        return any(self.form.cleaned_data.values())

    @property
    def asked(self) -> tuple[object, ...]:
        """What was asked, so that the same is told from another."""
        answers = map(self.form.cleaned_data.get, self.base_filters)
        return tuple(getattr(answer, "pk", answer) for answer in answers)
