"""Writes docs/reference/ from the code, or tells which page no longer agrees with it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.reference import pages


class Command(BaseCommand):
    help = "Write the reference pages from the code; with --check, only compare."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="exit 1 and name the pages that are out of date")

    def handle(self, *args, check=False, **options):
        folder = settings.BASE_DIR / "docs" / "reference"
        stale = [
            name
            for name, text in pages().items()
            if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
        ]
        if check and stale:
            names = ", ".join(f"docs/reference/{name}" for name in stale)
            raise CommandError(f"Out of date: {names}. Run manage.py write_reference.", returncode=1)
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(pages()[name], encoding="utf-8")
            self.stdout.write(f"Wrote docs/reference/{name}")
