"""Whether the database takes writes, can keep every name, and has the tables that the code knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from adapters.faults import why_no_database

PATIENCE_WITH_LOCKS = 2000  # milliseconds to wait for a database that others write to
UTF8 = "UTF8"


def encoding_of(database: BaseDatabaseWrapper) -> str:
    """How a database keeps texts, as PostgreSQL calls it."""
    with database.cursor() as cursor:
        cursor.execute("PRAGMA encoding" if database.vendor == "sqlite" else "SHOW server_encoding")
        return str(cursor.fetchone()[0]).replace("UTF-", "UTF")


def not_in_utf8(encoding: str) -> str:
    """What is said of a database that cannot keep every name."""
    return (
        f"The database keeps texts as {encoding}, so some names cannot be saved or found: make it anew with ENCODING "
        "'UTF8' TEMPLATE template0, and restore into it."
    )


def problem_with_database() -> str:
    """Why it is of no use, or "". A write is tried and taken back: a standby, a full disk or a file without rights
    refuses it."""
    try:
        with _quickly(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE operations_filecheck SET missing = missing")
            transaction.set_rollback(True)
        encoding = encoding_of(connection)
    except DatabaseError as error:
        return why_no_database(error)
    return "" if encoding == UTF8 else not_in_utf8(encoding)


@contextmanager
def _quickly() -> Iterator[None]:
    """Within, do not wait long for a database that is locked or slow."""
    is_sqlite = connection.vendor == "sqlite"
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000 if is_sqlite else 0
    name = "busy_timeout" if is_sqlite else "statement_timeout"
    setting = "PRAGMA {} = {}" if is_sqlite else "SET {} = {}"
    with connection.cursor() as cursor:
        cursor.execute(setting.format(name, PATIENCE_WITH_LOCKS))
    try:
        yield
    finally:
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute(setting.format(name, usual))


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration there is; read from the disk once, as the code is."""
    return frozenset(MigrationLoader(None).graph.nodes)


def applied_migrations() -> frozenset[tuple[str, str]]:
    """Every migration that was run."""
    return frozenset(MigrationRecorder(connection).applied_migrations())


def is_schema_of_the_code() -> bool:
    """Whether exactly the migrations of this code were run: not so while an upgrade is under way, on any machine.

    Those that other packages have removed since are no sign of one; ours are never removed.
    """
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    known, applied = known_migrations(), applied_migrations()
    return known <= applied and all(name in known for name in applied if name[0] in ours)
