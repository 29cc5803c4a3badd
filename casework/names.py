"""How names are compared: folded, so that "José" is found by "jose" on both databases."""

import unicodedata


def folded(text: str) -> str:
    """`text` without accents, in lower case, with single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())
