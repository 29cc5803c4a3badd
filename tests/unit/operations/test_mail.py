"""The outbox: written with the act, sent once by the worker, tried again, and told of where it did not go."""

import time
from datetime import timedelta

import pytest
import structlog
from django.core import mail as django_mail
from django.core.mail import EmailMessage, send_mail
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import User
from audit.models import AuditEvent
from base.clock import acting_at, now
from base.refusals import NotAllowed, Refused
from operations.enums import MailState
from operations.mail.actions import (
    HandedOverTwice,
    _say_it_is_handed_over,
    forget_old_mails,
    give_mail_up,
    send_due_mails,
    send_mail_again,
    send_test_mail,
    settle_lost_mails,
)
from operations.mail.rules import MOST_TRIES, PAUSES, next_try
from operations.models import Mail
from operations.tasks.actions import beat
from tests.unit.operations.mail_server import a_mail_server

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECRET = "https://example.org/key/1-a-secret"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "operations.mail.backend.Outbox"
    settings.MAIL_TRANSPORT = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 0.4
    beat("worker")


@pytest.fixture
def written(lead: User) -> Mail:
    send_mail("Your account", f"Set a password: {SECRET}", "from@example.org", [lead.email.upper()])
    return Mail.objects.get()


def sent_by(server, settings) -> Mail:
    settings.EMAIL_PORT = server.port
    send_due_mails("worker")
    return Mail.objects.get()


def test_a_mail_is_a_row_that_tells_no_secret(written: Mail, lead: User) -> None:
    assert (written.subject, written.account, written.state) == ("Your account", lead, MailState.WAITING)
    assert SECRET not in written.sealed
    assert lead.email not in written.sealed
    assert django_mail.outbox == []


def test_writing_one_costs_one_insert_and_one_look(lead: User, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        send_mail("Your account", "…", None, [lead.email])


def test_a_mail_of_an_act_that_is_taken_back_was_never_written(lead: User) -> None:
    with transaction.atomic():
        send_mail("Your account", "…", None, [lead.email])
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


def test_it_is_sent_once_and_emptied(written: Mail, settings) -> None:
    with a_mail_server() as server:
        mail = sent_by(server, settings)
        send_due_mails("worker")
    assert (mail.state, mail.sealed, mail.tries) == (MailState.SENT, "", 1)
    (message,) = server.messages
    assert SECRET.encode() in message
    assert b"Subject: Your account" in message


def test_it_goes_by_djangos_other_ways_too(written: Mail, settings) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_mails("worker") == 1
    assert django_mail.outbox[0].message()["Subject"] == "Your account"


@pytest.mark.parametrize(
    ("answers", "state", "why"),
    [
        ({"greeting": "hang"}, MailState.WAITING, "did not answer in time"),
        ({"greeting": "drip"}, MailState.WAITING, "did not answer in time"),
        ({"greeting": "close"}, MailState.WAITING, "did not answer in time"),
        ({"MAIL": "hang"}, MailState.WAITING, "broke off the conversation"),
        ({"RCPT": "451 busy"}, MailState.WAITING, "could not take the message for now"),
        ({"RCPT": "550 no such user"}, MailState.FAILED, "does not take mail for this address"),
        ({"DATA": "552 too big"}, MailState.FAILED, "refused the message"),
        ({"taken": "554 spam"}, MailState.FAILED, "refused the message"),
        ({"taken": "421 later"}, MailState.WAITING, "could not take the message for now"),
        ({"taken": "hang"}, MailState.PERHAPS_SENT, "did not say whether it took it"),
        ({"taken": "close"}, MailState.PERHAPS_SENT, "did not say whether it took it"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_what_becomes_of_it_when_the_server_fails(written: Mail, settings, answers, state, why) -> None:
    settings.EMAIL_MOST_SECONDS = 0.8
    began = time.monotonic()
    with a_mail_server(**answers) as server:
        mail = sent_by(server, settings)
    assert time.monotonic() - began < 3
    assert mail.state == state
    assert why in mail.why


def test_a_dead_server_is_tried_again_later_each_time_and_then_no_more(written: Mail, settings) -> None:
    settings.EMAIL_PORT = 1
    for tries, pause in enumerate(PAUSES, start=1):
        send_due_mails("worker")
        mail = Mail.objects.get()
        assert (mail.state, mail.tries) == (MailState.WAITING, tries)
        assert pause <= mail.next_try_at - written.written_at <= pause + timedelta(minutes=1)
        assert send_due_mails("worker") == 0
        Mail.objects.update(next_try_at=now())
    send_due_mails("worker")
    assert Mail.objects.get().state == MailState.FAILED
    assert next_try(MOST_TRIES, now()) is None


def test_what_is_no_longer_worth_sending_is_not_sent_late(written: Mail, settings) -> None:
    with acting_at(now() + timedelta(days=1, minutes=1)):
        send_due_mails("worker")
        mail = Mail.objects.get()
    assert (mail.state, mail.sealed) == (MailState.EXPIRED, "")


def test_a_sender_says_how_long_it_is_worth_sending(lead: User) -> None:
    message = EmailMessage("News", "…", None, [lead.email])
    message.worth_sending_until = until = now() + timedelta(hours=1)
    message.send()
    assert Mail.objects.get().worth_sending_until == until


@pytest.mark.parametrize(
    ("state", "becomes"),
    [(MailState.CLAIMED, MailState.WAITING), (MailState.HANDING_OVER, MailState.PERHAPS_SENT)],
)
def test_what_a_killed_worker_had_in_hand_is_settled(written: Mail, state, becomes) -> None:
    Mail.objects.update(state=state, worker="killed", tries=1)
    settle_lost_mails()
    assert Mail.objects.get().state == becomes


def test_what_a_living_worker_has_in_hand_is_left_to_it(written: Mail) -> None:
    Mail.objects.update(state=MailState.HANDING_OVER, worker="worker", tries=1)
    settle_lost_mails()
    assert Mail.objects.get().state == MailState.HANDING_OVER


def test_a_worker_that_was_thought_dead_does_not_hand_over_what_went_back(written: Mail) -> None:
    """It stalls between claiming a mail and handing it over; meanwhile the mail waits for another."""
    Mail.objects.update(state=MailState.CLAIMED, worker="stalled", tries=1)
    settle_lost_mails()
    with pytest.raises(HandedOverTwice):
        _say_it_is_handed_over(Mail(pk=written.pk, worker="stalled", tries=1))
    assert Mail.objects.get().state == MailState.WAITING


def test_the_administrator_sends_it_again(written: Mail, administrator: User, settings) -> None:
    Mail.objects.update(state=MailState.FAILED, tries=7, why="The mail server refused the message.")
    send_mail_again(Mail.objects.get(), by=administrator)
    with a_mail_server() as server:
        assert sent_by(server, settings).state == MailState.SENT
    assert AuditEvent.objects.latest("sequence").facts == {"mail": "Your account", "to": "Dan Pryce"}


def test_what_is_too_late_is_not_sent_again(written: Mail, administrator: User) -> None:
    Mail.objects.update(state=MailState.PERHAPS_SENT, worth_sending_until=now())
    with pytest.raises(Refused, match="Have a new one written instead"):
        send_mail_again(Mail.objects.get(), by=administrator)


def test_it_is_given_up_with_a_reason_and_emptied(written: Mail, administrator: User) -> None:
    with pytest.raises(Refused, match="Enter why this email is given up"):
        give_mail_up(written, reason=" ", by=administrator)
    mail = give_mail_up(written, reason="They left.", by=administrator)
    assert (mail.state, mail.sealed) == (MailState.GIVEN_UP, "")
    with pytest.raises(Refused, match="given up already"):
        give_mail_up(written, reason="Again.", by=administrator)


def test_mail_is_the_administrators(written: Mail, lead: User) -> None:
    for act in (lambda: send_mail_again(written, by=lead), lambda: give_mail_up(written, reason="x", by=lead)):
        with pytest.raises(NotAllowed):
            act()


def test_old_rows_go_and_what_needs_somebody_stays(written: Mail) -> None:
    Mail.objects.update(state=MailState.FAILED)
    assert forget_old_mails(now() + timedelta(days=1)) == 0
    Mail.objects.update(state=MailState.SENT, sealed="")
    assert forget_old_mails(now() + timedelta(days=1)) == 1


def test_no_log_holds_an_address_or_a_word_of_it(written: Mail, lead: User, settings) -> None:
    with structlog.testing.capture_logs() as lines, a_mail_server(RCPT=f"550 no {lead.email}") as server:
        sent_by(server, settings)
    assert lines == [{"event": "mail_not_sent", "log_level": "warning", "mail": written.pk, "tries": 1}]


def test_a_test_mail_goes_the_whole_way_past_the_outbox(settings) -> None:
    settings.COUNCIL_NAME = "Anyshire Council"
    with a_mail_server() as server:
        settings.EMAIL_PORT = server.port
        told = send_test_mail("ops@council.gov.uk")
    assert told == f"The mail server took the mail (127.0.0.1:{server.port}). Look whether it came."
    assert b"Subject: Anyshire Council SEND casework: test of outgoing mail" in server.messages[0]
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"RCPT": "550 no such user"}, "The mail server does not take mail for this address."),
        ({"greeting": "hang"}, "The mail server did not answer in time, or could not be reached."),
        ({"taken": "hang"}, "The mail server was given the message and did not say whether it took it."),
    ],
)
def test_a_test_mail_that_does_not_go_says_why_in_a_sentence(settings, answers, sentence) -> None:
    with a_mail_server(**answers) as server:
        settings.EMAIL_PORT = server.port
        with pytest.raises(CommandError, match=sentence) as refusal:
            call_command("send_test_mail", "ops@council.gov.uk")
    assert f"127.0.0.1:{server.port}" in str(refusal.value)


def test_a_test_mail_needs_an_address_and_a_mail_server(settings, capsys) -> None:
    with pytest.raises(CommandError, match="“ops” is no address"):
        call_command("send_test_mail", "ops")
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_test_mail", "ops@council.gov.uk")
    assert capsys.readouterr().out == "The mail went to no mail server: EMAIL_URL names none.\n"
