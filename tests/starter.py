"""The starter data: loaded once a run, put back after every flush, taken away for the tests that ask for it.

Frameworks, tables, unit costs, the limit and an empty panel, as a new installation has them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from allocation.starter import load_starter_tables
from audit.actions import begin_chain
from panels.members.actions import load_starter_panel
from scoring.frameworks.actions import load_demonstration_frameworks
from tests.rows import Rows, insert_rows, number_everything_from, read_rows
from tests.triggers import lifted

FIRST_NUMBER = 10_000
"""Numbers given by the database are above it: those below are for people whom tests know by number."""

_loaded: Rows = {}


def load_starter_data() -> None:
    """Load the starter data by the real actions, for good."""
    load_demonstration_frameworks()
    load_starter_tables()
    load_starter_panel()
    number_everything_from(FIRST_NUMBER)


def remember_starter_data() -> None:
    """Remember every row of the fresh database, for the flushes to come."""
    _loaded.update(read_rows())


def end_of_starter_trail() -> str:
    """The hash of the row with which the trail ends after the starter data."""
    heads = _loaded.get("audit_chainhead", {})
    return next((str(end) for _, _, end, _ in heads.values()), "")


def flushing_back_to_starter_data(execute_sql_flush: Callable[..., None]) -> Callable[..., None]:
    """Wrap the flush of a database backend: triggers do not refuse it, and the starter data stand again after it."""

    def flush(operations: Any, sql_list: list[str]) -> None:
        with lifted(operations.connection):
            execute_sql_flush(operations, sql_list)
            with transaction.atomic():
                insert_rows({name: rows.values() for name, rows in _loaded.items() if rows})

    return flush


@contextmanager
def without_starter_data() -> Iterator[None]:
    """The database as it is before anything is loaded: empty but for what migrations make."""
    loaded, migrated = _loaded.copy(), ("django_content_type", "auth_permission", "django_site")
    with transaction.atomic(), lifted(connection), connection.cursor() as cursor:
        for name, rows in loaded.items():
            if rows and name not in migrated:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")
    begin_chain()
    _loaded.clear()
    try:
        yield
    finally:
        _loaded.update(loaded)
