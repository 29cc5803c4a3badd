"""The rows of a database as plain values that mean the same on SQLite and PostgreSQL, in a file and out of it.

A file is lines of JSON, compressed: first a header, then for each table a line with its name and columns, each column
with the kind of its field, and a line for each row. Amounts are text, moments are in UTC, bytes are base64.
"""

import base64
import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import models

LEFT_OUT = ("django_session", "django_tasks_database_dbtaskresult")
"""Tables that hold nothing a council would miss: who is signed in just now, and tasks, which may be ordered again."""


@dataclass
class Table:
    """What one table held: its columns with the kind of their fields, and its rows in the order of their keys."""

    columns: dict[str, str]
    rows: list[list[Any]] = field(default_factory=list)

    @property
    def amounts(self) -> list[str]:
        """The columns that hold figures to the penny, hours or shares."""
        return [column for column, kind in self.columns.items() if kind == "DecimalField"]

    def of(self, column: str) -> list[Any]:
        """What stands in one column, row by row."""
        at = list(self.columns).index(column)
        return [row[at] for row in self.rows]


@dataclass
class Dump:
    """A whole database: when and with which key it was made, its migrations by app and name, its tables by name."""

    made_at: str
    audit_key: str
    migrations: list[tuple[str, str]]
    tables: dict[str, Table]


def models_by_table(apps: Apps | Any) -> dict[str, type[models.Model]]:
    """Every model that has a table of its own, those between two others included, by the name of the table."""
    every = apps.get_models(include_auto_created=True)
    owned = [model for model in every if model._meta.managed and not model._meta.proxy]
    return {model._meta.db_table: model for model in sorted(owned, key=lambda model: model._meta.db_table)}


def read(model: type[models.Model], columns: Iterable[str] | None = None) -> Table:
    """What the table of a model holds; only `columns` where they are named."""
    fields = {each.column: each for each in model._meta.concrete_fields}
    if columns is not None:
        fields = {column: fields[column] for column in columns}
    rows = model._base_manager.order_by("pk").values_list(*(each.attname for each in fields.values()))
    kinds = {column: each.get_internal_type() for column, each in fields.items()}
    return Table(kinds, [[as_plain(value) for value in row] for row in rows])


def as_plain(value: Any) -> Any:
    """A value as JSON can hold it, the same from either engine."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def write(dump: Dump, path: Path) -> None:
    """Write a dump: the same bytes for the same dump."""
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in _lines(dump))
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _lines(dump: Dump) -> Iterator[Any]:
    yield {"made_at": dump.made_at, "audit_key": dump.audit_key, "migrations": dump.migrations}
    for name, table in dump.tables.items():
        yield {"table": name, "columns": table.columns}
        yield from table.rows


def read_file(path: Path) -> Dump:
    """The dump that stands in a file."""
    header, *lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    header["migrations"] = [(app, name) for app, name in header["migrations"]]
    dump = Dump(**header, tables={})
    table = Table({})
    for line in lines:
        if isinstance(line, dict):
            table = dump.tables[line["table"]] = Table(line["columns"])
        else:
            table.rows.append(line)
    return dump
