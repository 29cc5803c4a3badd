"""Words that several pages write alike, and how names are compared."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'", "‐": "-"}
)
"""Letters and signs that have no accent to take away, as they are typed on a British keyboard."""


def folded(text: str) -> str:
    """`text` without accents, in lower case, with plain apostrophes and single spaces."""
    plain = _without_accents(_without_accents(text).casefold()).casefold()
    return " ".join(plain.translate(LETTERS).split())


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def day_in_words(value: date | datetime | None) -> str:
    """3 December 2026, in London; "" of none."""
    local = local_day(value)
    return f"{local.day} {local:%B} {local.year}" if local else ""


def moment_in_words(value: datetime | None) -> str:
    """3 December 2026, 2:02pm, in London; "" of none. Takes an aware datetime."""
    if not value:
        return ""
    return f"{day_in_words(value)}, {time_in_words(value)}"


def time_in_words(value: datetime) -> str:
    """2:02pm, in London. Takes an aware datetime."""
    local = timezone.localtime(value)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def at_moment(at: datetime) -> str:
    """A moment within a sentence, in London: "3 December 2026 at 2:02pm". Takes an aware datetime."""
    return moment_in_words(at).replace(", ", " at ")


def local_day(value: Any) -> date | None:
    """The day in London on which a moment falls; a day is itself; anything else is none."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


def listed(words: Iterable[object]) -> str:
    """Words as a person lists them: "2, 5 and 9"; "" of none."""
    texts = [str(word) for word in words]
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 outcome", "3 outcomes"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
