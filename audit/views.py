"""The pages of the trail, and choosing what of it to see."""

from collections.abc import Iterable

from django import forms
from django.shortcuts import redirect, render

from audit.models import AuditEvent
from audit.queries import MOST_PEOPLE, check_user_can_read_trail, people_named, trail
from audit.sentences import SYSTEM, administrators_sentence_of, label_of, registered
from base.pages import keep_filter, kept_filter, page_of
from base.words import moment_in_words
from crispy_govuk.fields import DateField
from crispy_govuk.forms import GovukForm
from crispy_govuk.tables import Cell, Column, DataTable


class TrailFilterForm(GovukForm):
    """What of the trail to show. Every part may be left empty.

    A person is typed by words of the name; where these fit several, the form asks which of them.
    """

    name = forms.CharField(label="Person", help_text="Words of the name", required=False, max_length=150)
    person = forms.ChoiceField(
        label="Which person",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose which person you mean"},
    )
    verb = forms.ChoiceField(label="Act", required=False)
    reference = forms.CharField(label="Case reference", required=False, max_length=40)
    first_day = DateField(label="From", noun="first day", required=False)
    last_day = DateField(label="To", noun="last day", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        verbs = sorted((label_of(verb), verb) for verb in registered())
        self.fields["verb"].choices = [("", "Every act"), *((verb, text) for text, verb in verbs)]
        typed = self.data.get("name", "").strip()
        self.people = people_named(typed) if typed else []
        if 1 < len(self.people) <= MOST_PEOPLE:
            self.fields["person"].choices = self.people
        else:
            del self.fields["person"]

    def clean_name(self):
        """What is typed fits somebody, and not too many."""
        if self.cleaned_data["name"] and not self.people:
            raise forms.ValidationError("Nobody with an account is called that: look how the name is spelt now")
        if len(self.people) > MOST_PEOPLE:
            raise forms.ValidationError(f"More than {MOST_PEOPLE} people fit: enter more of the name")
        return self.cleaned_data["name"]

    def clean(self):
        """Of several people one is chosen, and a period ends on or after the day it begins."""
        cleaned = super().clean()
        if "person" in self.fields and cleaned.get("person") == "":
            self.add_error("person", "Choose which person you mean")
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be the same as or after the first day")
        return cleaned

    def wishes(self):
        """The valid parts, as `queries.trail` takes them."""
        cleaned = self.cleaned_data
        wishes = {name: cleaned[name] for name in ("verb", "first_day", "last_day") if cleaned[name]}
        if self.people:
            wishes["actor_id"] = int(cleaned.get("person") or self.people[0][0])
        if reference := cleaned["reference"].strip().upper():
            wishes["reference"] = reference
        return wishes


ASKED = (
    "name",
    "person",
    "verb",
    "reference",
    *(f"{end}_day_{part}" for end in ("first", "last") for part in ("day", "month", "year")),
)
"""What the filter posts."""


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
                str(event.sequence or "to come"),
            ]
            for event in events
        ],
        caption_hidden=True,
    )


def event_list(request):
    """Every act and view that fits the filter, newest first. It is posted: no name ever stands in an address."""
    check_user_can_read_trail(request.user)
    if request.method == "POST":
        keep_filter(request, "event_list", ASKED)
        return redirect(request.path)
    form = TrailFilterForm(kept_filter(request, "event_list") or None)
    wishes = form.wishes() if form.is_valid() else {}
    page = page_of(request, trail(**wishes))
    context = {
        "form": form,
        "page": page,
        "table": administrators_table(page.object_list),
        "is_filtered": bool(form.data),
        "is_narrowed": bool(wishes),
    }
    return render(request, "audit/event_list.html", context)
