"""Refusals. Each carries one full sentence, fit to be shown: what is wrong and what to do.

A sentence stands beside its rule: `raise Refused("…")`. A class of its own is only for what some code catches.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.db import DatabaseError, IntegrityError, OperationalError
from django.db.models import UniqueConstraint

from base.words import day_in_words, is_unseen, names_nobody

R = TypeVar("R")


class Refused(Exception):
    """It cannot be done as things stand. `sentence` is what the person reads, `field` the form field it is about.

    `has_own_page` where the page that a form was on does not open any more, so that nothing leads back to it.
    """

    has_own_page = False

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Refused):
    """This person may not do it: their role, their own case, or their earlier part in it."""


class Stale(Refused):
    """Somebody changed it since the page was opened."""


AT_THE_SAME_MOMENT = (
    "Somebody else saved at the same moment, so yours was not saved. Look at what is there now, then send it again."
)

RACES = frozenset({"23505", "23P01", "23503", "40001", "40P01", "55P03"})
"""What PostgreSQL calls a race: something is there twice, overlaps or is gone; two waited in a circle, or too long."""

_raced: dict[str, str] = {}


def when_raced(*constraints: str, told: str) -> None:
    """Say what the second of two is told who save at the same moment, where only the database sees it.

    A constraint is known by the name of a unique constraint, or "table.column" of a unique field. It stands beside its
    rule.
    """
    _raced.update(dict.fromkeys(constraints, told))


def raced() -> frozenset[str]:
    """The constraints of which it is said what is told when two race for them."""
    return frozenset(_raced)


def refusal_of(error: DatabaseError) -> Refused | None:
    """What somebody is told of an error of the database that comes of two saving at once; None of any other."""
    cause: Any = error.__cause__
    code, words = getattr(cause, "pgcode", None), str(cause or error)
    is_race = code in RACES if code else "UNIQUE constraint failed" in words or "database is locked" in words
    if not is_race or not isinstance(error, IntegrityError | OperationalError):
        return None
    return Refused(next((_raced[name] for name in _names_of(cause, words) if name in _raced), AT_THE_SAME_MOMENT))


def _names_of(cause: Any, words: str) -> list[str]:
    """What the constraint that caught a race may be called: by its name, or by its table and columns."""
    diagnosis = getattr(cause, "diag", None)
    table, named = getattr(diagnosis, "table_name", None), getattr(diagnosis, "constraint_name", None)
    if table:
        found = re.search(r"Key \(([^)]*)\)=", getattr(diagnosis, "message_detail", None) or "")
        columns = found[1].split(", ") if found else []
    else:
        found = re.search(r"index '(\w+)'", words)
        parts = [part.strip().split(".") for part in words.partition(": ")[2].split(",") if "." in part]
        named, table, columns = found[1] if found else None, parts[0][0] if parts else "", [part[-1] for part in parts]
    return [name for name in (named, f"{table}.{','.join(columns)}", *_constraints_on(table, columns)) if name]


def _constraints_on(table: str, columns: list[str]) -> list[str]:
    """The unique constraints of a table on these columns: SQLite names the columns alone."""
    models = [model for model in apps.get_models() if model._meta.db_table == table]
    return [
        constraint.name
        for model in models
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
        and [getattr(model._meta.get_field(name), "column", "") for name in constraint.fields] == columns
    ]


def once_more_if_raced(act: Callable[[], R]) -> R:
    """Do `act`; where the database caught a race that its rule could not see yet, do it again.

    By then the rule sees what the other has saved, and says its own sentence. What the database still refuses is told
    in the sentence of its constraint. An action is one transaction, so that nothing of the first try is left.
    """
    try:
        return act()
    except IntegrityError as error:
        if refusal_of(error) is None:
            raise
    except OperationalError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from None
    try:
        return act()
    except DatabaseError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from None


def check_entered(text: str, what: str, *, field: str = "") -> None:
    """What must say something says it: "Enter the outcome."."""
    if all(map(is_unseen, text)):
        raise Refused(f"Enter {what}.", field=field)


def check_names_somebody(text: str, what: str, *, field: str = "") -> None:
    """A name is one: neither empty nor signs alone, nor a word for having none: "n/a", "unknown"."""
    check_entered(text, what, field=field)
    if names_nobody(text):
        raise Refused(f"Enter {what}: “{text}” is not a name.", field=field)


def too_long(text: str, most: int, what: str) -> str:
    """What is said of a text of more than `most` characters; "" of one that is short enough."""
    return f"{what} must be {most:,} characters or fewer. It has {len(text):,}." if len(text) > most else ""


def check_length(text: str, most: int, what: str, *, field: str = "") -> None:
    """A text has no more characters than are kept."""
    sentence = too_long(text, most, what)
    if sentence:
        raise Refused(sentence, field=field)


def check_not_in_future(day: date, what: str, today: date, *, field: str = "") -> None:
    """A day on which something happened is not to come."""
    if day > today:
        raise Refused(f"{what} must be today or in the past.", field=field)


def check_not_before(day: date, what: str, earliest: date, why: str, *, field: str = "") -> None:
    """A day does not lie before another that comes first."""
    if day < earliest:
        raise Refused(f"{what} must be {day_in_words(earliest)} or later, {why}.", field=field)
