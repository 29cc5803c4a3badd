"""Refusals. Each carries one full sentence, fit to be shown: what is wrong and what to do.

A sentence stands beside its rule: `raise Refused("…")`. A class of its own is only for what some code catches.
"""

from datetime import date

from base.words import day_in_words, is_unseen, names_nobody


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
