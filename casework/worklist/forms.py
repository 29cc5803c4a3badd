"""Filters of the lists of cases. They are posted and kept in the session: no name ever stands in an address."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import QuerySet

from base.clock import today
from casework.cases.forms import HOLDERS
from casework.enums import Stage
from casework.models import Case
from casework.names.queries import matching
from casework.worklist.queries import counts_by_stage, due_within, overdue
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import FoundField

FORTNIGHT = timedelta(days=14)


DUE = (("", "Any time"), ("overdue", "Overdue"), ("14", "Within 14 days"))


class CaseFilterForm(GovukForm):
    presentation = {
        "words": {"size": "s"},
        "stage": {"size": "s"},
        "due": {"size": "s"},
        "coordinator": {"size": "s"},
    }


class CaseFilter(django_filters.FilterSet):
    """Words of the child or case; stage; and when the case is due."""

    words = django_filters.CharFilter(
        label="Name, reference or setting",
        help_text="Also a parent’s name, UPN or date of birth, in any order",
        method="by_words",
        max_length=100,
        strip=True,
    )
    stage = django_filters.MultipleChoiceFilter(
        label="Stage", choices=Stage.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    due = django_filters.ChoiceFilter(
        label="Due", choices=DUE[1:], empty_label=DUE[0][1], widget=forms.RadioSelect, method="by_due"
    )

    class Meta:
        model = Case
        fields: list[str] = []
        form = CaseFilterForm

    def by_words(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return matching(cases, value)

    def by_due(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return overdue(cases, today()) if value == "overdue" else due_within(cases, today(), FORTNIGHT)

    @property
    def qs(self) -> QuerySet[Case]:
        """What matches; the stages are offered with how many cases each would show."""
        found = super().qs
        if not getattr(self, "_stages_offered", False):
            self._stages_offered = True
            self._offer_stages()
        return found

    def _offer_stages(self) -> None:
        chosen = self.form.cleaned_data.get("stage") or []
        others = self.queryset.all()
        for name, value in self.form.cleaned_data.items():
            if name != "stage":
                others = self.filters[name].filter(others, value)
        counts = counts_by_stage(others)
        self.form.fields["stage"].choices = [
            (stage.value, f"{stage.label} ({counts.get(stage.value, 0)})")
            for stage in Stage
            if counts.get(stage.value) or stage.value in chosen
        ]

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered out."""
        return any(self.form.cleaned_data.values())


class CoordinatorFilter(django_filters.Filter):
    """A co-ordinator, with whether they have left."""

    field_class = FoundField


class AllCasesFilter(CaseFilter):
    """The same, and who co-ordinates the case; also somebody who has left, while they have cases."""

    coordinator = CoordinatorFilter(label="Co-ordinator", source=HOLDERS)
