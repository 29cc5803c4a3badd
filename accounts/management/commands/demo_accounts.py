"""manage.py demo_accounts: one demonstration account for each role, to sign in with."""

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import create_demonstration_accounts
from accounts.demonstration import PASSWORD, one_for_each_role
from base.refusals import Refused


class Command(BaseCommand):
    help = "Prints role, email address and password, with tabs between, for each role."

    def handle(self, *args, **options):
        try:
            create_demonstration_accounts()
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        for role, person in one_for_each_role():
            self.stdout.write(f"{role.label}\t{person.email}\t{PASSWORD}")
