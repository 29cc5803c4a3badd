from django.core.management.base import BaseCommand

from casework.versions.actions import order_lost_documents_again


class Command(BaseCommand):
    help = "Order again the PDFs whose task was lost when a worker was killed. Run it when the worker starts."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"PDFs ordered again: {order_lost_documents_again()}.")
