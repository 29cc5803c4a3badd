"""Lists, counts and moments as they stand in a sentence."""

from collections.abc import Sequence
from datetime import datetime

from crispy_govuk.templatetags.govuk_format import moment


def listed(words: Sequence[object]) -> str:
    """Words as a person lists them: "2, 5 and 9"; "" of none."""
    texts = [str(word) for word in words]
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 outcome", "3 outcomes"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def at_moment(at: datetime) -> str:
    """A moment within a sentence, in London: "3 December 2026 at 2:02pm". Takes an aware datetime."""
    return moment(at).replace(", ", " at ")
