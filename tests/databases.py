"""The database of a worker: migrated and given the starter data once a run, and copied for every other worker.

Migrations take as long as a hundred tests. The first worker to need a database makes one and leaves a copy of it:
with SQLite a file in the folder of the run, with PostgreSQL a database that serves as a template.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

from django.db import connection
from django.db.models import Field
from django.test.utils import setup_databases, teardown_databases

from tests.starter import load_starter_data, remember_starter_data

FOLDER = Path(os.environ["TEST_FOLDER"])
KIND = connection.vendor
CLONE = Field.clone
COPY = FOLDER / f"{KIND}.copy"
"""The database to copy; with PostgreSQL a file that holds the name of it."""


@contextmanager
def database_with_starter_data() -> Iterator[None]:
    """A database of this process's own, while what is within runs."""
    with one_worker_at_a_time():
        is_copied = COPY.exists()
        if is_copied:
            _ask_for_copy()
        is_there = is_copied and KIND == "sqlite"
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[], keepdb=is_there)
        if not is_copied:
            load_starter_data()
            _leave_copy()
    remember_starter_data()
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)
        if not is_copied:
            _take_copy_away()


def copied(field: Field) -> Field:
    """In place of Django's `Field.clone` while tests migrate: the same field, of no model yet.

    Django takes a field apart and makes it again for every state of every migration, which is half of the time that
    migrating takes. A field in such a state was never part of a model, so that a copy does as well; one of a model is
    cloned by Django.
    """
    if hasattr(field, "model"):
        return CLONE(field)
    copy_of_field = deepcopy(field)
    copy_of_field.creation_counter, Field.creation_counter = Field.creation_counter, Field.creation_counter + 1
    return copy_of_field


@contextmanager
def one_worker_at_a_time() -> Iterator[None]:
    """Wait until no other worker of this run is within."""
    with (FOLDER / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _ask_for_copy() -> None:
    """Let the database of this process begin as a copy."""
    if KIND == "sqlite":
        shutil.copy(COPY, connection.settings_dict["TEST"]["NAME"])
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = COPY.read_text()


def _leave_copy() -> None:
    """Leave a copy of the fresh database for the other workers."""
    if KIND == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(COPY)])
        return
    name = f"{connection.settings_dict['NAME']}_template"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')  # of a run that was killed
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    COPY.write_text(name)


def _take_copy_away() -> None:
    """Remove the template from the server: whoever needs a database from now on makes one."""
    if KIND == "postgresql":
        with one_worker_at_a_time(), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{COPY.read_text()}"')
            COPY.unlink()
