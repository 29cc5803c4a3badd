"""The shape of the settings of scoring."""

from django import forms

from base.stale import VersionedForm
from crispy_govuk.forms import GovukForm
from scoring.enums import ModerationMode
from scoring.models import ScoringSetting
from scoring.settings.queries import LONGEST_STEP


def step_field(label, lowest, help_text):
    """One in how many, with one sentence for whatever is wrong with it."""
    sentence = f"{label}: enter a whole number from {lowest} to {LONGEST_STEP}"
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
    return forms.IntegerField(
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
