"""What time it is, for every act. Made-up cases may act in the past; nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_acting_at: ContextVar[datetime | None] = ContextVar("acting_at", default=None)


def now() -> datetime:
    """The moment of the act in hand."""
    return _acting_at.get() or timezone.now()


def today() -> date:
    """The day of the act in hand where the council is (Europe/London), not in UTC."""
    return timezone.localtime(now()).date()


@contextmanager
def acting_at(moment: datetime) -> Iterator[None]:
    """Let the acts within happen at another moment. For made-up cases only."""
    if timezone.is_naive(moment):
        raise ValueError("A moment needs its time zone.")
    token = _acting_at.set(moment)
    try:
        yield
    finally:
        _acting_at.reset(token)
