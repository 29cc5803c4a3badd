"""A whole database as one file, and back: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore.

Both give the state of one moment, with triggers, constraints and sequences, and both bring it back as a whole or not
at all: what was there stays until all that comes is in.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from base.refusals import Refused

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

PG_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
}
"""How PostgreSQL's programs are told what the connection knows. By environment: a command line is read by everybody."""


def dump(path: Path) -> dict[str, int]:
    """Write the database as it is at one moment. Returns how many rows each table had at that moment."""
    if connection.vendor == "sqlite":
        return _dump_sqlite(path)
    program = _program("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"]
        _run([program, *options])
        return count_rows()


def restore(path: Path) -> None:
    """Put a database that `dump` wrote in the place of the one that is there."""
    if connection.vendor == "sqlite":
        _restore_sqlite(path)
    else:
        _restore_postgresql(path)


def count_rows() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: _count(cursor, connection.ops.quote_name(name)) for name in sorted(names)}


def _count(cursor: Any, name: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {name}")  # noqa: S608
    return int(cursor.fetchone()[0])


def _dump_sqlite(path: Path) -> dict[str, int]:
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
        tables = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = sorted(name for (name,) in tables)
        counts = {name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
    copy.close()
    return counts


def _restore_sqlite(path: Path) -> None:
    connection.ensure_connection()
    source = sqlite3.connect(path)
    try:
        source.backup(connection.connection)
    except sqlite3.OperationalError as error:
        raise Refused("The database is in use. Stop the site and the worker, and run this again.") from error
    finally:
        source.close()
        connection.close()


def _restore_postgresql(path: Path) -> None:
    """The tables that are there are set aside under another schema, until those of the archive are all in."""
    program = _program("pg_restore")
    aside = f"before_restore_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute("SET lock_timeout = 10000")
    _execute(f"ALTER SCHEMA {schema} RENAME TO {aside}", f"CREATE SCHEMA {schema}")
    name = str(connection.get_connection_params().get("dbname", ""))
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={name}"]
    try:
        _run([program, *options, str(path)])
    except BaseException:
        _execute(f"DROP SCHEMA {schema} CASCADE", f"ALTER SCHEMA {aside} RENAME TO {schema}")
        raise
    _execute(f"DROP SCHEMA {aside} CASCADE")
    connection.close()


def _execute(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _program(name: str) -> str:
    """A program of PostgreSQL's, at least as new as the server: an older one cannot read it."""
    path = shutil.which(name)
    major = _major_of_server()
    if path is None:
        raise Refused(f"{name} is not installed here. Install PostgreSQL's client programs of version {major}.")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
    if int(said[-1 if said[-1][0].isdigit() else 2].partition(".")[0]) < major:
        raise Refused(f"{name} is older than the server. Install PostgreSQL's client programs of version {major}.")
    return path


def _major_of_server() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _run(command: Iterable[str]) -> None:
    params = connection.get_connection_params()
    variables = {variable: str(params[name]) for name, variable in PG_VARIABLES.items() if params.get(name)}
    done = subprocess.run(list(command), env=os.environ | variables, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise Refused(f"PostgreSQL’s program failed: {lines[0]}")
