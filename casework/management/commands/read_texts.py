from django.core.management.base import BaseCommand

from casework.files.actions import order_readings


class Command(BaseCommand):
    help = "Have the worker read every file of a report that was not read yet. Run it when the worker starts."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"Files to be read: {order_readings()}.")
