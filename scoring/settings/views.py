"""The page of how scoring is watched: which forms are moderated, how many scored twice, and what was set before."""

from collections.abc import Sequence

from django import forms
from django.urls import reverse

from base.pages import ask
from base.stale import VersionedForm, look_again
from base.words import moment_in_words
from crispy_govuk.forms import GovukForm
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.typed import WholeNumberField
from scoring.enums import ModerationMode
from scoring.models import ScoringSetting
from scoring.settings.actions import (
    LONGEST_STEP,
    check_user_can_set_scoring,
    every_nth,
    scoring_settings,
    set_scoring,
    setting_in_force,
)


def step_field(label, lowest, help_text):
    """One in how many, with one sentence for whatever is wrong with it."""
    sentence = f"{label}: enter a whole number from {lowest} to {LONGEST_STEP}"
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
    return WholeNumberField(
        label=label, min_value=lowest, max_value=LONGEST_STEP, help_text=help_text, error_messages=wrong
    )


class SettingForm(VersionedForm, GovukForm):
    """Which forms are moderated, and how many are scored twice; the version is the id of the setting shown."""

    submit = "Save the setting"
    presentation = {
        "moderation": {
            "choice_hints": {
                ModerationMode.ALL: "The Personalisation Officer sees each form and allocates.",
                ModerationMode.SAMPLE: "The others are allocated by the Lead, from the converter.",
                ModerationMode.OUTSIDE_RANGE: (
                    "The converter’s figure is held against what similar cases got. The others are allocated by the "
                    "Lead."
                ),
            }
        },
        "moderate_every": {"width": 4, "prefix": "1 in", "suffix": "forms"},
        "second_score_every": {"width": 4, "prefix": "1 in", "suffix": "cases"},
    }

    moderation = forms.ChoiceField(
        label="Which verified forms go to moderation?", choices=ModerationMode.choices, widget=forms.RadioSelect
    )
    moderate_every = step_field(
        "Size of the sample", 1, "Only for “A sample”: with 1 in 5, every 5th verified form goes to moderation."
    )
    second_score_every = step_field(
        "Second scoring",
        0,
        "With 1 in 10, every 10th case is scored again by another co-ordinator, who does not see the first form. "
        "Enter 0 for none.",
    )

    def __init__(self, *args, setting: ScoringSetting, **kwargs):
        shown = {
            "moderation": setting.moderation,
            "moderate_every": setting.moderate_every,
            "second_score_every": setting.second_score_every,
            "expected_version": setting.pk or 0,
        }
        super().__init__(*args, initial=shown, **kwargs)


MODERATED = {
    ModerationMode.ALL: "Every verified form goes to moderation",
    ModerationMode.OUTSIDE_RANGE: (
        "A verified form goes to moderation when the converter’s figure is outside the range of similar cases"
    ),
}


LATEST = 20


def moderation_in_words(setting: ScoringSetting) -> str:
    """Which forms go to moderation, as a clause."""
    if setting.moderation == ModerationMode.SAMPLE:
        return f"{every_nth(setting.moderate_every).capitalize()} that is verified goes to moderation"
    return MODERATED[ModerationMode(setting.moderation)]


def second_in_words(setting: ScoringSetting) -> str:
    """How many cases are scored twice, as a clause."""
    if not setting.second_score_every:
        return "No case is scored a second time"
    return f"{every_nth(setting.second_score_every, 'case').capitalize()} is scored a second time"


def setting_in_words(setting: ScoringSetting) -> list[str]:
    """The setting as sentences."""
    return [f"{moderation_in_words(setting)}.", f"{second_in_words(setting)}."]


def settings_table(settings: Sequence[ScoringSetting]) -> DataTable:
    """The settings there have been, newest first; the first is in force."""
    return DataTable(
        "What was set",
        [Column("From"), Column("By"), Column("Moderation"), Column("Second scoring")],
        [
            [
                Cell(moment_in_words(setting.set_at), sub="In force" if at == 0 else ""),
                setting.set_by.full_name,
                moderation_in_words(setting),
                second_in_words(setting),
            ]
            for at, setting in enumerate(settings)
        ],
        small=True,
    )


def setting_change(request):
    check_user_can_set_scoring(request.user)
    setting = setting_in_force()
    return ask(
        request,
        lambda data: SettingForm(data, setting=setting),
        lambda form: set_scoring(**form.cleaned_data, by=request.user),
        refused=look_again(lambda: setting_in_force().pk or 0),
        done="The setting is in force from now on.",
        then=reverse("scoring:setting_change"),
        template="scoring/setting_change.html",
        context=lambda form: _settings_shown(),
    )


def _settings_shown():
    history = list(scoring_settings()[:LATEST])
    return {
        "in_force": setting_in_words(setting_in_force()),
        "history": settings_table(history) if history else None,
    }
