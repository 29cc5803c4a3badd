"""What is asked about a child."""

from dataclasses import replace
from functools import cached_property

from django import forms

from base.pages import hold_to
from base.stale import VersionedForm
from casework.ages import curriculum_year, year_in_words
from casework.children.actions import (
    ChildDetails,
    SettingDetails,
    check_uln_is_free,
    check_upn_is_free,
    version_of_details,
)
from casework.children.rules import (
    YEARS,
    check_child_is_named,
    check_looked_after,
    check_postcode,
    check_uln,
    check_upn,
    check_upn_or_reason,
    check_year_taught_in,
    tidied_postcode,
    without_spaces,
)
from casework.enums import Ethnicity, Need, NoUpnReason, Phase, Sex
from casework.names.forms import SETTINGS, KnownChild, KnownSetting
from casework.names.queries import identity_of
from crispy_govuk.fields import DateField, today
from crispy_govuk.forms import Fieldset, GovukForm, govuk_helper
from crispy_govuk.found import FoundField
from crispy_govuk.presentation import Presentation
from crispy_govuk.typed import NameField, RuleField

NOT_LISTED, NO_SETTING = "not_listed", "none"

NO_OR_YES = [("no", "No"), ("yes", "Yes")]

NEED_AND_SETTING = (
    "primary_need",
    "secondary_need",
    "setting",
    "same_setting",
    "new_setting_name",
    "new_setting_phase",
)
"""In their order, with what is asked only at times."""


def with_empty(choices, first="Select one"):
    return [("", first), *choices]


def postcode_field():
    return RuleField(label="Postcode (optional)", required=False, tidy=tidied_postcode, check=check_postcode)


def text_of_lines(label, **how):
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), **how)


class ChildFields(KnownSetting):
    """The child and where they learn."""

    nouns = {"new_setting_name": "name of the setting", "new_setting_phase": "phase of the setting"}

    first_name = NameField(label="First name", max_length=100, required=False)
    last_name = NameField(
        label="Last name",
        max_length=100,
        required=False,
        help_text="For somebody with one name only, leave the other empty",
    )
    date_of_birth = DateField(label="Date of birth", help_text="For example, 27 3 2016", latest=today)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect)
    address = text_of_lines("Address (optional)", max_length=500)
    postcode = postcode_field()
    first_language = forms.CharField(label="First language (optional)", max_length=60, required=False)
    upn = RuleField(
        label="UPN (optional)",
        required=False,
        help_text="The unique pupil number, 13 characters",
        tidy=without_spaces,
        check=check_upn,
    )
    primary_need = forms.ChoiceField(label="Main need", choices=with_empty(Need.choices))
    secondary_need = forms.ChoiceField(
        label="Second need (optional)", choices=with_empty(Need.choices, "None"), required=False
    )
    setting = FoundField(
        source=SETTINGS,
        label="Nursery, school or college",
        noun="name of the nursery, school or college",
        answers=[(NOT_LISTED, "Not in the list"), (NO_SETTING, "Not at a nursery, school or college")],
    )
    new_setting_name = NameField(label="Name of the setting, if it is not listed", max_length=200, required=False)
    new_setting_phase = forms.ChoiceField(
        label="Its phase, if it is not listed", choices=with_empty(Phase.choices), required=False
    )

    parts: tuple[Fieldset, ...] = (
        Fieldset(
            "The child",
            "first_name",
            "last_name",
            "date_of_birth",
            "sex",
            "address",
            "postcode",
            "first_language",
            "upn",
        ),
        Fieldset("Need and setting", *NEED_AND_SETTING),
    )

    @property
    def child_layout(self):
        """The parts of the form, without what is not asked now."""
        unasked = () if self.settings_alike else ("same_setting",)
        return [Fieldset(part.legend, *(name for name in part.fields if name not in unasked)) for part in self.parts]

    def clean(self):
        cleaned = super().clean()
        if not {"first_name", "last_name"} & self.errors.keys():
            hold_to(self, lambda: check_child_is_named(cleaned["first_name"], cleaned["last_name"]))
        if cleaned.get("secondary_need") and cleaned.get("secondary_need") == cleaned.get("primary_need"):
            self.add_error("secondary_need", "The second need must be different from the main need")
        if cleaned.get("setting") == NOT_LISTED:
            self._clean_new_setting(cleaned)
        return cleaned

    def _clean_new_setting(self, cleaned):
        """A setting that is not listed is named, and told from those that are."""
        name, phase = cleaned.get("new_setting_name"), cleaned.get("new_setting_phase")
        if not name and "new_setting_name" not in self.errors:
            self.add_error("new_setting_name", "Enter the name of the setting")
        if not phase and "new_setting_phase" not in self.errors:
            self.add_error("new_setting_phase", "Select the phase of the setting")
        if name and phase and (same := self.ask_same_setting(cleaned, name, phase)):
            cleaned["setting"] = same

    def child_details(self):
        known = {name: self.cleaned_data[name] for name in ChildDetails.__dataclass_fields__ if name in self.fields}
        return ChildDetails(**known)

    def setting_details(self):
        chosen = self.cleaned_data["setting"]
        if chosen == NO_SETTING:
            return None
        if chosen == NOT_LISTED:
            name, phase = self.cleaned_data["new_setting_name"], Phase(self.cleaned_data["new_setting_phase"])
            return SettingDetails(name, phase, is_another=bool(self.settings_alike))
        return chosen


class MoreOfChildFields(ChildFields):
    """What is asked of a child once their case is open, too."""

    known_as = NameField(
        label="Known as (optional)",
        max_length=100,
        required=False,
        help_text="What they are called, where it is not their first name",
        error_messages={"required": "Enter what they are called"},
    )
    ethnicity = forms.ChoiceField(
        label="Ethnicity (optional)", choices=with_empty(Ethnicity.choices, "Not recorded"), required=False
    )
    upn_unknown = forms.ChoiceField(
        label="Why there is no UPN (optional)",
        choices=with_empty(NoUpnReason.choices, "There is one, or it is not asked yet"),
        required=False,
    )
    uln = RuleField(
        label="ULN (optional)",
        required=False,
        help_text="The unique learner number, 10 numbers, given from age 14",
        tidy=without_spaces,
        check=check_uln,
    )
    is_looked_after = forms.ChoiceField(
        label="Are they looked after by a local authority?", choices=NO_OR_YES, widget=forms.RadioSelect
    )
    looked_after_by = NameField(
        label="Which authority?",
        max_length=100,
        required=False,
        error_messages={"required": "Enter the authority that looks after them"},
    )
    looked_after_since = DateField(
        label="Since when? (optional)", noun="date they became looked after", required=False, latest=today
    )
    is_out_of_year = forms.ChoiceField(
        label="Are they taught out of their year group?", choices=NO_OR_YES, widget=forms.RadioSelect
    )
    year_taught_in = forms.TypedChoiceField(
        label="Which year are they taught in?",
        choices=with_empty((year, "Nursery" if year < 0 else year_in_words(year)) for year in YEARS),
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Next September they go on to the year after it",
    )

    parts = (
        Fieldset(
            "The child",
            "first_name",
            "last_name",
            "known_as",
            "date_of_birth",
            "sex",
            "ethnicity",
            "first_language",
        ),
        Fieldset("Where they live", "address", "postcode", "is_looked_after"),
        Fieldset("Numbers", "upn", "upn_unknown", "uln"),
        Fieldset("Need and setting", *NEED_AND_SETTING, "is_out_of_year"),
    )

    def clean(self):
        cleaned = super().clean()
        born, is_fine = cleaned.get("date_of_birth"), self.errors.keys().isdisjoint
        hold_to(self, lambda: check_upn_or_reason(cleaned.get("upn", ""), cleaned.get("upn_unknown", "")))
        if cleaned.get("is_looked_after") != "yes":
            cleaned |= {"looked_after_by": "", "looked_after_since": None}
        elif not cleaned.get("looked_after_by") and is_fine({"looked_after_by"}):
            self.add_error("looked_after_by", "Enter the authority that looks after them")
        if born and is_fine({"looked_after_by", "looked_after_since"}):
            since = cleaned.get("looked_after_since")
            hold_to(self, lambda: check_looked_after(cleaned["looked_after_by"], since, born, today()))
        if cleaned.get("is_out_of_year") == "yes" and is_fine({"year_taught_in"}):
            self._clean_year(born, cleaned.get("year_taught_in"))
        return cleaned

    def _clean_year(self, born, year):
        if year is None:
            self.add_error("year_taught_in", "Select the year they are taught in")
        elif born:
            hold_to(self, lambda: check_year_taught_in(year, curriculum_year(born, today())))

    def child_details(self):
        data, details = self.cleaned_data, super().child_details()
        is_out = data["is_out_of_year"] == "yes"
        offset = data["year_taught_in"] - curriculum_year(details.date_of_birth, today()) if is_out else 0
        return replace(details, year_offset=offset)


CHILD_PRESENTATION: dict[str, Presentation] = {
    "sex": {"inline": True},
    "postcode": {"width": 10},
    "upn": {"width": 20},
    "uln": {"width": 20},
    "first_language": {"width": 20},
    "known_as": {"width": 20},
    "looked_after_by": {"width": 20},
    "is_looked_after": {"reveals": {"yes": ("looked_after_by", "looked_after_since")}},
    "is_out_of_year": {"reveals": {"yes": ("year_taught_in",)}},
}


QUESTION_PRESENTATION: dict[str, Presentation] = {
    "same_child": {"size": "m"},
    "same_setting": {"size": "s"},
}


class CorrectionForm(VersionedForm):
    """Corrects what is recorded of a child or a contact."""

    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def show_again(self, row):
        """After a refusal the page shows what is recorded now, and the next saving is held against that."""
        row.refresh_from_db()
        self.expect(version_of_details(row))


class ChildChangeForm(CorrectionForm, KnownChild, MoreOfChildFields, GovukForm):
    """The child's details, corrected; and, where another record is much like this one then, whether it is the same."""

    presentation = {**CHILD_PRESENTATION, **QUESTION_PRESENTATION}

    def __init__(self, *args, child, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.child, self.user = child, user
        self.fields["same_child"].help_text = "If so, what you typed is saved, and a Lead can merge the two records."

    def clean(self):
        """A new name, date of birth or UPN is compared with the other children."""
        cleaned = super().clean()
        if {"first_name", "last_name", "date_of_birth", "upn"} <= cleaned.keys() and not self.errors:
            identity = identity_of(self.child_details())
            hold_to(self, lambda: check_upn_is_free(cleaned["upn"], self.child))
            hold_to(self, lambda: check_uln_is_free(cleaned["uln"], self.child))
            if identity != identity_of(self.child) and not self.errors:
                self.ask_same_child(identity, self.user, besides=self.child)
        return cleaned

    @classmethod
    def of(cls, child, data, user):
        present = child.enrolments.filter(ended_on=None).select_related("setting").first()
        known = {name: getattr(child, name) for name in ChildDetails.__dataclass_fields__}
        known |= {
            "setting": present.setting if present else NO_SETTING,
            "is_looked_after": "yes" if child.looked_after_by else "no",
            "is_out_of_year": "yes" if child.year_offset else "no",
            "year_taught_in": child.curriculum_year_on(today()) if child.year_offset else None,
            "expected_version": version_of_details(child),
        }
        return cls(data, initial=known, child=child, user=user)

    def correction(self):
        """What `change_child` takes."""
        expected_version = self.cleaned_data["expected_version"]
        return {
            "details": self.child_details(),
            "setting": self.setting_details(),
            "expected_version": expected_version,
            "another_than": self.another_than,
        }

    @cached_property
    def helper(self):
        first = ("same_child",) if self.alike else ()
        return govuk_helper("Save the details", *first, *self.child_layout)
