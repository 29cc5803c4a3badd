"""A database beside that of the other tests: brought to the state of a dump, filled with it, migrated from there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.triggers import lifted
from tests.upgrade.rows import Dump, Table, models_by_table, read


@contextmanager
def a_database_of_its_own(folder: Path) -> Iterator[None]:
    """An empty database of the engine under test in the place of the default one, which is left as it is."""
    usual = connections[DEFAULT_DB_ALIAS]
    own = usual.copy()
    connections[DEFAULT_DB_ALIAS] = own
    ContentType.objects.clear_cache()
    try:
        with _made(own, folder):
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        ContentType.objects.clear_cache()


@contextmanager
def _made(own: BaseDatabaseWrapper, folder: Path) -> Iterator[None]:
    if own.vendor == "sqlite":
        own.settings_dict["NAME"] = str(folder / "upgrade.sqlite3")
        try:
            yield
        finally:
            own.close()
        return
    name = f"upgrade_{os.getpid()}_{uuid4().hex[:8]}"
    own.settings_dict["NAME"] = name
    with own._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield
    finally:
        own.close()
        with own._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Landing:
    """The state of the database at the time of a dump: its migrations, and the models as they were then."""

    def __init__(self, dump: Dump) -> None:
        self.dump = dump
        loader = MigrationLoader(None)
        self.known = [migration for migration in dump.migrations if migration in loader.disk_migrations]
        self.last = [migration for migration in self.known if not self._followers(loader, migration)]
        self.models = models_by_table(loader.project_state(self.last).apps)

    def _followers(self, loader: MigrationLoader, migration: tuple[str, str]) -> bool:
        """Whether the dump has a later migration of the same app."""
        children = loader.graph.node_map[migration].children
        return any(child.key[0] == migration[0] and child.key in self.known for child in children)

    def migrate(self) -> None:
        """Bring the database to this state, from nothing or back from a later one, as the command of Django does it."""
        executor = MigrationExecutor(connection)
        targets = [*self.last, *self._apps_of_later(executor)]
        plan = executor.migration_plan(targets)
        before = executor._create_project_state(with_applied_migrations=True)
        emit_pre_migrate_signal(0, False, connection.alias, apps=before.apps, plan=plan)
        after = executor.migrate(targets, plan=plan, state=before.clone())
        emit_post_migrate_signal(0, False, connection.alias, apps=after.apps, plan=plan)

    def _apps_of_later(self, executor: MigrationExecutor) -> list[tuple[str, None]]:
        """Apps that there were none of: taken away as a whole."""
        then = {app for app, _ in self.known}
        return [(app, None) for app in sorted({app for app, _ in executor.loader.applied_migrations} - then)]

    def fill(self) -> None:
        """Put the rows of the dump, and no others, into the database."""
        with lifted(connection), connection.constraint_checks_disabled(), transaction.atomic():
            empty(self.models)
            for name, table in self.dump.tables.items():
                _insert(self.models[name], table)
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self.models.values())):
                cursor.execute(statement)

    def columns(self) -> dict[str, set[str]]:
        """The columns that the tables of the dump have in the database now; no entry for one that is gone."""
        columns = {}
        with connection.cursor() as cursor:
            for name in set(connection.introspection.table_names(cursor)) & set(self.dump.tables):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)} LIMIT 0")
                columns[name] = {column[0] for column in cursor.description}
        return columns

    def read(self) -> dict[str, Table]:
        """The tables of the dump as they are now, as far as they and their columns are still there."""
        there = self.columns()
        return {
            name: read(self.models[name], [column for column in table.columns if column in there[name]])
            for name, table in self.dump.tables.items()
            if name in there
        }


def empty(models_of: dict[str, type[models.Model]]) -> None:
    """Remove every row of these models, by the names of their tables, as far as the tables are there."""
    for name in set(connection.introspection.table_names()) & set(models_of):
        models_of[name]._base_manager.all()._raw_delete(connection.alias)


def empty_what_is_there() -> None:
    """Remove every row, so that the database can go back: what only later rules allow would stand in the way."""
    with lifted(connection), connection.constraint_checks_disabled(), transaction.atomic():
        empty(models_by_table(apps))


def _insert(model: type[models.Model], table: Table) -> None:
    """Write the rows as they are: no default, no moment of now, no check of the model."""
    if not table.rows:
        return
    fields = {field.column: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in table.columns)
    places = ", ".join(["%s"] * len(table.columns))
    rows = [
        [fields[column].get_db_prep_save(fields[column].to_python(value), connection) for column, value in pairs]
        for pairs in (zip(table.columns, row, strict=True) for row in table.rows)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", rows)


def migrate_to_the_latest() -> None:
    """What a council does with a new version."""
    call_command("migrate", verbosity=0, interactive=False)
    ContentType.objects.clear_cache()


def apps_of_our_own() -> set[str]:
    """The labels of the apps whose migrations are ours."""
    here = Path(__file__).resolve().parents[2]
    return {config.label for config in apps.get_app_configs() if Path(config.path).parent == here}
