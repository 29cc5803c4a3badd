"""manage.py rotate_field_key: what FIELD_KEY_OLD wrote is encrypted with FIELD_KEY."""

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.second_factor.actions import encrypt_second_factors_anew
from operations.mail.actions import encrypt_mails_anew


class Command(BaseCommand):
    help = "Encrypts second factors and waiting mail with FIELD_KEY, after which FIELD_KEY_OLD may go."

    def handle(self, *args, **options):
        if not settings.FIELD_KEY_OLD:
            raise CommandError("Set FIELD_KEY_OLD to the key until now, and FIELD_KEY to the new one.")
        try:
            with transaction.atomic():
                factors, mails = encrypt_second_factors_anew(), encrypt_mails_anew()
        except InvalidToken as error:
            raise CommandError(
                "Something was written with neither FIELD_KEY nor FIELD_KEY_OLD, so nothing was changed. "
                "Look for the key of then."
            ) from error
        self.stdout.write(
            f"Encrypted anew: {factors} second factors and sets of recovery codes, {mails} emails. "
            "Take FIELD_KEY_OLD away and start the service again. "
            "Browsers and addresses from which people sign in are known no longer."
        )
