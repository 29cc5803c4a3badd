"""A whole database as one file, and back: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore.

Both give the state of one moment, with triggers, constraints and sequences, and both bring it back as a whole or not
at all: what was there stays until all that comes is in.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import ProgrammingError, connection, transaction

from base.refusals import Refused

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

ASIDE = "before_restore_"
"""How the schema begins in which the tables wait that a restore replaces. It is no part of a backup."""

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
    program = _program("pg_dump", _major_of_server())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"]
        _run([program, *options, f"--exclude-schema={ASIDE}*"])
        return count_rows()


def restore(path: Path, *, made_by: int) -> None:
    """Put a database that `dump` wrote in the place of the one that is there. `made_by`: see `version_of_dump`."""
    if connection.vendor == "sqlite":
        _restore_sqlite(path)
    else:
        _restore_postgresql(path, made_by)


def version_of_dump() -> int:
    """The version of pg_dump: an older pg_restore cannot read what it wrote. 0 with SQLite, which reads them all."""
    return 0 if connection.vendor == "sqlite" else _major(_program("pg_dump", _major_of_server()))


def is_empty() -> bool:
    """Whether the database holds nothing at all: no table, view, sequence, function or type, in whatever schema."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)")
        else:
            cursor.execute(
                "SELECT NOT EXISTS (SELECT 1 FROM (SELECT relnamespace AS place FROM pg_class UNION ALL "
                "SELECT pronamespace FROM pg_proc UNION ALL SELECT typnamespace FROM pg_type) AS things "
                "JOIN pg_namespace ON pg_namespace.oid = place WHERE nspname !~ '^(pg_|information_schema$)')"
            )
        return bool(cursor.fetchone()[0])


def empty() -> None:
    """Remove all that the database holds."""
    if connection.vendor == "sqlite":
        connection.close()
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
        return
    schema = _schema()
    _execute(f"DROP SCHEMA {schema} CASCADE", f"CREATE SCHEMA {schema}")


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
    copy = sqlite3.connect(path)
    try:
        connection.connection.backup(copy)
        tables = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = sorted(name for (name,) in tables)
        return {name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
    except sqlite3.Error as error:
        raise Refused(f"The database could not be copied into BACKUP_DIR: {error}.") from error
    finally:
        copy.close()


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


def _restore_postgresql(path: Path, made_by: int) -> None:
    """The tables that are there are set aside under another schema, until those of the archive are all in."""
    program = _program("pg_restore", max(made_by, _major_of_server()))
    aside = f"{ASIDE}{uuid4().hex[:8]}"
    schema = _schema()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 10000")
    try:
        _execute(f"ALTER SCHEMA {schema} RENAME TO {aside}", f"CREATE SCHEMA {schema}")
    except ProgrammingError as error:
        raise Refused(
            "This role of PostgreSQL may not restore: make it the owner of the database. Nothing was changed."
        ) from error
    name = str(connection.get_connection_params().get("dbname", ""))
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={name}"]
    try:
        _run([program, *options, str(path)])
    except BaseException:
        _execute(f"DROP SCHEMA {schema} CASCADE", f"ALTER SCHEMA {aside} RENAME TO {schema}")
        raise
    _execute(*(f"DROP SCHEMA {name} CASCADE" for name in _set_aside()))
    connection.close()


def _set_aside() -> list[str]:
    """What stood there before this restore, and before any that was killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(nspname) FROM pg_namespace WHERE starts_with(nspname, %s)", [ASIDE])
        return [name for (name,) in cursor.fetchall()]


def _execute(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(connection.ops.quote_name(cursor.fetchone()[0]))


def _program(name: str, version: int) -> str:
    """A program of PostgreSQL's, of this version or newer: an older one cannot read the server or the dump."""
    path = shutil.which(name)
    if path is None:
        raise Refused(f"{name} is not installed here. Install PostgreSQL's client programs of version {version}.")
    if _major(path) < version:
        raise Refused(f"{name} is too old here. Install PostgreSQL's client programs of version {version}.")
    return path


def _major(path: str) -> int:
    """The version of a program: of "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0)" 15."""
    text = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(re.findall(r"\d+", text)[0])


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
