"""manage.py worker: makes PDFs, sends mail, takes up what was lost, keeps house."""

from django.core.management.base import BaseCommand

from operations.worker import HouseWorker


class Command(BaseCommand):
    help = "Does in the background what no page waits for: PDFs, mail, housekeeping. Keep one running; more do no harm."

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="Do what is to be done now, and stop.")

    def handle(self, *args, **options):
        worker = HouseWorker(batch=options["batch"])
        worker.configure_signals()
        worker.run()
