"""A plan as plain text."""


def paragraphs_of(text: str) -> list[str]:
    """A text, divided where a line was left empty."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
