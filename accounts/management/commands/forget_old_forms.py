"""manage.py forget_old_forms: removes what need not be kept, and ends the sessions whose time is over. Run daily."""

from django.core.management.base import BaseCommand

from accounts.actions import forget_old_forms
from accounts.signing_in.actions import forget_old_sign_ins
from audit.actions import tell_refusals


class Command(BaseCommand):
    help = (
        "Removes the tokens of forms sent more than two days ago, wrong passwords of more than a day ago and places "
        "from which nobody signed in for 90 days; ends sessions whose time is over; tells the trail of refusals."
    )

    def handle(self, *args, **options):
        tokens = forget_old_forms()
        tries, sessions = forget_old_sign_ins()
        self.stdout.write(
            f"{tokens} tokens, {tries} tries to sign in and known places removed; {sessions} sessions ended; "
            f"{tell_refusals()} refusals told."
        )
