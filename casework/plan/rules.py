"""A plan as plain text, and what of it cannot be printed."""

from collections.abc import Sequence

from adapters.fonts import letters_in_words


def paragraphs_of(text: str) -> list[str]:
    """A text, divided where a line was left empty."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def cannot_be_printed(where: str, letters: Sequence[str], *, is_approved: bool) -> str:
    """What is said of letters that no font has: which, where, and what to do. What is approved changes at the TAC."""
    them = "it" if len(letters) == 1 else "them"
    how = f"Take the plan back to the TAC to write {them}" if is_approved else f"Write {them}"
    return f"No font can print {letters_in_words(letters)} in {where}. {how} another way before the plan is served."
