"""Words that several pages write alike, and how names are compared."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'", "‐": "-"}
)
"""Letters and signs that have no accent to take away, as they are typed on a British keyboard."""


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The months as the first letters of what people type."""


def folded(text: str) -> str:
    """`text` without accents, in lower case, with plain apostrophes and single spaces."""
    plain = _without_accents(_without_accents(text).casefold()).casefold()
    return " ".join(plain.translate(LETTERS).split())


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


SAYS_NOTHING = frozenset(
    ("n/a", "n.a", "n\\a", "not applicable", "not known", "unknown", "not given", "none", "nil", "tbc", "tba")
)
"""What is typed into a field that must not stay empty, by somebody who has nothing to say."""


def is_unseen(character: str) -> bool:
    """Whether nothing is printed for it: white space, and what is of no width, such as U+200B."""
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc")


def tidied_line(text: str) -> str:
    """`text` with single spaces, and nothing unseen at its ends."""
    seen = [at for at, character in enumerate(text) if not is_unseen(character)]
    return " ".join(text[seen[0] : seen[-1] + 1].split()) if seen else ""


def names_nobody(text: str) -> bool:
    """Whether a text is no name: nothing but signs, or a word for having none."""
    return not any(character.isalpha() for character in text) or folded(text).strip(" .") in SAYS_NOTHING


def day_in_words(value: date | datetime | None) -> str:
    """3 December 2026, in London; "" of none."""
    local = local_day(value)
    return f"{local.day} {local:%B} {local.year}" if local else ""


def moment_in_words(value: datetime | None) -> str:
    """3 December 2026, 2:02pm, in London; "" of none. Takes an aware datetime."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{day_in_words(local)}, {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def time_in_words(value: time | datetime) -> str:
    """A time of day as people write it: "2:30pm", "9am"; of a moment, which is aware, that in London."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).time()
    minutes = f":{value:%M}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


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
