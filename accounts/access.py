"""What the people who are signed in may do, kept in the process under a stamp that is read with each request.

The stamp is a random number on a person's row, drawn anew in the transaction of whatever changes their roles, their
second factors or whether their account is open. So what is kept counts at no request after such a change, in no
process, without anybody being told (docs/decisions/0037-access-is-kept-under-a-stamp.md).
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

NOT_KEPT = 0
"""The stamp of rows from before there were stamps, and of those that a program of the release before adds."""

MOST_KEPT = 10_000
"""How many people one process remembers."""

KEPT_FOR = 60.0
"""Seconds after which it is read again: who writes roles by hand, past this program, draws no stamp."""


class Stamped(Protocol):
    """A person, as far as this needs to know them: `is_signed_in` is the one who asked for the page in hand."""

    pk: Any
    access_stamp: Any
    is_signed_in: bool


@dataclass
class Kept:
    """What was read of one person while they had this stamp."""

    stamp: int
    until: float
    facts: dict[str, Any] = field(default_factory=dict)


_kept: dict[int, Kept] = {}


def new_stamp() -> int:
    """A stamp that no row has had before: random, so that neither a restored database nor an id used again has one."""
    return secrets.randbits(63) or 1


def kept(person: Stamped, fact: str, read: Callable[[], T]) -> T:
    """This fact of a person: of who is signed in as it is kept under their stamp, of anybody else as it is read now.

    Threads may read it twice at the same moment; neither hands the other anything of another stamp.
    """
    if not person.is_signed_in or person.access_stamp == NOT_KEPT:
        return read()
    entry = _kept.get(person.pk)
    if entry is None or entry.stamp != person.access_stamp or entry.until < monotonic():
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        entry = _kept[person.pk] = Kept(person.access_stamp, monotonic() + KEPT_FOR)
    if fact not in entry.facts:
        entry.facts[fact] = read()
    value: T = entry.facts[fact]
    return value
