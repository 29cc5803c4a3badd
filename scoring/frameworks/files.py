"""A framework as a file of JSON: written out, and read in with every fault named where it stands.

The format is described in docs/frameworks.md. A file is accepted as a whole or not at all.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NoReturn

from scoring.enums import AgeVersion, LevelKind
from scoring.frameworks.rules import (
    MOST_LEVELS,
    MOST_OUTCOMES,
    LevelRow,
    OutcomeRow,
    Questionnaire,
    on_one_line,
    problems_of,
    tidied,
)

FORMAT = "ras-framework-1"


MOST_BYTES = 1024 * 1024
"""Forty outcomes of ten levels with every text at its longest come to about 300 KB."""


FRAMEWORK_KEYS = ("format", "title", "age_version", "illustrative", "outcomes")


OUTCOME_KEYS = ("wording", "gate_question", "guidance", "levels")


LEVEL_KEYS = ("name", "kind", "description", "points")


MAY_BE_LEFT_OUT = ("illustrative", "gate_question", "guidance")


class FileNotAccepted(Exception):
    """The file is not taken in; `faults` are the sentences that say why, each with its place."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


def written(questionnaire: Questionnaire) -> str:
    """The framework as text of its file."""
    data = {
        "format": FORMAT,
        "title": questionnaire.title,
        "age_version": questionnaire.age_version.value,
        "illustrative": questionnaire.is_illustrative,
        "outcomes": [
            {
                "wording": outcome.wording,
                "gate_question": outcome.gate_question,
                "guidance": outcome.guidance,
                "levels": [
                    {
                        "name": level.name,
                        "kind": level.kind.value,
                        "description": level.description,
                        "points": level.points,
                    }
                    for level in outcome.levels
                ],
            }
            for outcome in questionnaire.outcomes
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def read(content: bytes) -> Questionnaire:
    """The framework of a file, sound enough to be published. Raises FileNotAccepted with every fault found."""
    reader = _Reader()
    questionnaire = reader.framework(_parsed(content))
    faults = reader.faults or [problem.sentence for problem in problems_of(questionnaire)]
    if faults:
        raise FileNotAccepted(faults)
    return questionnaire


class _Object(dict[str, Any]):
    """An object of the file, with the names that it gives more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.given_twice = [name for name, count in counts.items() if count > 1]


def _parsed(content: bytes) -> Any:
    """What the file holds as JSON. Raises FileNotAccepted for anything else."""
    if len(content) > MOST_BYTES:
        raise FileNotAccepted(["The file is larger than 1 MB. A framework needs far less: choose the right file."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileNotAccepted(["The file is not text in UTF-8. Save it as UTF-8 and choose it again."]) from None
    try:
        return json.loads(text, object_pairs_hook=_Object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, character {error.colno}"
        raise FileNotAccepted([f"The file is not JSON: it cannot be read from {where} on."]) from None
    except RecursionError:
        raise FileNotAccepted(["The file is nested far deeper than a framework. Choose the right file."]) from None
    except ValueError:
        raise FileNotAccepted(["The file holds a number far too long to be points. Correct it."]) from None


def _refuse_constant(name: str) -> NoReturn:
    raise FileNotAccepted([f"The file holds {name}, which is no number. Points are whole numbers."])


class _Reader:
    """Reads values of the right type, and notes a sentence for each that is not; then something empty stands in."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def framework(self, value: Any) -> Questionnaire:
        held = self.object(value, FRAMEWORK_KEYS, "The file")
        if "format" in held and held["format"] != FORMAT:
            self.faults.append(f"The file: “format” must be “{FORMAT}”.")
        return Questionnaire(
            title=on_one_line(self.text(held, "title", "The file")),
            age_version=AgeVersion(self.choice(held, "age_version", AgeVersion.values, "The file")),
            outcomes=tuple(
                tidied(self.outcome(outcome, f"Outcome {position}"))
                for position, outcome in enumerate(self.list(held, "outcomes", MOST_OUTCOMES, "The file"), start=1)
            ),
            is_illustrative=self.truth(held, "illustrative", "The file"),
        )

    def outcome(self, value: Any, where: str) -> OutcomeRow:
        held = self.object(value, OUTCOME_KEYS, where)
        return OutcomeRow(
            self.text(held, "wording", where),
            self.text(held, "gate_question", where),
            self.text(held, "guidance", where),
            tuple(
                self.level(level, f"{where}, level {number}")
                for number, level in enumerate(self.list(held, "levels", MOST_LEVELS, where), start=1)
            ),
        )

    def level(self, value: Any, where: str) -> LevelRow:
        held = self.object(value, LEVEL_KEYS, where)
        return LevelRow(
            self.text(held, "name", where),
            LevelKind(self.choice(held, "kind", LevelKind.values, where)),
            self.text(held, "description", where),
            self.whole_number(held, "points", where),
        )

    def object(self, value: Any, keys: Sequence[str], where: str) -> dict[str, Any]:
        if not isinstance(value, _Object):
            self.faults.append(f"{where}: write it in curly brackets, with {_listed(keys)}.")
            return {}
        self.faults += [f"{where}: “{_shortened(name)}” is given twice." for name in value.given_twice]
        self.faults += [f"{where}: “{name}” is missing." for name in keys if name not in value and _is_needed(name)]
        self.faults += [
            f"{where}: “{_shortened(name)}” is not known. Known are {_listed(keys)}."
            for name in value
            if name not in keys
        ]
        return value

    def text(self, held: dict[str, Any], name: str, where: str) -> str:
        value = held.get(name, "")
        if not isinstance(value, str):
            self.faults.append(f"{where}: “{name}” must be text in quotation marks.")
            return ""
        if any("\ud800" <= character <= "\udfff" or character == "\x00" for character in value):
            self.faults.append(f"{where}: “{name}” holds a character that is no text.")
            return ""
        return value

    def whole_number(self, held: dict[str, Any], name: str, where: str) -> int:
        value = held.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int):
            self.faults.append(f"{where}: “{name}” must be a whole number, without quotation marks.")
            return 0
        return value

    def truth(self, held: dict[str, Any], name: str, where: str) -> bool:
        value = held.get(name, False)
        if not isinstance(value, bool):
            self.faults.append(f"{where}: “{name}” must be true or false, without quotation marks.")
            return False
        return value

    def choice(self, held: dict[str, Any], name: str, values: Sequence[str], where: str) -> str:
        value = held.get(name, values[0])
        if not isinstance(value, str) or value not in values:
            self.faults.append(f"{where}: “{name}” must be {_listed(values, 'or')}, in quotation marks.")
            return values[0]
        return value

    def list(self, held: dict[str, Any], name: str, most: int, where: str) -> Sequence[Any]:
        value = held.get(name, [])
        if not isinstance(value, list):
            self.faults.append(f"{where}: “{name}” must be a list in square brackets.")
            return []
        if len(value) > most:
            self.faults.append(f"{where}: “{name}” must hold {most} or fewer. It holds {len(value):,}.")
            return []
        return value


def _is_needed(name: str) -> bool:
    return name not in MAY_BE_LEFT_OUT


def _shortened(name: str, most: int = 40) -> str:
    shown = name.encode("utf-8", "replace").decode()
    return shown if len(shown) <= most else f"{shown[:most]}…"


def _listed(names: Sequence[str], word: str = "and") -> str:
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
