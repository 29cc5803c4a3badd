"""A gallery of cases at every stage: made once a run by real actions, then copied.

A factory under `@made_once` does its real actions the first time it is called with these people, in this state of the
database. What they wrote is kept. The next test that calls it alike gets the same rows with a few statements, instead
of some hundred queries. Alike means:

- the same factory, with equal arguments: people of the same number, name, team and roles, and plain values;
- a trail that ends with the same row, and as many rows in every table but those of people and their sessions:
  whatever an action has done before would show in one of them;
- the same day, with no clock set to another time and no setting overridden.

Otherwise the real actions are done. Rows that are kept have numbers far above all others, a range for each making, so
that they meet no row that a test has made before. What one worker has made lies in a file for the others.
"""

import copy
import fcntl
import functools
import hashlib
import inspect
import itertools
import os
import pickle
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

import time_machine
from django.conf import UserSettingsHolder, settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import RoleGrant, User
from base.clock import now, today
from tests.rows import (
    Change,
    alter_rows,
    change_between,
    insert_rows,
    number_everything_from,
    read_rows,
    rows_written_to,
    tables,
)
from tests.starter import end_of_starter_trail

Arguments = ParamSpec("Arguments")
Made = TypeVar("Made")

FOLDER = Path(os.environ["TEST_FOLDER"]) / f"gallery-{connection.vendor}"
"""Of this run: what has been made so far, a file for each key."""
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))

RANGE = 1_000_000
"""Numbers of each making begin at a multiple of it, another for every worker."""
OF_PEOPLE = (User._meta.db_table, RoleGrant._meta.db_table, Session._meta.db_table)
PLAIN = (str, int, Decimal, date, type(None))


FACTORIES: set[Callable[..., Any]] = set()
"""All that are made once."""


@dataclass(frozen=True)
class Kept:
    """What one making has written and returned, the people it was made with, and where it left the trail.

    `in_a_row` counts the makings that led there, this one included.
    """

    change: Change
    people: list[User]
    made: Any
    end: str
    in_a_row: int


class Key(NamedTuple):
    """What has to be the same for a copy to be like the real thing."""

    factory: str
    arguments: Hashable
    roles: Hashable
    end: str
    counts: Hashable
    day: date


_gallery: dict[Key, Kept] = {}
_ranges = itertools.count(RANGE * (1 + WORKER), RANGE * WORKERS)
_ends_of_trail: dict[str, int] = {}
"""Where the trail ends after a making, and how many makings led there from the starter data.

Only from there can another test come by the same way.
"""
MOST_IN_A_ROW = 6
"""What a test makes beyond so many is not kept: no other test goes so far by the same way."""


class NotComparable(Exception):
    """An argument of which it cannot be said whether it equals that of another test."""


def made_once(make: Callable[Arguments, Made]) -> Callable[Arguments, Made]:
    """Let a factory make what it makes once a run, and copy it for every other test."""
    signature = inspect.signature(make)

    @functools.wraps(make)
    def make_or_copy(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Made:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        people = list(people_among(bound.arguments))
        key = key_of(make, bound.arguments, people) if may_be_copied() else None
        if key is None:
            return make(*args, **kwargs)
        with one_worker_at_a_time(key):
            kept = found(key)
            if kept is None:
                return make_and_keep(key, people, functools.partial(make, *args, **kwargs))
        insert_rows(kept.change.new)
        alter_rows(kept.change.altered)
        return copied(kept.made, kept.people, people)

    FACTORIES.add(make_or_copy)
    return make_or_copy


def make_and_keep(key: Key, people: list[User], make: Callable[[], Made]) -> Made:
    """Do the real actions, in a range of numbers of their own, and keep what they wrote."""
    number_everything_from(next(_ranges))
    with rows_written_to() as before:
        made = make()
    change = change_between(before, read_rows(before))
    if change is not None:
        stand_ins = [copy.copy(person) for person in people]
        kept = Kept(change, stand_ins, copied(made, people, stand_ins), state()[0], _ends_of_trail.get(key.end, 0) + 1)
        file_of(key).write_bytes(pickle.dumps(kept))
        keep(key, kept)
    return made


def keep(key: Key, kept: Kept) -> None:
    _gallery[key] = kept
    _ends_of_trail[kept.end] = kept.in_a_row


def found(key: Key) -> Kept | None:
    """What this worker or another has made; None where nobody has."""
    if key not in _gallery and (file := file_of(key)).exists():
        keep(key, pickle.loads(file.read_bytes()))
    return _gallery.get(key)


def file_of(key: Key) -> Path:
    return FOLDER / hashlib.sha256(repr(key).encode()).hexdigest()


@contextmanager
def one_worker_at_a_time(key: Key) -> Iterator[None]:
    """Whoever wants the same waits until the first has made it."""
    if key in _gallery:
        yield
        return
    FOLDER.mkdir(exist_ok=True)
    with file_of(key).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copied(made: Made, people: list[User], new_people: list[User]) -> Made:
    """A deep copy that knows these new people where the original knew the old ones."""
    known = {id(old): new for old, new in zip(people, new_people, strict=True)}
    return copy.deepcopy(made, known)


def may_be_copied() -> bool:
    """Whether this is an ordinary moment: within a test's transaction, at the time it is, under the usual settings."""
    return (
        connection.in_atomic_block
        and not time_machine.escape_hatch.is_travelling()
        and abs(timezone.now() - now()) < timedelta(minutes=1)
        and not isinstance(settings._wrapped, UserSettingsHolder)
    )


def key_of(make: Callable[..., Any], arguments: dict[str, Any], people: list[User]) -> Key | None:
    """The key of this making; None where no other test can have the same."""
    end, counts = state()
    try:
        compared = comparable(arguments)
    except NotComparable:
        return None
    if end != end_of_starter_trail() and _ends_of_trail.get(end, MOST_IN_A_ROW) >= MOST_IN_A_ROW:
        return None
    roles = RoleGrant.objects.filter(user__in=[person.pk for person in people]).order_by("pk")
    granted = tuple(roles.values_list("user", "role"))
    return Key(f"{make.__module__}.{make.__qualname__}", compared, granted, end, counts, today())


def comparable(value: Any) -> Hashable:
    """A stand-in for an argument that equals that of an equal argument, in this test or another."""
    if isinstance(value, User):
        return (User, value.pk, value.full_name, value.team_id, value.is_active)
    if isinstance(value, PLAIN):
        return (type(value), value)
    if isinstance(value, (list, tuple)):
        return tuple(comparable(each) for each in value)
    if isinstance(value, dict):
        return tuple((name, comparable(each)) for name, each in value.items())
    if is_dataclass(value):
        return (type(value), *(comparable(getattr(value, field.name)) for field in fields(value)))
    raise NotComparable(type(value))


def people_among(value: Any) -> Iterator[User]:
    """The people in arguments, in their order."""
    if isinstance(value, User):
        yield value
    elif isinstance(value, dict):
        yield from people_among(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from people_among(each)
    elif is_dataclass(value):
        yield from people_among([getattr(value, field.name) for field in fields(value)])


def state() -> tuple[str, Hashable]:
    """Where the trail ends, and how many rows every table has. One query."""
    names = [name for name in tables() if name not in OF_PEOPLE]
    counts = ", ".join(f"(SELECT COUNT(*) FROM {connection.ops.quote_name(name)})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT hash, {counts} FROM audit_chainhead")
        end, *counted = cursor.fetchone() or ("no trail",)
    return end, tuple(counted)
