"""manage.py restore: database and files back from an archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from operations.management.stopping import leaving_nothing_behind
from operations.restoring.actions import restore_from


class Command(BaseCommand):
    help = "Brings database and files back from an archive of manage.py backup. Stop the site and the worker first."

    # The database may be empty, or of another version.
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        parser.add_argument("--replace", action="store_true", help="Put it in the place of what is there.")

    def handle(self, *args, **options):
        try:
            with leaving_nothing_behind():
                restored = restore_from(options["archive"], replace=options["replace"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"Restored as it was at {restored.made_at}: {restored.rows:,} rows, {restored.files:,} files."
        )
        if restored.missing:
            self.stdout.write(f"{restored.missing:,} rows have no file: see manage.py check_files.")
        if restored.trail_problem:
            raise CommandError(f"The audit trail is broken, or AUDIT_KEY is another. {restored.trail_problem}")
        self.stdout.write(f"The audit trail is whole: {restored.trail_rows:,} rows.")
