"""What is asked about a child and the people who speak for them."""

from functools import cached_property

from django import forms
from django.core.validators import RegexValidator

from base.stale import VersionedForm
from casework.children.actions import ChildDetails, ContactDetails, SettingDetails, version_of_details
from casework.enums import Need, Phase, Relationship, Sex
from casework.models import Setting
from crispy_govuk.fields import DateField, today
from crispy_govuk.forms import Fieldset, GovukForm, govuk_helper
from crispy_govuk.presentation import Presentation

NOT_LISTED, NO_SETTING = "not_listed", "none"


upn_shape = RegexValidator(r"^[A-Z][0-9]{11}[0-9A-Z]$", "Enter a UPN of 13 characters, like A123456789012")


def with_empty(choices, first="Select one"):
    return [("", first), *choices]


class UpnField(forms.CharField):
    """A unique pupil number, written in capitals without spaces."""

    default_validators = [upn_shape]

    def to_python(self, value):
        return "".join(super().to_python(value).upper().split())


class ChildFields(forms.Form):
    """The child and where they learn."""

    nouns = {"new_setting_name": "name of the setting", "new_setting_phase": "phase of the setting"}

    first_name = forms.CharField(label="First name", max_length=100)
    last_name = forms.CharField(label="Last name", max_length=100)
    date_of_birth = DateField(label="Date of birth", help_text="For example, 27 3 2016", latest=today)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        label="Address (optional)", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    postcode = forms.CharField(label="Postcode (optional)", max_length=8, required=False)
    first_language = forms.CharField(label="First language (optional)", max_length=60, required=False)
    upn = UpnField(label="UPN (optional)", required=False, help_text="The unique pupil number, 13 characters")
    primary_need = forms.ChoiceField(label="Main need", choices=with_empty(Need.choices))
    secondary_need = forms.ChoiceField(
        label="Second need (optional)", choices=with_empty(Need.choices, "None"), required=False
    )
    setting = forms.ChoiceField(label="Nursery, school or college")
    new_setting_name = forms.CharField(label="Name of the setting, if it is not listed", max_length=200, required=False)
    new_setting_phase = forms.ChoiceField(
        label="Its phase, if it is not listed", choices=with_empty(Phase.choices), required=False
    )

    child_layout = (
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
        Fieldset(
            "Need and setting",
            "primary_need",
            "secondary_need",
            "setting",
            "new_setting_name",
            "new_setting_phase",
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        listed = [(str(setting.pk), setting.name) for setting in Setting.objects.all()]
        others = [(NOT_LISTED, "Not in this list"), (NO_SETTING, "Not at a nursery, school or college")]
        self.fields["setting"].choices = with_empty([*others, *listed])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("secondary_need") and cleaned.get("secondary_need") == cleaned.get("primary_need"):
            self.add_error("secondary_need", "The second need must be different from the main need")
        if cleaned.get("setting") == NOT_LISTED:
            if not cleaned.get("new_setting_name") and "new_setting_name" not in self.errors:
                self.add_error("new_setting_name", "Enter the name of the setting")
            if not cleaned.get("new_setting_phase") and "new_setting_phase" not in self.errors:
                self.add_error("new_setting_phase", "Select the phase of the setting")
        return cleaned

    def child_details(self):
        taken = ChildDetails.__dataclass_fields__
        return ChildDetails(**{name: self.cleaned_data[name] for name in taken})

    def setting_details(self):
        chosen = self.cleaned_data["setting"]
        if chosen == NO_SETTING:
            return None
        if chosen == NOT_LISTED:
            return SettingDetails(self.cleaned_data["new_setting_name"], Phase(self.cleaned_data["new_setting_phase"]))
        return Setting.objects.get(pk=chosen)


class ContactFields(forms.Form):
    """Somebody who speaks for the child."""

    nouns = {"needs_interpreter": "language of the interpreter"}

    contact_name = forms.CharField(label="Full name", max_length=150)
    relationship = forms.ChoiceField(label="Relationship to the child", choices=with_empty(Relationship.choices))
    has_parental_responsibility = forms.TypedChoiceField(
        label="Do they have parental responsibility?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    email = forms.EmailField(label="Email address (optional)", required=False)
    phone = forms.CharField(label="Telephone number (optional)", max_length=30, required=False)
    needs_interpreter = forms.CharField(
        label="Interpreter needed (optional)",
        max_length=60,
        required=False,
        help_text="The language, or British Sign Language",
    )

    contact_layout = (
        "contact_name",
        "relationship",
        "has_parental_responsibility",
        "email",
        "phone",
        "needs_interpreter",
    )

    def contact_details(self):
        names = [name for name in ContactDetails.__dataclass_fields__ if name != "name"]
        return ContactDetails(
            name=self.cleaned_data["contact_name"], **{name: self.cleaned_data[name] for name in names}
        )


CHILD_PRESENTATION: dict[str, Presentation] = {
    "sex": {"inline": True},
    "postcode": {"width": 10},
    "upn": {"width": 20},
    "first_language": {"width": 20},
}


CONTACT_PRESENTATION: dict[str, Presentation] = {
    "has_parental_responsibility": {"inline": True},
    "phone": {"width": 20},
    "email": {"width": 30},
}


class CorrectionForm(VersionedForm):
    """Corrects what is recorded of a child or a contact."""

    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def show_again(self, row):
        """After a refusal the page shows what is recorded now, and the next saving is held against that."""
        row.refresh_from_db()
        self.expect(version_of_details(row))


class ChildChangeForm(CorrectionForm, ChildFields, GovukForm):
    """The child's details, corrected."""

    presentation = CHILD_PRESENTATION

    @classmethod
    def of(cls, child, data):
        present = child.enrolments.filter(ended_on=None).first()
        known = {name: getattr(child, name) for name in ChildDetails.__dataclass_fields__}
        setting = present.setting_id if present else NO_SETTING
        return cls(data, initial={**known, "setting": setting, "expected_version": version_of_details(child)})

    def correction(self):
        """What `change_child` takes."""
        expected_version = self.cleaned_data["expected_version"]
        return {
            "details": self.child_details(),
            "setting": self.setting_details(),
            "expected_version": expected_version,
        }

    @cached_property
    def helper(self):
        return govuk_helper("Save the details", *self.child_layout)


class ContactForm(ContactFields, GovukForm):
    """One contact, to be added."""

    presentation = CONTACT_PRESENTATION
    submit = "Save the contact"


class ContactChangeForm(CorrectionForm, ContactForm):
    """One contact, corrected."""

    @classmethod
    def of(cls, contact, data):
        known = {name: getattr(contact, name) for name in ContactDetails.__dataclass_fields__}
        rights = "yes" if contact.has_parental_responsibility else "no"
        known |= {"contact_name": contact.name, "has_parental_responsibility": rights}
        return cls(data, initial=known | {"expected_version": version_of_details(contact)})

    def correction(self):
        """What `change_contact` takes."""
        return {"details": self.contact_details(), "expected_version": self.cleaned_data["expected_version"]}
