"""manage.py check_files: whether files and rows fit together."""

from django.core.management.base import BaseCommand

from base.words import counted
from operations.files.actions import look_at_files, remove_unclaimed_files


class Command(BaseCommand):
    help = "Finds rows without a file and files without a row; with --remove-unclaimed removes those a day old."

    def add_arguments(self, parser):
        parser.add_argument(
            "--remove-unclaimed", action="store_true", help="Remove files that no row names and that are a day old."
        )

    def handle(self, *args, **options):
        found = look_at_files()
        self.stdout.write(f"{counted(found.files, 'file')}, {found.size // 1024**2} MB.")
        for named in found.missing:
            self.stdout.write(f"The file of {named.label} {named.pk} is not there.")
        for name in found.unclaimed:
            self.stdout.write(f"No row names the file {name}.")
        if options["remove_unclaimed"] and found.unclaimed:
            self.stdout.write(f"Removed: {counted(remove_unclaimed_files(), 'file')}.")
        if not found.missing and not found.unclaimed:
            self.stdout.write("Every file has its row and every row its file.")
