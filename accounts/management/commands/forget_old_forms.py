"""manage.py forget_old_forms: removes the tokens of forms sent more than two days ago. Run daily."""

from django.core.management.base import BaseCommand

from accounts.actions import forget_old_forms


class Command(BaseCommand):
    help = "Removes the tokens of forms sent more than two days ago."

    def handle(self, *args, **options):
        self.stdout.write(f"{forget_old_forms()} tokens removed.")
