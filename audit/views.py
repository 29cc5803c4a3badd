"""The pages of the trail, and choosing what of it to see."""

from collections.abc import Iterable

from django import forms
from django.shortcuts import render

from audit.models import AuditEvent
from audit.queries import actors, check_user_can_read_trail, trail
from audit.sentences import SYSTEM, administrators_sentence_of, label_of, registered
from base.pages import page_of
from base.words import moment_in_words
from crispy_govuk.fields import DateField
from crispy_govuk.forms import GovukForm
from crispy_govuk.tables import Cell, Column, DataTable


class TrailFilterForm(GovukForm):
    """What of the trail to show. Every part may be left empty."""

    person = forms.ChoiceField(label="Person", required=False)
    verb = forms.ChoiceField(label="Act", required=False)
    reference = forms.CharField(label="Case reference", required=False, max_length=40)
    first_day = DateField(label="From", noun="first day", required=False, likely_to=None)
    last_day = DateField(label="To", noun="last day", required=False, likely_to=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Everybody"), *actors()]
        verbs = sorted((label_of(verb), verb) for verb in registered())
        self.fields["verb"].choices = [("", "Every act"), *((verb, text) for text, verb in verbs)]

    def clean(self):
        """A period ends on or after the day it begins."""
        cleaned = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the same as or after the first day")
        return cleaned

    def wishes(self):
        """The valid parts, as `queries.trail` takes them."""
        wishes = {name: value for name, value in self.cleaned_data.items() if value}
        if person := wishes.pop("person", ""):
            wishes["actor_id"] = int(person)
        if reference := wishes.get("reference"):
            wishes["reference"] = reference.strip().upper()
        return wishes


def administrators_table(events: Iterable[AuditEvent]) -> DataTable:
    """The trail for a service administrator: nothing of what cases hold."""
    return DataTable(
        "Acts and views, newest first",
        [Column("When"), Column("Who"), Column("What"), Column("Case"), Column("Row", numeric=True)],
        [
            [
                Cell(moment_in_words(event.at)),
                event.actor_name or SYSTEM,
                administrators_sentence_of(event),
                event.case_reference,
                str(event.sequence),
            ]
            for event in events
        ],
        caption_hidden=True,
    )


def event_list(request):
    """Every act and view that fits the filter, newest first."""
    check_user_can_read_trail(request.user)
    form = TrailFilterForm(request.GET or None)
    wishes = form.wishes() if form.is_valid() else {}
    page = page_of(request, trail(**wishes))
    context = {
        "form": form,
        "page": page,
        "table": administrators_table(page.object_list),
        "is_filtered": bool(wishes),
    }
    return render(request, "audit/event_list.html", context)
