"""The forms about a framework as a whole: its title, its ages, its file, what becomes of it, and two compared."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from base.stale import VersionedForm
from crispy_govuk.forms import Button, GovukForm, govuk_helper
from scoring.enums import LONGEST_TITLE, AgeVersion
from scoring.frameworks.files import MOST_BYTES, FileNotAccepted, read
from scoring.frameworks.rules import Questionnaire
from scoring.models import Framework

FAULTS_SHOWN = 20
"""Faults of a file that a page lists; the others are counted."""


class FrameworkDraftForm(GovukForm):
    """The title and the ages of a draft that begins: an empty one, or a copy."""

    submit = "Start the draft"
    presentation = {"title": {"width": 30}, "age_version": {"inline": True}}

    title = forms.CharField(label="Title", max_length=LONGEST_TITLE, help_text="For example, RAS form, 6 to 16")
    age_version = forms.ChoiceField(
        label="Ages",
        choices=AgeVersion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the ages", "invalid_choice": "Select one of the ages shown"},
    )

    @property
    def ages(self) -> AgeVersion:
        return AgeVersion(self.cleaned_data["age_version"])

    @property
    def empty(self) -> Questionnaire:
        """The framework that begins, as yet without outcomes."""
        return Questionnaire(self.cleaned_data["title"], self.ages, outcomes=())


class FrameworkImportForm(GovukForm):
    """A file with a framework. Its faults are said at the file, and `questionnaire` is what it holds."""

    submit = "Import as a draft"

    file = forms.FileField(
        label="File",
        help_text="A framework exported from this service or written in its format: JSON, up to 1 MB.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": "Choose the file"},
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            self.questionnaire = read(upload.read(MOST_BYTES + 1))
        except FileNotAccepted as refusal:
            shown = [ValidationError(fault.replace("%", "%%")) for fault in refusal.faults[:FAULTS_SHOWN]]
            more = len(refusal.faults) - FAULTS_SHOWN
            if more > 0:
                shown.append(ValidationError(f"The file has {more:,} more faults. Put these right first."))
            raise ValidationError(shown) from None
        return upload


class FrameworkPublishForm(VersionedForm, GovukForm):
    """Whether what is in use for the same ages is retired, or runs side by side; asked only where there is any."""

    submit = "Publish"

    RETIRE, SIDE_BY_SIDE = "retire", "side_by_side"

    def __init__(self, *args, framework, in_use, **kwargs):
        super().__init__(*args, initial={"expected_version": framework.edits}, **kwargs)
        if not in_use:
            return
        named = " and ".join(framework.named for framework in in_use)
        self.fields["others"] = forms.ChoiceField(
            label=f"What becomes of {named}?",
            widget=forms.RadioSelect,
            choices=[
                (self.RETIRE, "It is retired" if len(in_use) == 1 else "They are retired"),
                (self.SIDE_BY_SIDE, "Both run side by side" if len(in_use) == 1 else "All run side by side"),
            ],
            error_messages={"required": "Select whether what is in use is retired"},
        )
        self.fields["others"].choice_hints = {
            self.RETIRE: "New forms start with the new version only. Forms that are begun keep what they have.",
            self.SIDE_BY_SIDE: "Whoever starts a form chooses, and the newest is offered first.",
        }

    @property
    def publication(self) -> dict[str, Any]:
        """What `publish_framework` takes."""
        entered = self.cleaned_data
        retires = entered.get("others", self.RETIRE) == self.RETIRE
        return {"expected_version": entered["expected_version"], "retire": retires}


class FrameworkConfirmForm(VersionedForm, GovukForm):
    """Asked once more before something ends."""

    def __init__(self, *args, framework, button, **kwargs):
        super().__init__(*args, initial={"expected_version": framework.edits}, **kwargs)
        self.button = button

    @cached_property
    def helper(self):
        return govuk_helper("", buttons=(Button(self.button, style="warning"),), cancel_url=self.cancel_url)


class FrameworkCompareForm(GovukForm):
    """Which two versions are held against each other. Sent by address: it holds numbers of frameworks only."""

    before = forms.TypedChoiceField(label="Earlier version", coerce=int)
    after = forms.TypedChoiceField(label="Later version", coerce=int)

    def __init__(self, frameworks, data=None, initial=None):
        super().__init__(data, initial=initial)
        self.frameworks = {framework.pk: framework for framework in frameworks}
        groups = [
            (
                f"Ages {ages.label}",
                [
                    (each.pk, f"{each.title}, version {each.number} ({each.get_status_display().lower()})")
                    for each in frameworks
                    if each.age_version == ages
                ],
            )
            for ages in AgeVersion
        ]
        for name in ("before", "after"):
            self.fields[name].choices = [("", "Choose a version"), *(group for group in groups if group[1])]
            self.fields[name].error_messages["invalid_choice"] = "Choose one of the versions shown"

    def clean(self):
        chosen = super().clean()
        if chosen.get("before") and chosen.get("before") == chosen.get("after"):
            self.add_error("after", "Choose another version than the earlier one")
        return chosen

    @property
    def pair(self) -> tuple[Framework, Framework]:
        return self.frameworks[self.cleaned_data["before"]], self.frameworks[self.cleaned_data["after"]]
