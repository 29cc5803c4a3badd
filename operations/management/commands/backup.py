"""manage.py backup: database and files in one encrypted archive."""

from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from operations.backup.actions import back_up


class Command(BaseCommand):
    help = "Writes database and files into one encrypted archive in BACKUP_DIR, and reads it back."

    def handle(self, *args, **options):
        try:
            archive = back_up()
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{archive.path}")
        self.stdout.write(
            f"{archive.rows:,} rows and {archive.files:,} files, {archive.size:,} bytes, read back whole."
        )
        self.stdout.write(f"SHA-256 {archive.sha256}")
