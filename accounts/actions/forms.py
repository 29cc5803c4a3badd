"""Remembering the forms that were sent, so that none is acted on twice."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from accounts.models import SubmittedForm, User
from audit import moments

KEPT_FOR = timedelta(days=2)


def begin_form(token: str, user: User | None) -> tuple[SubmittedForm, bool]:
    """Claim a form's token, and tell whether it is new.

    Runs inside the transaction of the whole request: a second request with the token waits until
    the first has ended, and then finds what it left.
    """
    try:
        with transaction.atomic():
            form = SubmittedForm.objects.create(token=token, user=user, at=moments.now())
            return form, True
    except IntegrityError:
        return SubmittedForm.objects.get(token=token), False


def remember_form(form: SubmittedForm, url: str) -> None:
    """Keep where the sender of a form was led to, when it did its work."""
    form.url = url
    form.save(update_fields=["url"])


def release_form(form: SubmittedForm) -> None:
    """Give the token back: the form did nothing, so the same page may be sent again."""
    form.delete()


def forget_old_forms() -> int:
    """Remove the tokens of forms older than two days. Returns how many."""
    old = SubmittedForm.objects.filter(at__lt=moments.now() - KEPT_FOR)
    return old.delete()[0]
