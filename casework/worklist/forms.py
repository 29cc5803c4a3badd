"""Filters of the lists of cases. They are posted and kept in the session: no name ever stands in an address."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from base.pages import HowMany
from casework.cases.forms import HOLDERS
from casework.enums import Stage
from casework.lists.queries import CaseSet, Listing
from casework.models import Case
from casework.worklist.queries import due_within, overdue
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import FoundField

FORTNIGHT = timedelta(days=14)


DUE = (("", "Any time"), ("overdue", "Overdue"), ("14", "Within 14 days"))


class CaseFilterForm(GovukForm):
    presentation = {
        "words": {"size": "s"},
        "stage": {"size": "s", "names_nobody": True},
        "due": {"size": "s", "names_nobody": True},
        "coordinator": {"size": "s"},
    }


class CaseFilter(django_filters.FilterSet):
    """Words of the child or case; stage; and when the case is due."""

    words = django_filters.CharFilter(
        label="Name, reference or setting",
        help_text="Also a parent’s name, UPN or date of birth, in any order",
        max_length=100,
        strip=True,
    )
    stage = django_filters.MultipleChoiceFilter(
        label="Stage", choices=Stage.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    due = django_filters.ChoiceFilter(label="Due", choices=DUE[1:], empty_label=DUE[0][1], widget=forms.RadioSelect)

    class Meta:
        model = Case
        fields: list[str] = []
        form = CaseFilterForm

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked, without what nobody can ask."""
        self.form.is_valid()
        return self.form.cleaned_data

    def listing(self, cases: CaseSet, day: date) -> Listing:
        """The list of those of `cases` that match."""
        asked, found = self.asked, cases
        if asked.get("coordinator"):
            found = found.narrowed(Q(coordinator=asked["coordinator"]))
        if asked.get("due"):
            found = overdue(found, day) if asked["due"] == "overdue" else due_within(found, day, FORTNIGHT)
        if asked.get("words"):
            found = found.with_words(asked["words"])
        return Listing(found, tuple(asked.get("stage") or ()), everything=cases if found is not cases else None)

    def offer_stages(self, listing: Listing) -> None:
        """Offer the stages with how many cases each would show; all of them where that is not counted."""
        counts, chosen = listing.by_stage, listing.stages
        self.form.fields["stage"].choices = [
            (stage.value, f"{stage.label} ({HowMany(counts[stage])})" if listing.is_counted else stage.label)
            for stage in Stage
            if counts[stage] or stage in chosen or not listing.is_counted
        ]

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered out."""
        return any(self.asked.values())


class CoordinatorFilter(django_filters.Filter):
    """A co-ordinator, with whether they have left."""

    field_class = FoundField


class AllCasesFilter(CaseFilter):
    """The same, and who co-ordinates the case; also somebody who has left, while they have cases."""

    coordinator = CoordinatorFilter(label="Co-ordinator", source=HOLDERS)
