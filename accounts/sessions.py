"""Sessions that end: an hour after what was done last, and twelve hours after the sign-in at the latest."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.timezone import now

from accounts.signing_in.actions import SIGNED_IN_AT, end_session, forget_old_sign_ins, keep_session
from accounts.signing_in.rules import session_ends_at
from base.reading import prepared

A_MINUTE = timedelta(minutes=1)
"""How often somebody who works on is noted: once a minute is enough."""


@prepared
def _sessions(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


class SessionStore(db.SessionStore):
    """A session in the database, whose row says when it ends unless somebody works on.

    A page that is only asked for by itself (`is_passive`) does not keep it. The time is the machine's: whoever acts in
    the past, as the demonstration does, is signed in now.
    """

    ends_at: datetime | None = None

    def load(self) -> dict[str, Any]:
        row = self._row()
        if row is None:
            self._session_key = None
            return {}
        self.ends_at = row.expire_date
        return self.decode(row.session_data)

    def _row(self) -> Session | None:
        key = self.session_key or ""
        if not (key.isascii() and key.isalnum()):
            return None
        row = next(iter(_sessions(key)), None)
        if row is not None and row.expire_date <= now():
            end_session(row, now())
            return None
        return row

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        idle, most = timedelta(minutes=settings.SESSION_IDLE_MINUTES), timedelta(hours=settings.SESSION_MOST_HOURS)
        return session_ends_at(now(), self.signed_in_at, idle, most)

    @property
    def signed_in_at(self) -> datetime | None:
        """When this person signed in; None while nobody has."""
        kept = self.get(SIGNED_IN_AT)
        return datetime.fromtimestamp(kept, UTC) if kept else None

    @property
    def seconds_left(self) -> int:
        """How long it still goes on by itself."""
        return max(int(((self.ends_at or self.get_expiry_date()) - now()).total_seconds()), 0)

    @property
    def may_go_on(self) -> bool:
        """Whether working on makes it any longer: not in the last of its twelve hours."""
        return self.ends_at is None or self.get_expiry_date() - self.ends_at >= A_MINUTE

    def keep(self) -> None:
        """Somebody works on."""
        if self.session_key and self.ends_at is not None and self.may_go_on:
            self.ends_at = self.get_expiry_date()
            keep_session(self.session_key, self.ends_at)

    @classmethod
    def clear_expired(cls) -> None:
        forget_old_sign_ins()
