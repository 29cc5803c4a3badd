"""Who may try a password or a code now and who has to wait, and when a session ends.

A guesser is kept out, and shuts out nobody else. So wrong tries are counted by account **and** place together. A place
is a browser that has signed in to the account before, which a cookie tells; any other browser is the address it comes
from. Three counts, of which each slows only whom it must:

- at one account from one place: the guesser at one address, or somebody who has forgotten;
- at one account from all places that never signed in to it: many addresses against one person. Who signed in to the
  account from this address or browser before goes on;
- from one address at any account: one address against many people. A browser that is known goes on.

Who succeeds has their own wrong tries forgotten, so that an office in which everybody mistypes once never waits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
"""How long a wrong try counts at an account."""

HOUR = timedelta(hours=1)
"""How long a wrong try counts at an address."""

LONGEST_PAUSE = timedelta(hours=1)

CODE_COUNTS_FOR = timedelta(minutes=5)
"""How long a code that was used is remembered: longer than any authenticator's code is taken."""


@dataclass(frozen=True)
class Limits:
    """How many wrong tries are free before each further one has its pause, and how long the first pause is."""

    together: int
    account: int
    address: int
    first_pause: timedelta


GUESSING = Limits(together=5, account=20, address=100, first_pause=timedelta(minutes=1))
"""Passwords and codes. A guesser at one address has about 34 tries a day at an account, all strangers together 50."""

ASKING = Limits(together=3, account=6, address=50, first_pause=timedelta(minutes=15))
"""Links to set a new password: each is a mail to somebody, so each counts."""


@dataclass(frozen=True)
class Count:
    """How many tries count, and when the last of them was."""

    tries: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True)
class Counts:
    """What is known of the tries before this one. Only what concerns it: see `Whence`."""

    together: Count = Count()
    account: Count = Count()
    address: Count = Count()


@dataclass(frozen=True)
class Whence:
    """Where a try comes from: whether the browser, or the address, has signed in to this account before."""

    is_known_browser: bool = False
    is_known_address: bool = False

    @property
    def is_known(self) -> bool:
        return self.is_known_browser or self.is_known_address


def pause_after(tries: int, free: int, first: timedelta) -> timedelta:
    """How long the next try waits after so many: not at all while they are free, then ever longer, up to an hour."""
    if tries < free:
        return timedelta(0)
    return min(first * 2 ** min(tries - free, 12), LONGEST_PAUSE)


def opens_at(counts: Counts, whence: Whence, limits: Limits) -> datetime | None:
    """The moment from which the next try is checked; None when nothing holds it up."""
    held = [(counts.together, limits.together)]
    if not whence.is_known:
        held.append((counts.account, limits.account))
    if not whence.is_known_browser:
        held.append((counts.address, limits.address))
    moments = [
        count.last_at + pause_after(count.tries, free, limits.first_pause)
        for count, free in held
        if count.last_at and count.tries >= free
    ]
    return max(moments, default=None)


def minute_after(moment: datetime) -> datetime:
    """The whole minute at or after a moment, as a person is told it: then it is open for certain."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def session_ends_at(now: datetime, signed_in_at: datetime | None, idle: timedelta, most: timedelta) -> datetime:
    """When a session ends if nothing more is done in it: after `idle`, and `most` after the sign-in at the latest."""
    return now + idle if signed_in_at is None else min(now + idle, signed_in_at + most)
