"""Django's way to the outbox: whoever sends mail writes a row. Named in the settings as EMAIL_BACKEND."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from operations.mail.actions import write_mails


class Outbox(BaseEmailBackend):
    """Writes mails into the database, in the transaction of whoever sends them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return write_mails(email_messages)
