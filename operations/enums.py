"""The choices of operations. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices

LONGEST_REASON = 1000


class MailState(TextChoices):
    """How far a mail has come. It is handed over once only: from `handing_over` no way leads back by itself."""

    WAITING = "waiting", "Waiting"
    CLAIMED = "claimed", "Being sent"
    HANDING_OVER = "handing_over", "Being handed over"
    SENT = "sent", "Sent"
    PERHAPS_SENT = "perhaps_sent", "Perhaps sent"
    FAILED = "failed", "Not sent"
    EXPIRED = "expired", "Too late"
    GIVEN_UP = "given_up", "Given up"
