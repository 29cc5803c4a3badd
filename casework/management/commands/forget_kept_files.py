from django.core.management.base import BaseCommand

from casework.files.actions import forget_old_uploads


class Command(BaseCommand):
    help = "Removes the files that were chosen on a form which was not sent within a day. Run daily."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{forget_old_uploads()} files removed.")
