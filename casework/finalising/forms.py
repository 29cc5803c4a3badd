"""The last steps: serving the draft, the family's views, the placement."""

from django import forms

from base.stale import VersionedForm
from casework.finalising.permissions import WHAT_THE_FAMILY_SAID, WHAT_TO_WEIGH, WHY_TAKEN_BACK
from casework.names.forms import SETTINGS
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm
from crispy_govuk.found import FoundField


class FinalServeForm(GovukForm):
    """The day the draft reached the family."""

    submit = "Record that the draft was served"

    served_on = DateField(
        label="Date the draft was served", latest=today, help_text="The day it was given or sent to the family"
    )


class FinalViewsForm(GovukForm):
    """What the family said about the draft."""

    submit = "Save the family’s views"
    presentation = {"text": {"rows": 10, "threshold": 90}}

    received_on = DateField(label="Date received", latest=today)
    text = LongTextField(
        label="What the family said, in their own words",
        help_text="Say so too when they have nothing to add, or have not answered",
        max_length=10_000,
        error_messages={"required": f"Enter {WHAT_THE_FAMILY_SAID}"},
    )
    reason = LongTextField(
        label="Why are they changed?",
        help_text="What was recorded before is kept",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, plan_version, **kwargs):
        known = {"text": plan_version.family_views, "received_on": plan_version.family_views_on}
        super().__init__(*args, initial=known, **kwargs)
        if not plan_version.family_views:
            del self.fields["reason"]


class ChangesShownForm(VersionedForm, GovukForm):
    """The day the family was shown what changed; `expected_version` is the plan's, as the page shows it."""

    submit = "Record that they were shown what changed"

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    shown_on = DateField(label="Date they were shown what changed", latest=today)


class TakeBackForm(GovukForm):
    """Why something recorded as shown is taken back."""

    submit = "Take it back"

    reason = LongTextField(
        label="Why is it taken back?", max_length=2000, error_messages={"required": f"Enter {WHY_TAKEN_BACK}"}
    )


class WeighAgainForm(GovukForm):
    """What of the approved outcomes and provision the TAC is to weigh again."""

    submit = "Take the plan back to the TAC"

    reason = LongTextField(
        label="What is to be weighed again, and why?",
        help_text="For example, what the family asks to be different in outcomes or provision",
        max_length=4000,
        error_messages={"required": f"Enter {WHAT_TO_WEIGH}"},
    )


class FinalPlacementForm(GovukForm):
    """The setting that section I names, its type, or both."""

    submit = "Name the placement"
    presentation = {"placement_type": {"width": 30}}

    setting = FoundField(source=SETTINGS, label="Nursery, school or college (optional)", required=False)
    placement_type = forms.CharField(
        label="Type of placement (optional)",
        help_text="For example, mainstream primary school",
        max_length=200,
        required=False,
    )

    def __init__(self, *args, plan_version, **kwargs):
        known = {"setting": plan_version.placement, "placement_type": plan_version.placement_type}
        super().__init__(*args, initial=known, **kwargs)

    def clean(self):
        data = super().clean()
        if not self.errors and not data["setting"] and not data.get("placement_type"):
            self.add_error("setting", "Enter a nursery, school or college, or the type of placement")
        return data

    def placement(self):
        """What `name_placement` takes."""
        return {name: self.cleaned_data[name] for name in ("setting", "placement_type")}
