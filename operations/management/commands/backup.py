"""manage.py backup: database and files in one encrypted archive, kept for its time and taken off the machine."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from base.words import counted
from operations.backup.actions import back_up
from operations.management.stopping import leaving_nothing_behind


class Command(BaseCommand):
    help = (
        "Writes database and files into one archive in BACKUP_DIR, encrypted to BACKUP_RECIPIENTS, and reads it back. "
        "Then removes archives that had their time, and hands the new one to BACKUP_HOOK."
    )

    def handle(self, *args, **options):
        try:
            with leaving_nothing_behind():
                run, removed = back_up()
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{settings.BACKUP_DIR / run.archive}")
        self.stdout.write(f"{run.rows:,} rows and {run.files:,} files, {run.size:,} bytes, read back whole.")
        self.stdout.write(f"SHA-256 {run.sha256}")
        if run.missing:
            self.stdout.write(f"{counted(run.missing, 'row')} had no file: see manage.py check_files.")
        if removed:
            self.stdout.write(f"{counted(removed, 'archive')} had had their time and went.")
        if run.problem:
            raise CommandError(run.problem)
        if run.handed_off_at:
            self.stdout.write("Taken off the machine by BACKUP_HOOK.")
