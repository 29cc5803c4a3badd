"""manage.py migrate_back: the database as the version that is gone back to knows it."""

import subprocess
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

LISTED_WITHIN = 120  # seconds
FIRST = ("casework", "0001_initial")
"""Known to each version, and to no other program: what that does not know would be all there is."""


class Command(BaseCommand):
    help = "Takes back each migration that an earlier version does not know. Run it in the later version, which does."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the earlier version is installed.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be taken back, and do nothing.")

    def handle(self, *args, **options):
        executor = MigrationExecutor(connection)
        known = _known_in(options["folder"].absolute())
        newer = [key for key in executor.loader.applied_migrations if key not in known]
        for app, name in newer:
            if (app, name) not in executor.loader.disk_migrations:
                raise CommandError(f"{app} {name} is not known here either: run this in the version that made it.")
        if not newer:
            self.stdout.write("The earlier version knows every migration: there is nothing to take back.")
            return
        self.stdout.write("To be taken back, with whatever only they can keep:")
        for app, name in sorted(newer):
            self.stdout.write(f"  {app} {name}")
        if options["dry_run"]:
            return
        _go_back(executor, [_last_of(executor, app, known) for app in sorted({app for app, _ in newer})])
        self.stdout.write(f"Taken back: {len(newer)}. Start the earlier version now.")


def _known_in(folder: Path) -> set[tuple[str, str]]:
    """Every migration that the version in a folder knows, as it says itself."""
    command: list[str | Path] = [folder / ".venv" / "bin" / "python", "manage.py", "showmigrations", "--plan"]
    try:
        told = subprocess.run(  # noqa: S603 - a folder that the operator named
            command, cwd=folder, capture_output=True, text=True, timeout=LISTED_WITHIN, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise CommandError(f"The version in {folder} does not tell its migrations: is it installed?") from error
    lines = (line.partition("]  ")[2].split()[0] for line in told.stdout.splitlines() if "]  " in line)
    known = {(app, name) for app, _, name in (line.partition(".") for line in lines)}
    if FIRST not in known:
        raise CommandError(f"What is in {folder} is no version of this software, or does not tell its migrations.")
    return known


def _go_back(executor: MigrationExecutor, targets: list[tuple[str, str | None]]) -> None:
    """All apps in one walk, with the signals on which Django's own command keeps the names of models right."""
    plan = executor.migration_plan(targets)
    before = executor._create_project_state(  # type: ignore[attr-defined]  # noqa: SLF001 - as Django’s migrate does
        with_applied_migrations=True
    )
    emit_pre_migrate_signal(0, False, connection.alias, apps=before.apps, plan=plan)
    after = executor.migrate(targets, plan=plan, state=before.clone())
    emit_post_migrate_signal(0, False, connection.alias, apps=after.apps, plan=plan)


def _last_of(executor: MigrationExecutor, app: str, known: set[tuple[str, str]]) -> tuple[str, str | None]:
    """Where an app goes back to: its newest migration that is known there, or before its first."""
    plan = [key for key in executor.loader.graph.nodes if key[0] == app and key in known]
    if not plan:
        return app, None
    return max(plan, key=lambda key: len(executor.loader.graph.forwards_plan(key)))
