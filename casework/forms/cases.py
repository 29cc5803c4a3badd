"""What is asked when a case is opened, decided, given to another, closed, or when a child's details change."""

from functools import cached_property

from django import forms
from django.core.validators import RegexValidator

from accounts.enums import Role
from accounts.models import User
from accounts.queries import people_with_role
from casework.actions.children import ChildDetails, ContactDetails, SettingDetails, state_of
from casework.casepage_entries.steps import closings_open_to
from casework.enums import Need, Part, Phase, Relationship, RequestSource, Sex, Stage
from casework.models import Setting
from casework.names import folded
from casework.presenters.cases import child_alike
from casework.queries.cases import children_like
from crispy_govuk.fields import DateField, LongTextField, today
from crispy_govuk.forms import GovukForm, govuk_helper
from crispy_govuk.layout import Fieldset
from crispy_govuk.presentation import Presentation

NOT_LISTED, NO_SETTING = "not_listed", "none"
ANOTHER_CHILD = "another"

upn_shape = RegexValidator(r"^[A-Z][0-9]{11}[0-9A-Z]$", "Enter a UPN of 13 characters, like A123456789012")


def with_empty(choices, said="Select one"):
    return [("", said), *choices]


class UpnField(forms.CharField):
    """A unique pupil number, written in capitals without spaces."""

    default_validators = [upn_shape]

    def to_python(self, value):
        return "".join(super().to_python(value).upper().split())


class AnswerField(forms.ChoiceField):
    """A choice whose answers are known only once the rest of the form is read; the form checks it."""

    def valid_value(self, value):
        return True


class ChildFields(forms.Form):
    """The child and where they learn."""

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


CHILD_LOOKS: dict[str, Presentation] = {
    "sex": {"inline": True},
    "postcode": {"width": 10},
    "upn": {"width": 20},
    "first_language": {"width": 20},
}
CONTACT_LOOKS: dict[str, Presentation] = {
    "has_parental_responsibility": {"inline": True},
    "phone": {"width": 20},
    "email": {"width": 30},
}


class CaseOpenForm(ChildFields, ContactFields, GovukForm):
    """All that opens a case, on one page; and, where a child may be known already, whether it is the same."""

    presentation = {**CHILD_LOOKS, **CONTACT_LOOKS, "same_child": {"size": "m"}}

    requested_on = DateField(
        label="Date the request was received",
        help_text="The 6 weeks to decide and the 20 weeks to the final plan are counted from this day",
        noun="date the request was received",
        latest=today,
    )
    request_source = forms.ChoiceField(label="Who asked?", choices=RequestSource.choices, widget=forms.RadioSelect)
    request_reason = LongTextField(label="Why they asked (optional)", max_length=4000, required=False)
    coordinator = forms.ModelChoiceField(
        label="Case Co-ordinator", queryset=User.objects.none(), empty_label="Select one"
    )
    same_child = AnswerField(
        label="Is this a child who is known already?",
        help_text="If so, the case opens for the child as recorded, and the details can be corrected afterwards.",
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.alike = []
        self.user = user
        self.may_choose = user.has_role(Role.LEAD_SEND_COORDINATOR)
        if self.may_choose:
            self.fields["coordinator"].queryset = people_with_role(Role.CASE_COORDINATOR)
        else:
            del self.fields["coordinator"]

    def clean(self):
        """A child who may be known already is a question, asked once the rest is in order."""
        cleaned = super().clean()
        if {"first_name", "last_name", "date_of_birth", "upn"} <= cleaned.keys():
            names = (cleaned["first_name"], cleaned["last_name"])
            self.alike = list(children_like(*names, cleaned["date_of_birth"], cleaned["upn"]))
        if self.alike:
            answers = {str(child.pk): child_alike(child, folded(" ".join(names))) for child in self.alike}
            answers[ANOTHER_CHILD] = "No, this is another child"
            self.fields["same_child"].choices = list(answers.items())
            if cleaned.get("same_child") not in answers:
                self.add_error("same_child", "Select whether it is the same child")
        return cleaned

    def child(self):
        """The child known already, or the details of a new one."""
        same = {str(child.pk): child for child in self.alike}
        return same.get(self.cleaned_data["same_child"]) or self.child_details()

    def case_details(self):
        """What `open_case` takes."""
        names = ("requested_on", "request_source", "request_reason")
        return {
            "child": self.child(),
            "contacts": [self.contact_details()],
            "setting": self.setting_details(),
            "coordinator": self.cleaned_data["coordinator"] if self.may_choose else self.user,
            **{name: self.cleaned_data[name] for name in names},
        }

    @cached_property
    def helper(self):
        first = ("same_child",) if self.alike else ()
        who = ("coordinator",) if self.may_choose else ()
        return govuk_helper(
            "Open the case",
            *first,
            *self.child_layout,
            Fieldset("Family contact", *self.contact_layout),
            Fieldset("The request", "requested_on", "request_source", "request_reason", *who),
            cancel_url="/",
        )


class SeenForm(forms.Form):
    """Corrects what is recorded; `seen` tells what the page showed, so that nobody overwrites another's change."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def is_refused(self):
        return bool(self.non_field_errors())

    def show_again(self, row):
        """After a refusal the page shows what is recorded now, and the next saving is held against that."""
        row.refresh_from_db()
        self.data = {**self.data.dict(), "seen": state_of(row)}


class ChildChangeForm(SeenForm, ChildFields, GovukForm):
    """The child's details, corrected."""

    presentation = CHILD_LOOKS

    @classmethod
    def of(cls, child, data):
        present = child.enrolments.filter(ended_on=None).first()
        known = {name: getattr(child, name) for name in ChildDetails.__dataclass_fields__}
        setting = present.setting_id if present else NO_SETTING
        return cls(data, initial={**known, "setting": setting, "seen": state_of(child)})

    @cached_property
    def helper(self):
        return govuk_helper("Save the details", *self.child_layout)


class ContactForm(ContactFields, GovukForm):
    """One contact, to be added."""

    presentation = CONTACT_LOOKS
    submit = "Save the contact"


class ContactChangeForm(SeenForm, ContactForm):
    """One contact, corrected."""

    @classmethod
    def of(cls, contact, data):
        known = {name: getattr(contact, name) for name in ContactDetails.__dataclass_fields__}
        rights = "yes" if contact.has_parental_responsibility else "no"
        known |= {"contact_name": contact.name, "has_parental_responsibility": rights, "seen": state_of(contact)}
        return cls(data, initial=known)


class CaseDecideForm(GovukForm):
    """Whether to assess."""

    submit = "Record the decision"

    will_assess = forms.TypedChoiceField(
        label="Will the council assess?",
        choices=[("yes", "Yes, assess"), ("no", "No, do not assess")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": "Select whether the council will assess"},
    )
    reasons = LongTextField(
        label="Reasons",
        max_length=4000,
        help_text="The family is told the reasons. They are needed if the council will not assess.",
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("will_assess") is False and not cleaned.get("reasons") and "reasons" not in self.errors:
            self.add_error("reasons", "Enter the reasons for not assessing")
        return cleaned


class CaseCloseForm(GovukForm):
    """How and why the case ends."""

    submit = "Close the case"
    hints = {
        Stage.WITHDRAWN: "The family, or whoever asked, no longer wants the assessment",
        Stage.TRANSFERRED_OUT: "The child now lives in another authority’s area",
        Stage.NOT_ISSUED: "The assessment was made, and a plan is not necessary",
        Stage.CEASED: "The plan is no longer maintained",
    }

    to = forms.TypedChoiceField(label="How does the case end?", coerce=Stage, widget=forms.RadioSelect)
    reason = LongTextField(label="Reason", max_length=4000)

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        ends = closings_open_to(user, case)
        self.fields["to"].choices = [(end.value, end.label) for end in ends]
        self.fields["to"].choice_hints = {end.value: self.hints[end] for end in ends}


class CaseReassignForm(GovukForm):
    """Who co-ordinates the case from now on."""

    submit = "Give them the case"

    coordinator = forms.ModelChoiceField(
        label="Case Co-ordinator", queryset=User.objects.none(), empty_label="Select one"
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = people_with_role(Role.CASE_COORDINATOR).exclude(pk=case.coordinator_id)


class CaseExceptionForm(GovukForm):
    """Who may take a further part, which, and why."""

    submit = "Record the exception"

    person = forms.ModelChoiceField(label="Person", queryset=User.objects.none(), empty_label="Select one")
    part = forms.TypedChoiceField(
        label="What may they do in this case?",
        choices=[
            (Part.SCORER.value, "Score the RAS form and draft the plan"),
            (Part.VERIFIER.value, "Verify the RAS form"),
            (Part.MODERATOR.value, "Moderate the RAS form"),
            (Part.SIGNER.value, "Decide the plan"),
        ],
        coerce=Part,
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label="Reason", max_length=2000, help_text="It is shown on the case, and counted in reports."
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        deciders = people_with_role(
            Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER, Role.PANEL_CHAIR, Role.PANEL_MEMBER
        )
        self.fields["person"].queryset = deciders.exclude(pk=user.pk)
