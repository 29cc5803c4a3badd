"""manage.py verify_backup: restores an archive into an empty place, to see that it holds."""

import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from base.words import counted
from operations.management.stopping import leaving_nothing_behind
from operations.restoring.actions import restore_into_empty_place, verify_backup


class Command(BaseCommand):
    help = (
        "Restores an archive (the newest of BACKUP_DIR) into an empty database and an empty folder, compares rows, "
        "files and audit trail, runs newer migrations, and empties them again."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path, nargs="?")
        parser.add_argument(
            "--database",
            default=settings.VERIFY_DATABASE_URL,
            help="the address of an empty PostgreSQL database, or the path of a new SQLite file; "
            "a password is better set in VERIFY_DATABASE_URL, as everybody on the machine can read a command line",
        )
        parser.add_argument("--keep", action="store_true", help="leave what was restored, to look at it")
        parser.add_argument("--here", action="store_true", help="restore into DATABASE_URL and UPLOADS_DIR themselves")

    def handle(self, *args, **options):
        if options["here"]:
            with leaving_nothing_behind():
                answer = restore_into_empty_place(options["archive"], keep=options["keep"])
            self.stdout.write(json.dumps(answer))
            sys.exit(bool(answer["problem"]))
        try:
            with leaving_nothing_behind():
                verified = verify_backup(options["archive"], options["database"], keep=options["keep"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        restored = verified.restored
        self.stdout.write(f"{verified.path}, made at {restored.made_at}, was restored and compared.\n\n")
        for part, found in (
            ("Tables", f"{restored.tables:,}, each with as many rows as when it was made: {restored.rows:,} in all"),
            ("Files", f"{restored.files:,}, each with the SHA-256 it had"),
            ("Rows and files", _rows_and_files(restored)),
            ("Audit trail", f"whole: {restored.trail_rows:,} rows"),
            (
                "Migrations",
                f"{restored.migrations} newer, run" if restored.migrations else "none newer than the archive",
            ),
        ):
            self.stdout.write(f"{part:<16}{found}")
        self.stdout.write("")
        if options["keep"]:
            self.stdout.write(f"The files are in {verified.folder}; database and folder are yours to remove.")
        else:
            self.stdout.write("What was restored was removed again.")
        if not verified.is_noted:
            self.stdout.write("The service's database does not know the archive: readiness is not told of this.")


def _rows_and_files(restored):
    if restored.missing:
        return f"{counted(restored.missing, 'row')} without a file, as when it was made"
    return "every row has its file"
