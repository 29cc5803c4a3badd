"""manage.py new_backup_key: a pair of keys for backups."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from operations.backup.actions import make_key_pair


class Command(BaseCommand):
    help = "Makes a pair of keys for backups, in a file as age-keygen writes it."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="where the secret key goes: not where backups lie")

    def handle(self, *args, **options):
        try:
            recipient = make_key_pair(options["file"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"BACKUP_RECIPIENTS={recipient}")
        self.stdout.write(
            "\nSet that line in the service's environment: it is public, and backups are encrypted to it.\n"
            f"{options['file']} holds the secret key, without which nobody can read a backup.\n"
            "Keep two copies of it away from this machine and from the backups, and remove it here.\n"
            "To restore or to verify, put it back for as long as that takes, and set BACKUP_IDENTITY to its path."
        )
