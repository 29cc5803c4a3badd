"""manage.py reset_second_factor: a way back for the administrator whom nobody else can help."""

from django.core.management.base import BaseCommand, CommandError

from accounts.second_factor.actions import reset_second_factor_by_command
from accounts.signing_in.queries import person_with
from base.refusals import Refused


class Command(BaseCommand):
    help = "Removes somebody's second factor and ends their sessions; their password stays. They set up a new one."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument(
            "--reason", required=True, help="why, and how you made sure of who asks: it is in the trail"
        )

    def handle(self, *args, **options):
        person = person_with(options["email"])
        if person is None:
            raise CommandError("Nobody has an account with this email address.")
        try:
            reset_second_factor_by_command(person, reason=options["reason"])
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"The second factor of {person.full_name} is removed. They set up a new one when they sign in."
        )
