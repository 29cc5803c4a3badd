"""manage.py create_administrator: the first person who may let others in."""

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.actions import install_administrator
from base.refusals import Refused


class Command(BaseCommand):
    help = "Adds a service administrator. Asks for the password, which is not shown."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("full_name")

    def handle(self, *args, **options):
        try:
            password = getpass.getpass("Password: ")
            again = getpass.getpass("The same again: ")
        except EOFError:
            raise CommandError("Run this on a terminal: it asks for the password.") from None
        if password != again:
            raise CommandError("The two passwords are not the same.")
        try:
            validate_email(options["email"])
            validate_password(password)
            person = install_administrator(email=options["email"], full_name=options["full_name"], password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{person.full_name} is service administrator. Sign in with {person.email}.")
