"""A gallery of cases at every stage: made once in each worker by real actions, then copied.

A factory under `@made_once` does its real actions the first time it is called with these people, in this state of the
database. What they wrote is kept. The next test that calls it alike gets the same rows with a few statements, instead
of some hundred queries. Alike means:

- the same factory, with equal arguments: people of the same number, name, team and roles, and plain values;
- a trail that ends with the same row, and as many rows in every table but those of people and their sessions:
  whatever an action has done before would show in one of them;
- the same day, with no clock set to another time and no setting overridden.

Otherwise the real actions are done. Rows that are kept have numbers far above all others, a range for each making, so
that they meet no row that a test has made before.
"""

import copy
import functools
import inspect
import itertools
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

import time_machine
from django.conf import UserSettingsHolder, settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import RoleGrant, User
from base.clock import now, today
from tests.rows import Change, alter_rows, change_between, insert_rows, number_everything_from, read_rows, tables
from tests.starter import end_of_starter_trail

Arguments = ParamSpec("Arguments")
Made = TypeVar("Made")

RANGE = 1_000_000
"""Numbers of each making begin at a multiple of it."""
OF_PEOPLE = (User._meta.db_table, RoleGrant._meta.db_table, Session._meta.db_table)
PLAIN = (str, int, Decimal, date, type(None))


FACTORIES: set[Callable[..., Any]] = set()
"""All that are made once."""


@dataclass(frozen=True)
class Kept:
    """What one making has written and returned, and the people it was made with."""

    change: Change
    people: list[User]
    made: Any


_gallery: dict[Hashable, Kept] = {}
_ranges = itertools.count(RANGE, RANGE)
_ends_of_trail: set[str] = set()
"""Where the trail ends after starter data or after a making: only from there can another test come by the same way."""


class NotComparable(Exception):
    """An argument of which it cannot be said whether it equals that of another test."""


def made_once(make: Callable[Arguments, Made]) -> Callable[Arguments, Made]:
    """Let a factory make what it makes once in each worker, and copy it for every other test."""
    signature = inspect.signature(make)

    @functools.wraps(make)
    def make_or_copy(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Made:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        people = list(people_among(bound.arguments))
        key = key_of(make, bound.arguments, people) if may_be_copied() else None
        if key is None:
            return make(*args, **kwargs)
        if key not in _gallery:
            return make_and_keep(key, people, functools.partial(make, *args, **kwargs))
        kept = _gallery[key]
        insert_rows(kept.change.new)
        alter_rows(kept.change.altered)
        return copied(kept.made, kept.people, people)

    FACTORIES.add(make_or_copy)
    return make_or_copy


def make_and_keep(key: Hashable, people: list[User], make: Callable[[], Made]) -> Made:
    """Do the real actions, in a range of numbers of their own, and keep what they wrote."""
    number_everything_from(next(_ranges))
    before = read_rows()
    made = make()
    change = change_between(before, read_rows())
    if change is not None:
        stand_ins = [copy.copy(person) for person in people]
        _gallery[key] = Kept(change, stand_ins, copied(made, people, stand_ins))
        _ends_of_trail.add(state()[0])
    return made


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


def key_of(make: Callable[..., Any], arguments: dict[str, Any], people: list[User]) -> Hashable | None:
    """What has to be the same for a copy to be like the real thing; None where no other test can have the same."""
    end, counts = state()
    try:
        compared = comparable(arguments)
    except NotComparable:
        return None
    if end not in _ends_of_trail | {end_of_starter_trail()}:
        return None
    roles = RoleGrant.objects.filter(user__in=[person.pk for person in people]).order_by("pk")
    return (
        make.__module__,
        make.__qualname__,
        compared,
        tuple(roles.values_list("user", "role")),
        end,
        counts,
        today(),
    )


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
