"""How the settings of scoring read."""

from collections.abc import Sequence

from base.words import moment_in_words
from crispy_govuk.tables import Cell, Column, DataTable
from scoring.enums import ModerationMode
from scoring.models import ScoringSetting
from scoring.settings.queries import every_nth

MODERATED = {
    ModerationMode.ALL: "Every verified form goes to moderation",
    ModerationMode.OUTSIDE_RANGE: (
        "A verified form goes to moderation when the converter’s figure is outside the range of similar cases"
    ),
}


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
