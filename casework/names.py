"""How names are compared: folded, so that "José" is found by "jose" on both databases."""

import unicodedata

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
