"""Reading the mail that is to be sent, or did not go."""

from django.db.models import Q, QuerySet

from accounts.models import User
from operations.enums import MailState
from operations.models import Mail

NOT_GONE = (MailState.FAILED, MailState.PERHAPS_SENT, MailState.EXPIRED)


def mails_not_gone() -> QuerySet[Mail]:
    """What needs somebody: not sent, perhaps sent, or too late. Newest first."""
    return Mail.objects.filter(state__in=NOT_GONE)


def mails_that_wait() -> QuerySet[Mail]:
    """What the worker is still to send, or to try again."""
    return Mail.objects.filter(state=MailState.WAITING)


def mails_to_look_at() -> QuerySet[Mail]:
    """The same, and what the worker still tries after it did not go at first."""
    on_its_way = Q(state__in=(MailState.WAITING, MailState.CLAIMED, MailState.HANDING_OVER), tries__gt=0)
    return Mail.objects.filter(Q(state__in=NOT_GONE) | on_its_way).select_related("account")


def account_at(address: str) -> User | None:
    """Whose address it is."""
    return User.objects.filter(email__iexact=address).first()
