"""The rows of the test database: read as they are, compared, and put back as they were."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import AutoField

Row = tuple[Any, ...]
Rows = dict[str, dict[Any, Row]]
"""By table, by primary key."""

AT_ONCE = 500
"""Rows in one INSERT: both databases take many more figures than these rows have."""

WRITING = re.compile(r'(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "?(\w+)\b')
"""How every statement begins that writes to a table."""


@dataclass(frozen=True)
class Table:
    """A table as its model describes it."""

    name: str
    columns: tuple[str, ...]
    key: int
    is_numbered: bool

    def key_of(self, row: Row) -> Any:
        return row[self.key]


@dataclass(frozen=True)
class Change:
    """What came into being, and what was altered, between two readings. Of altered rows, as they are afterwards."""

    new: dict[str, list[Row]]
    altered: dict[str, list[Row]]


@cache
def tables() -> dict[str, Table]:
    """Every table of a model, those between models included."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy:
            columns = tuple(field.column for field in meta.local_concrete_fields)
            is_numbered = isinstance(meta.pk, AutoField)
            found[meta.db_table] = Table(meta.db_table, columns, columns.index(meta.pk.column), is_numbered)
    return found


def read_rows(names: Iterable[str] | None = None) -> Rows:
    """Every row of every table, or of the tables of these names."""
    rows: Rows = {}
    with connection.cursor() as cursor:
        for table in tables().values() if names is None else map(tables().__getitem__, names):
            cursor.execute(f"SELECT {_names(table.columns)} FROM {_name(table.name)}")
            rows[table.name] = {table.key_of(row): row for row in cursor.fetchall()}
    return rows


@contextmanager
def tables_written_to(on_first: Callable[[str], object] = lambda name: None) -> Iterator[set[str]]:
    """The tables to which something is written meanwhile. `on_first` is told of each just before."""
    written: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = WRITING.match(sql)
        if found and (name := found[1]) in tables() and name not in written:
            written.add(name)
            on_first(name)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield written


@contextmanager
def rows_written_to() -> Iterator[Rows]:
    """The tables to which something is written meanwhile, each with its rows as they were before that."""
    before: Rows = {}
    with tables_written_to(lambda name: before.update(read_rows([name]))):
        yield before


def change_between(before: Rows, after: Rows) -> Change | None:
    """What has to be written to get from `before` to `after`; None where rows were removed."""
    new: dict[str, list[Row]] = {}
    altered: dict[str, list[Row]] = {}
    for name, rows in after.items():
        old = before[name]
        if not old.keys() <= rows.keys():
            return None
        for key, row in rows.items():
            if key not in old:
                new.setdefault(name, []).append(row)
            elif row != old[key]:
                altered.setdefault(name, []).append(row)
    return Change(new, altered)


BEYOND = 500_000
"""So far above rows that are copied new ones are numbered: the next copy may have the numbers in between."""


def insert_rows(rows: dict[str, Iterable[Row]]) -> None:
    """Write new rows, and let the numbers that the database gives go on after them."""
    known = tables()
    with connection.cursor() as cursor:
        for name, new in rows.items():
            table, waiting = known[name], list(new)
            one = f"({', '.join(['%s'] * len(table.columns))})"
            into = f"INSERT INTO {_name(name)} ({_names(table.columns)}) VALUES "
            for start in range(0, len(waiting), AT_ONCE):
                some = waiting[start : start + AT_ONCE]
                cursor.execute(into + ", ".join([one] * len(some)), [storable(value) for row in some for value in row])
    if connection.vendor == "postgresql":
        number_on(
            {name: max(map(known[name].key_of, new)) + BEYOND for name, new in rows.items() if known[name].is_numbered}
        )


def alter_rows(rows: dict[str, list[Row]]) -> None:
    """Write rows that are there already, as they are given."""
    known = tables()
    with connection.cursor() as cursor:
        for name, altered in rows.items():
            table = known[name]
            sets = ", ".join(f"{_name(column)} = %s" for column in table.columns)
            where = f"{_name(table.columns[table.key])} = %s"
            for row in altered:
                cursor.execute(
                    f"UPDATE {_name(name)} SET {sets} WHERE {where}", [*map(storable, row), table.key_of(row)]
                )


def storable(value: Any) -> Any:
    """The value as both databases take it: SQLite knows no time of day."""
    return value.isoformat() if isinstance(value, time) else value


def number_on(last: dict[str, int]) -> None:
    """Let the next number that the database gives in these tables be above the last one named, never below."""
    if not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            known = tables()
            parts = []
            for name, number in last.items():
                sequence = f"{name}_{known[name].columns[known[name].key]}_seq"
                newest = f"(SELECT last_value FROM {_name(sequence)})"
                parts.append(f"setval('{_name(sequence)}', GREATEST({int(number)}, {newest}))")
            cursor.execute("SELECT " + ", ".join(parts))
        else:
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            there = dict(cursor.fetchall())
            cursor.execute("DELETE FROM sqlite_sequence")
            numbers = there | {name: max(number, there.get(name, 0)) for name, number in last.items()}
            cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", list(numbers.items()))


def number_everything_from(number: int) -> None:
    """Let every number that the database gives from now on be above this one."""
    number_on({table.name: number for table in tables().values() if table.is_numbered})


def _name(name: str) -> str:
    return connection.ops.quote_name(name)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(_name, columns))
