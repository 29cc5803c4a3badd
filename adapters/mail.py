"""Handing a message to the mail server, once. Knows whether it surely was not taken, or perhaps was."""

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Any

from django.core.mail import DNS_NAME, get_connection
from django.core.mail.message import EmailMessage

SILENT = "The mail server did not answer in time, or could not be reached."
BROKE_OFF = "The mail server broke off the conversation before it took the message."
NO_ENCRYPTION = "The mail server could not be spoken to in an encrypted way."
NOT_SIGNED_IN = "The mail server did not accept the service’s own user name and password."
NO_SUCH_ADDRESS = "The mail server does not take mail for this address."
REFUSED = "The mail server refused the message."
NOT_NOW = "The mail server could not take the message for now."
NO_ANSWER_AT_THE_END = (
    "The mail server was given the message and did not say whether it took it. It may have come: ask before sending it "
    "again."
)


class NotSent(Exception):
    """The message was surely not taken. `is_final` where another try is no use. Its text is a sentence for people."""

    def __init__(self, sentence: str, *, is_final: bool = False) -> None:
        super().__init__(sentence)
        self.is_final = is_final


class PerhapsSent(Exception):
    """The message was given to the server, which did not say what became of it. Its text is a sentence for people."""


@dataclass(frozen=True)
class MailServer:
    """How the mail server is reached. Seconds: `timeout` for each answer, `most` for the whole conversation."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False
    timeout: float = 10
    most: float = 60


@dataclass(frozen=True)
class Letter:
    """A message as it goes over the wire, with its envelope."""

    sender: str
    recipients: Sequence[str]
    content: bytes


def deliver(letter: Letter, server: MailServer, *, handing_over: Callable[[], None]) -> None:
    """Hand a message to the server. `handing_over` is called just before it might be taken.

    Raises NotSent or PerhapsSent. No text of the server gets into them: it may hold the address.
    """
    with _conversation(server) as smtp:
        try:
            _address(smtp, letter)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(BROKE_OFF) from error
        handing_over()
        _hand_over(smtp, letter)


class _Plain(smtplib.SMTP):
    """Knows the server's name before it connects, so that a clock can run from the very first word."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(timeout=server.timeout, local_hostname=str(DNS_NAME))
        self._host = server.host


class _Encrypted(smtplib.SMTP_SSL):
    """The same, where the conversation is encrypted from its start."""

    def __init__(self, server: MailServer) -> None:
        context = ssl.create_default_context()
        super().__init__(timeout=server.timeout, context=context, local_hostname=str(DNS_NAME))
        self._host = server.host


@contextlib.contextmanager
def _conversation(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection that is signed in. It is cut when the whole takes too long, however often the server says a word."""
    smtp = _Encrypted(server) if server.use_ssl else _Plain(server)
    clock = threading.Timer(server.most, _cut, [smtp])
    clock.daemon = True
    clock.start()
    try:
        _connect(smtp, server)
        _greet(smtp, server)
        yield smtp
    finally:
        clock.cancel()
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.close()


def _cut(smtp: smtplib.SMTP) -> None:
    if smtp.sock is not None:
        with contextlib.suppress(OSError):
            smtp.sock.shutdown(socket.SHUT_RDWR)


def _connect(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        code, _ = smtp.connect(server.host, server.port)
    except ssl.SSLError as error:
        raise NotSent(NO_ENCRYPTION) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(SILENT) from error
    if code != 220:
        raise NotSent(NOT_NOW if code >= 400 else SILENT)


def _greet(smtp: smtplib.SMTP, server: MailServer) -> None:
    try:
        if server.use_tls:
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(NOT_SIGNED_IN) from error
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        raise NotSent(NO_ENCRYPTION) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(SILENT) from error


def _address(smtp: smtplib.SMTP, letter: Letter) -> None:
    """Say from whom and to whom. A server that does not take it for one of them takes it for none."""
    smtp.ehlo_or_helo_if_needed()
    _check(smtp.mail(letter.sender)[0], REFUSED)
    for address in letter.recipients:
        _check(smtp.rcpt(address)[0], NO_SUCH_ADDRESS)


def _hand_over(smtp: smtplib.SMTP, letter: Letter) -> None:
    try:
        code, _ = smtp.data(letter.content)
    except smtplib.SMTPDataError as error:
        _check(error.smtp_code, REFUSED)
    except (OSError, smtplib.SMTPException) as error:
        raise PerhapsSent(NO_ANSWER_AT_THE_END) from error
    else:
        _check(code, REFUSED)


def _check(code: int, sentence: str) -> None:
    """2xx is well; 5xx stays so; anything else may be well another time."""
    if 200 <= code < 300:
        return
    is_final = 500 <= code < 600
    raise NotSent(sentence if is_final else NOT_NOW, is_final=is_final)


class _Written(EmailMessage):
    """A message that was written before, for Django's other ways of sending: to the terminal, a file, a test."""

    def __init__(self, letter: Letter) -> None:
        self.written = message_from_bytes(letter.content)
        super().__init__(subject=str(self.written["Subject"]), from_email=letter.sender, to=list(letter.recipients))

    def message(self) -> Message:
        return self.written


def deliver_by(backend: str, letter: Letter, **options: Any) -> None:
    """Send by one of Django's own backends, by its dotted path: none of them is a server that could hang."""
    get_connection(backend, **options).send_messages([_Written(letter)])
