"""What pages show of settings that hold from a day until the next one's day."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from django.urls import reverse

from base.words import day_in_words
from casework.settings.actions import Dated
from crispy_govuk.tables import Cell, Column, DataTable

D = TypeVar("D", bound=Dated)


def settings_table(
    settings: Sequence[D], day: date, *, column: str, says: Callable[[D], Cell | str], withdraw: str, what: str
) -> DataTable:
    """The settings there have been and are to come, the last first; one to come may be taken back.

    `column` heads what each `says`; `withdraw` names the page that takes `what` of a day back.
    """
    in_force = next((setting.pk for setting in settings if setting.effective_from <= day), None)
    rows = []
    for setting in settings:
        since, is_to_come = day_in_words(setting.effective_from), setting.effective_from > day
        state = "To come" if is_to_come else "In force" if setting.pk == in_force else ""
        url = reverse(withdraw, args=[setting.pk])
        rows.append(
            [
                Cell(since, sub=state),
                setting.set_by.full_name if setting.set_by else "The set-up of the service",
                says(setting),
                Cell("Take back", href=url, hidden=f"{what} from {since}") if is_to_come else "",
            ]
        )
    columns = [Column("From"), Column("By"), Column(column), Column("Take back", hidden=True)]
    return DataTable("What was set", columns, rows, small=True, caption_hidden=True)
