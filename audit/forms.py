"""The filter of the audit trail."""

from django import forms

from audit.queries import actors
from audit.sentences import label_of, registered
from crispy_govuk.fields import DateField
from crispy_govuk.forms import GovukForm


class TrailFilterForm(GovukForm):
    """What of the trail to show. Every part may be left empty."""

    person = forms.ChoiceField(label="Person", required=False)
    verb = forms.ChoiceField(label="Act", required=False)
    reference = forms.CharField(label="Case reference", required=False, max_length=40)
    first_day = DateField(label="From", required=False)
    last_day = DateField(label="To", required=False)

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
