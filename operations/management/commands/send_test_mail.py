"""manage.py send_test_mail: whether mail goes out, the whole way to the council's mail server."""

from django.core.management.base import BaseCommand, CommandError

from base.refusals import Refused
from operations.mail.actions import send_test_mail


class Command(BaseCommand):
    help = "Sends one mail now, as the worker would, and says what the mail server made of it."

    def add_arguments(self, parser):
        parser.add_argument("address", help="Where to: an address whose mail you can read.")

    def handle(self, *args, **options):
        try:
            self.stdout.write(send_test_mail(options["address"]))
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
