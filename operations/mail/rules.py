"""When a mail is tried again, and when no more."""

from datetime import datetime, timedelta

WORTH_SENDING_FOR = timedelta(days=1)
"""A mail is worth sending for a day unless its sender says otherwise: it is news, or a link that ends."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""How long to wait after each try that did not succeed; after one more try a mail has failed."""

MOST_TRIES = len(PAUSES) + 1


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a mail that was tried so often is tried again; None when it was tried often enough."""
    return now + PAUSES[tries - 1] if 0 < tries <= len(PAUSES) else None
