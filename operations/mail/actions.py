"""The outbox: mail is written in the transaction of the act, and sent by the worker afterwards, once.

Three steps, each committed before the next: a worker claims a mail, says that it hands it over, and says that it was
sent. A worker that was killed before the second has surely not sent it, so the mail waits again; one that was killed
after it may have, so the mail is shown to the service administrator and never sent again by itself.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import DatabaseError, transaction
from django.db.models import F

import audit.actions
from accounts.models import User
from adapters.encryption import cipher
from adapters.mail import Letter, MailServer, NotSent, PerhapsSent, deliver, deliver_by
from base.clock import now
from base.refusals import Refused, check_entered
from base.words import at_moment
from operations.enums import MailState
from operations.mail.queries import account_at
from operations.mail.rules import MOST_TRIES, WORTH_SENDING_FOR, next_try
from operations.models import Mail
from operations.permissions import check_user_looks_after_service
from operations.tasks.queries import living_workers

log = structlog.get_logger(__name__)

SMTP = "django.core.mail.backends.smtp.EmailBackend"
AT_ONCE = 50

STOPPED = (
    "The worker was stopped while it handed the message over, so the mail server may have it. "
    "Ask before sending it again."
)
STOPPED_BEFORE = "The worker was stopped before it sent the message."
TOO_LATE = "It could not be sent while it was still of use."
NOBODY = "an address that is no account’s"


class HandedOverTwice(Exception):
    """Somebody else took the mail meanwhile, so it is not handed over here."""


def write_mail(message: EmailMessage) -> Mail | None:
    """Write a mail to be sent once the transaction is over. One query to find the account, and one insert.

    A sender may set `worth_sending_until` on the message.
    """
    recipients = message.recipients()
    if not recipients:
        return None
    until: datetime = getattr(message, "worth_sending_until", None) or now() + WORTH_SENDING_FOR
    envelope = {"sender": message.from_email, "recipients": recipients}
    content = json.dumps(envelope).encode() + b"\n" + message.message().as_bytes(linesep="\r\n")
    return Mail.objects.create(
        subject=message.subject[:200],
        account=account_at(recipients[0]),
        sealed=cipher(settings.FIELD_KEY).encrypt(content).decode(),
        written_at=now(),
        worth_sending_until=until,
        next_try_at=now(),
    )


def _letter(mail: Mail) -> Letter:
    envelope, _, content = cipher(settings.FIELD_KEY).decrypt(mail.sealed.encode()).partition(b"\n")
    return Letter(content=content, **json.loads(envelope))


def send_due_mails(worker_id: str) -> int:
    """Send what is due, one after the other; what came too late is emptied instead. Returns how many were sent."""
    forget_what_is_too_late()
    due = Mail.objects.filter(state=MailState.WAITING, next_try_at__lte=now()).order_by("next_try_at", "pk")
    return sum(_send(pk, worker_id) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


def _send(pk: int, worker_id: str) -> bool:
    """Claim one mail and send it. False when it was another's, or did not go."""
    due = Mail.objects.filter(pk=pk, state=MailState.WAITING, next_try_at__lte=now())
    if not due.update(state=MailState.CLAIMED, worker=worker_id, tries=F("tries") + 1, tried_at=now()):
        return False
    mail = Mail.objects.get(pk=pk)
    try:
        _hand_over(mail)
    except HandedOverTwice:
        return False
    except PerhapsSent as doubt:
        _settle(mail, state=MailState.PERHAPS_SENT, why=str(doubt))
    except NotSent as failure:
        _try_later(mail, str(failure), is_final=failure.is_final)
    except DatabaseError:
        raise  # it stays as it is: whoever looks for lost mail settles it
    except Exception as error:  # noqa: BLE001 - whatever it is, the mail is told of and the next one goes on
        log.error("mail_not_sent", mail=pk, error=type(error).__name__)
        _try_later(mail, "The message could not be made ready for sending.", is_final=True)
    else:
        _settle(mail, state=MailState.SENT, why="", sealed="", sent_at=now())
        return True
    log.warning("mail_not_sent", mail=pk, tries=mail.tries)
    return False


def _hand_over(mail: Mail) -> None:
    _send_letter(_letter(mail), partial(_say_it_is_handed_over, mail))


def _send_letter(letter: Letter, handing_over: Callable[[], None]) -> None:
    """By the way of the settings. Raises NotSent or PerhapsSent."""
    if settings.MAIL_TRANSPORT == SMTP:
        deliver(letter, mail_server(), handing_over=handing_over)
    else:
        handing_over()
        deliver_by(settings.MAIL_TRANSPORT, letter)


def send_test_mail(address: str) -> str:
    """Send one mail now, past the outbox, and say what became of it. It holds nothing of anybody."""
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"“{address}” is no address: give one whose mail you can read.") from None
    subject = f"{settings.COUNCIL_NAME} SEND casework: test of outgoing mail"
    text = "Outgoing mail works. It was sent by whoever looks after the server: there is nothing to do.\n"
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
    letter = Letter(message.from_email, [address], message.message().as_bytes(linesep="\r\n"))
    whither = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if settings.MAIL_TRANSPORT == SMTP else "EMAIL_URL"
    try:
        _send_letter(letter, lambda: None)
    except (NotSent, PerhapsSent) as failure:
        raise Refused(f"{failure} ({whither})") from failure
    except OSError as error:
        raise Refused(f"The mail could not be handed over: {error.strerror}. ({whither})") from error
    if settings.MAIL_TRANSPORT != SMTP:
        return "The mail went to no mail server: EMAIL_URL names none."
    return f"The mail server took the mail ({whither}). Look whether it came."


def mail_server() -> MailServer:
    """The mail server of the settings."""
    return MailServer(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        use_tls=settings.EMAIL_USE_TLS,
        use_ssl=settings.EMAIL_USE_SSL,
        timeout=settings.EMAIL_TIMEOUT,
        most=settings.EMAIL_MOST_SECONDS,
    )


def _say_it_is_handed_over(mail: Mail) -> None:
    if not _claimed(mail).update(state=MailState.HANDING_OVER):
        raise HandedOverTwice


def _claimed(mail: Mail) -> Any:
    """The row while it is still this worker's, from this very try."""
    return Mail.objects.filter(pk=mail.pk, worker=mail.worker, tries=mail.tries, state=MailState.CLAIMED)


def _settle(mail: Mail, **change: Any) -> None:
    """Say what became of a mail that this worker handed over; also where another has doubted it meanwhile."""
    in_hand = (MailState.CLAIMED, MailState.HANDING_OVER, MailState.PERHAPS_SENT)
    Mail.objects.filter(pk=mail.pk, worker=mail.worker, tries=mail.tries, state__in=in_hand).update(**change)


def _try_later(mail: Mail, why: str, *, is_final: bool = False) -> None:
    """Put a mail that surely did not go back to wait, longer each time, or say that it failed."""
    again = None if is_final else next_try(mail.tries, now())
    if again is None:
        _settle(mail, state=MailState.FAILED, why=why)
    else:
        _settle(mail, state=MailState.WAITING, why=why, next_try_at=again)


def forget_what_is_too_late() -> None:
    """Empty what is no longer worth sending. What waited is told as too late; what failed stays told as failed."""
    late = Mail.objects.filter(worth_sending_until__lte=now()).exclude(sealed="")
    late.filter(state=MailState.WAITING).update(state=MailState.EXPIRED, sealed="", why=TOO_LATE)
    late.filter(state__in=(MailState.FAILED, MailState.PERHAPS_SENT)).update(sealed="")


def settle_lost_mails() -> None:
    """Settle what a worker had in hand that is gone: not handed over yet waits again, handed over is perhaps sent."""
    lost = Mail.objects.exclude(worker__in=living_workers())
    lost.filter(state=MailState.HANDING_OVER).update(state=MailState.PERHAPS_SENT, why=STOPPED)
    lost.filter(state=MailState.CLAIMED, tries__gte=MOST_TRIES).update(state=MailState.FAILED, why=STOPPED_BEFORE)
    lost.filter(state=MailState.CLAIMED).update(state=MailState.WAITING, next_try_at=now(), why=STOPPED_BEFORE)


def check_mail_can_be_sent_again(user: User, mail: Mail) -> None:
    """What did not go, or perhaps went, may be sent again while what it says still holds."""
    check_user_looks_after_service(user)
    _check_nothing_became_of_it(mail)
    if not mail.sealed or mail.worth_sending_until <= now():
        until = at_moment(mail.worth_sending_until)
        raise Refused(
            f"This email was worth sending until {until}, and its text is gone. Have a new one written instead."
        )


def check_mail_can_be_given_up(user: User, mail: Mail) -> None:
    """Whatever did not go may be given up, unless it is just being sent."""
    check_user_looks_after_service(user)
    _check_nothing_became_of_it(mail)


def _check_nothing_became_of_it(mail: Mail) -> None:
    if mail.state == MailState.SENT:
        raise Refused("This email was sent meanwhile.")
    if mail.state == MailState.GIVEN_UP:
        raise Refused("This email was given up already.")
    if mail.state in (MailState.CLAIMED, MailState.HANDING_OVER):
        raise Refused("This email is being sent just now. Look again in a minute.")


def send_mail_again(mail: Mail, *, by: User) -> Mail:
    """Let the worker try a mail anew, as often as a fresh one."""
    with transaction.atomic():
        mail_now = Mail.objects.select_for_update(of=("self",)).select_related("account").get(pk=mail.pk)
        check_mail_can_be_sent_again(by, mail_now)
        mail_now.state, mail_now.tries, mail_now.next_try_at = MailState.WAITING, 0, now()
        mail_now.save(update_fields=["state", "tries", "next_try_at"])
        _record("operations.mail_sent_again", mail_now, by=by)
    return mail_now


def give_mail_up(mail: Mail, *, reason: str, by: User) -> Mail:
    """Give a mail up with a reason: it is not tried again, and its text is removed."""
    with transaction.atomic():
        mail_now = Mail.objects.select_for_update(of=("self",)).select_related("account").get(pk=mail.pk)
        check_mail_can_be_given_up(by, mail_now)
        check_entered(reason, "why this email is given up", field="reason")
        mail_now.state, mail_now.sealed, mail_now.reason = MailState.GIVEN_UP, "", reason.strip()
        mail_now.given_up_at, mail_now.given_up_by = now(), by
        mail_now.save(update_fields=["state", "sealed", "reason", "given_up_at", "given_up_by"])
        _record("operations.mail_given_up", mail_now, by=by, reason=mail_now.reason)
    return mail_now


def _record(verb: str, mail: Mail, *, by: User, **facts: Any) -> None:
    to = mail.account.full_name if mail.account else NOBODY
    audit.actions.record(verb, by=by, subject=mail, mail=mail.subject, to=to, **facts)


def forget_old_mails(before: datetime) -> int:
    """Remove the rows of mails that were sent or given up before a moment. Returns how many."""
    done = Mail.objects.filter(state__in=(MailState.SENT, MailState.GIVEN_UP), written_at__lt=before)
    return done.delete()[0]


def write_mails(messages: Sequence[EmailMessage]) -> int:
    """Write several mails; returns how many had somebody to go to."""
    return sum(write_mail(message) is not None for message in messages)
