"""The title of a draft; and one outcome: its words, and its levels as rows that are added, moved and removed.

A button of a row rearranges what was typed and draws the page again; nothing is saved before "Save the outcome".
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from django import forms

from base.stale import VersionedForm
from crispy_govuk.errors import draw_error_summary
from crispy_govuk.fields import LongTextField
from crispy_govuk.forms import GovukForm
from crispy_govuk.typed import WholeNumberField
from scoring.enums import (
    LONGEST_DESCRIPTION,
    LONGEST_GATE_QUESTION,
    LONGEST_GUIDANCE,
    LONGEST_LEVEL_NAME,
    LONGEST_TITLE,
    LONGEST_WORDING,
    LevelKind,
)
from scoring.frameworks.rules import FEWEST_LEVELS, MOST_LEVELS, MOST_POINTS, LevelRow, OutcomeRow

USUAL_LEVELS = tuple(LevelRow(kind.label, kind, "", 0) for kind in LevelKind)
"""The four levels that a new outcome begins with, where no outcome before it says otherwise."""


LEVEL_FIELDS = ("name", "kind", "points", "description")


Typed = dict[str, Any]


class FrameworkForm(VersionedForm, GovukForm):
    """The title of a draft, and whether it is only for demonstration."""

    submit = "Save title and label"
    presentation = {"title": {"width": 30}}

    title = forms.CharField(label="Title", max_length=LONGEST_TITLE)
    is_illustrative = forms.BooleanField(
        label="Say on each page that its wording and points are only illustrative",
        required=False,
    )

    def __init__(self, *args, framework, **kwargs):
        initial = {
            "title": framework.title,
            "is_illustrative": framework.is_illustrative,
            "expected_version": framework.edits,
        }
        super().__init__(*args, initial=initial, **kwargs)


class OutcomeWordsForm(VersionedForm, GovukForm):
    """What an outcome says, and which state of the draft the page shows."""

    wording = forms.CharField(
        label="Wording",
        max_length=LONGEST_WORDING,
        help_text="What the child is to be able to do, such as “Makes and keeps relationships”.",
    )
    gate_question = LongTextField(
        label="Question that opens it (optional)",
        max_length=LONGEST_GATE_QUESTION,
        required=False,
        help_text="Asked before a level is chosen: are there difficulties? Left empty, the wording itself is asked.",
    )
    guidance = LongTextField(
        label="Guidance: what good looks like (optional)", max_length=LONGEST_GUIDANCE, required=False
    )
    nouns = {"guidance": "guidance"}
    presentation = {"gate_question": {"rows": 2, "threshold": 75}, "guidance": {"rows": 4, "threshold": 75}}


class LevelForm(GovukForm):
    """One level. A draft may still lack its name and description; what it counts as and its points are entered."""

    name = forms.CharField(label="Name", max_length=LONGEST_LEVEL_NAME, required=False)
    kind = forms.ChoiceField(label="Counts as", choices=LevelKind.choices)
    points = WholeNumberField(label="Points", min_value=0, max_value=MOST_POINTS)
    description = LongTextField(label="What it looks like", max_length=LONGEST_DESCRIPTION, required=False)

    presentation = {
        "name": {"width": 20},
        "points": {"width": 4},
        "description": {"rows": 2, "threshold": 75},
    }

    def __init__(self, number, data=None, initial=None):
        super().__init__(data, prefix=f"level-{number}", initial=initial)
        self.number = number
        self.fields["points"].error_messages |= {
            "required": f"Enter the points of level {number}",
            "invalid": f"The points of level {number} must be a whole number",
            "min_value": f"The points of level {number} must be 0 or more",
            "max_value": f"The points of level {number} must be {MOST_POINTS:,} or fewer",
        }
        for name, most in (("name", LONGEST_LEVEL_NAME), ("description", LONGEST_DESCRIPTION)):
            longest = f"The {name} of level {number} must be {most} characters or fewer (you entered %(show_value)d)"
            self.fields[name].error_messages["max_length"] = longest
        self.fields["kind"].error_messages |= {
            "required": f"Select what level {number} counts as",
            "invalid_choice": f"Select one of the kinds shown for level {number}",
        }

    def clean(self):
        entered = super().clean()
        if entered.get("kind") == LevelKind.NONE and entered.get("points"):
            self.add_error("points", f"Level {self.number} means no difficulties, so its points must be 0")
        return entered

    @property
    def row(self) -> LevelRow:
        """What was entered."""
        entered = self.cleaned_data
        return LevelRow(
            entered["name"], LevelKind(entered["kind"]), entered["description"] or "", entered["points"] or 0
        )


class OutcomePage:
    """One outcome of a draft with its levels. `row` is what the page begins with; `version` that of the draft it shows.

    After `is_rearranged` the rows stand as the button asked, and nothing is checked.
    """

    def __init__(self, row: OutcomeRow, version: int, data=None):
        self.is_rearranged = data is not None and "rows" in data
        if data is None:
            words = {"wording": row.wording, "gate_question": row.gate_question, "guidance": row.guidance}
            self.words_form = OutcomeWordsForm(initial=words | {"expected_version": version})
            self.level_forms = _level_forms([_values_of(level) for level in row.levels])
        elif self.is_rearranged:
            self.words_form = OutcomeWordsForm(
                initial={name: data.get(name, "") for name in OutcomeWordsForm.base_fields}
            )
            self.level_forms = _level_forms(rearranged(typed_levels(data), data["rows"]))
        else:
            self.words_form = OutcomeWordsForm(data)
            self.level_forms = [LevelForm(number, data) for number in range(1, len(typed_levels(data)) + 1)]

    @property
    def forms(self):
        return [self.words_form, *self.level_forms]

    @property
    def may_add_level(self) -> bool:
        return len(self.level_forms) < MOST_LEVELS

    @property
    def next_number(self) -> int:
        return len(self.level_forms) + 1

    @property
    def error_summary(self):
        """Every error of the page, each linked to its field."""
        return draw_error_summary(*self.forms)

    def is_valid(self) -> bool:
        return not self.is_rearranged and not [form for form in self.forms if not form.is_valid()]

    @property
    def entered(self) -> OutcomeRow:
        """What was entered, for the action."""
        words = self.words_form.cleaned_data
        levels = tuple(form.row for form in self.level_forms)
        return OutcomeRow(words["wording"], words["gate_question"] or "", words["guidance"] or "", levels)

    @property
    def expected_version(self) -> int | None:
        return self.words_form.cleaned_data["expected_version"]

    def expect(self, version: int) -> None:
        self.words_form.expect(version)

    def add_error(self, field: str | None, error: str) -> None:
        """What is wrong with no single field is said at the head of the page."""
        self.words_form.add_error(field, error)


def blank_outcome(before: Sequence[OutcomeRow]) -> OutcomeRow:
    """What a new outcome begins with: the levels of the one before it, not yet described, or the usual four."""
    levels = before[-1].levels if before and len(before[-1].levels) >= FEWEST_LEVELS else USUAL_LEVELS
    return OutcomeRow("", "", "", tuple(replace(level, description="") for level in levels))


def typed_levels(data) -> list[Typed]:
    """The rows as they were typed, whatever was typed; one more than there may be is kept, so that it is refused."""
    numbers = takewhile(lambda number: f"level-{number}-name" in data, range(1, MOST_LEVELS + 2))
    return [{name: data.get(f"level-{number}-{name}", "") for name in LEVEL_FIELDS} for number in numbers]


def rearranged(rows: list[Typed], wish: str) -> list[Typed]:
    """The rows after a button: "add", or "up", "down" and "remove" with the number of a row; else as they are."""
    if wish == "add":
        return [*rows, {"kind": rows[-1]["kind"] if rows else LevelKind.NONE}] if len(rows) < MOST_LEVELS else rows
    match = re.fullmatch(r"(up|down|remove)-(\d{1,2})", wish)
    at = int(match[2]) - 1 if match else -1
    if not match or at not in range(len(rows)):
        return rows
    row, rest = rows[at], rows[:at] + rows[at + 1 :]
    if match[1] == "remove":
        return rest
    to = max(at - 1, 0) if match[1] == "up" else at + 1
    return [*rest[:to], row, *rest[to:]]


def _level_forms(rows: list[Typed]) -> list[LevelForm]:
    return [LevelForm(number, initial=row) for number, row in enumerate(rows, start=1)]


def _values_of(level: LevelRow) -> Typed:
    return {"name": level.name, "kind": level.kind, "points": level.points, "description": level.description}
