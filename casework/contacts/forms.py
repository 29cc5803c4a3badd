"""What is asked about the people who speak for a child."""

from functools import cached_property

from django import forms

from base.pages import hold_to
from casework.children.actions import ContactDetails, version_of_details
from casework.children.forms import CorrectionForm, postcode_field, text_of_lines, with_empty
from casework.children.rules import check_contact_may_have_rights
from casework.enums import Relationship
from crispy_govuk.forms import Fieldset, GovukForm, govuk_helper
from crispy_govuk.presentation import Presentation
from crispy_govuk.typed import NameField


class ContactFields(forms.Form):
    """Somebody who speaks for the child."""

    nouns = {"needs_interpreter": "language of the interpreter"}

    contact_name = NameField(label="Full name", max_length=150)
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

    contact_layout: tuple[str | Fieldset, ...] = (
        "contact_name",
        "relationship",
        "has_parental_responsibility",
        "email",
        "phone",
        "needs_interpreter",
    )

    def clean(self):
        cleaned = super().clean()
        if {"relationship", "has_parental_responsibility"} <= cleaned.keys():
            rights = cleaned["relationship"], cleaned["has_parental_responsibility"]
            hold_to(self, lambda: check_contact_may_have_rights(*rights))
        return cleaned

    def contact_details(self):
        names = [name for name in ContactDetails.__dataclass_fields__ if name in self.fields]
        return ContactDetails(
            name=self.cleaned_data["contact_name"], **{name: self.cleaned_data[name] for name in names}
        )


class MoreOfContactFields(ContactFields):
    """What is asked of a contact once the case is open, too."""

    address = text_of_lines(
        "Address (optional)", max_length=500, help_text="Only where it is not the child’s own address"
    )
    postcode = postcode_field()
    address_is_withheld = forms.BooleanField(
        label="The other contacts must not be told where they live",
        required=False,
        help_text="If they live with the child, the child’s address is left out of the plan too",
    )
    language = forms.CharField(
        label="Language (optional)",
        max_length=60,
        required=False,
        help_text="For letters and talks",
    )
    is_told = forms.TypedChoiceField(
        label="Are they told what the family is told?",
        help_text="For example, copies of letters about the case",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": "Select whether they are told what the family is told"},
    )

    contact_layout = (
        Fieldset("Who they are", "contact_name", "relationship", "has_parental_responsibility"),
        Fieldset("How to reach them", "email", "phone", "address", "postcode", "address_is_withheld"),
        Fieldset("What they are told, and how", "is_told", "language", "needs_interpreter"),
    )


CONTACT_PRESENTATION: dict[str, Presentation] = {
    "has_parental_responsibility": {"inline": True},
    "is_told": {"inline": True},
    "phone": {"width": 20},
    "email": {"width": 30},
    "postcode": {"width": 10},
    "language": {"width": 20},
}


class ContactForm(MoreOfContactFields, GovukForm):
    """One contact, to be added."""

    presentation = CONTACT_PRESENTATION

    @cached_property
    def helper(self):
        return govuk_helper("Save the contact", *self.contact_layout)


class ContactChangeForm(CorrectionForm, ContactForm):
    """One contact, corrected."""

    @classmethod
    def of(cls, contact, data):
        known = {name: getattr(contact, name) for name in ContactDetails.__dataclass_fields__}
        answers = {"has_parental_responsibility": contact.has_parental_responsibility, "is_told": contact.is_to_be_told}
        known |= {name: "yes" if answer else "no" for name, answer in answers.items()}
        known["contact_name"] = contact.name
        return cls(data, initial=known | {"expected_version": version_of_details(contact)})

    def correction(self):
        """What `change_contact` takes."""
        return {"details": self.contact_details(), "expected_version": self.cleaned_data["expected_version"]}
