"""ClamAV: whether a file is clean. Talks to clamd at the address of the settings."""

import contextlib
import socket
import time
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, BinaryIO

from clamav_client.scanner import ClamdScanner, ScanResult

TIMEOUT_SECONDS = 10.0
"""For each answer of the scanner: one that hangs is given up after it."""

FORM_SECONDS = 40.0
"""For all files of a form together: less than the minute after which a proxy gives the whole form up."""

PING_SECONDS = 2.0

_until: ContextVar[float] = ContextVar("scanning_until")


class ScannerSilent(Exception):
    """The scanner is configured, but gave no verdict."""


def is_clean(content: BinaryIO, *, address: str) -> bool:
    """Whether clamd at `address` (a socket's path, or host:port) calls the content clean.

    Raises ScannerSilent when it cannot be reached, or does not answer that the file passed or did not.
    """
    timeout = min(TIMEOUT_SECONDS, _until.get(float("inf")) - time.monotonic())
    if timeout <= 0:
        raise ScannerSilent("The files of this form took too long.")
    content.seek(0)
    result = ScanResult("stream", None, None, None)
    try:
        scanner = ClamdScanner({"backend": "clamd", "address": address, "timeout": timeout, "stream": True})
        answer: Any = scanner.client.instream(content)["stream"]
    except Exception as error:
        raise ScannerSilent(str(error)) from error
    finally:
        content.seek(0)
    result.update(*answer)
    if result.passed is True:
        return True
    if result.state == "FOUND":
        return False
    raise ScannerSilent(str(result.details))


@contextlib.contextmanager
def scanning_one_form() -> Iterator[None]:
    """Within, all scans together take no longer than FORM_SECONDS, give or take one answer."""
    token = _until.set(time.monotonic() + FORM_SECONDS)
    try:
        yield
    finally:
        _until.reset(token)


def answers(address: str) -> bool:
    """Whether clamd says within PING_SECONDS that it is there."""
    deadline = time.monotonic() + PING_SECONDS
    told = b""
    try:
        with _connected(address) as talk:
            talk.sendall(b"zPING\0")
            while not told.endswith(b"\0") and len(told) < len(b"PONG\0"):
                talk.settimeout(max(0.01, deadline - time.monotonic()))
                part = talk.recv(8)
                if not part:
                    break
                told += part
    except OSError:
        return False
    return told.rstrip(b"\0") == b"PONG"


def _connected(address: str) -> socket.socket:
    """As the scanning itself is connected: by a socket, or by IPv4."""
    host, _, port = address.rpartition(":")
    is_path = address.startswith("/")
    talk = socket.socket(socket.AF_UNIX if is_path else socket.AF_INET, socket.SOCK_STREAM)
    talk.settimeout(PING_SECONDS)
    try:
        talk.connect(address if is_path else (host, int(port)))
    except OSError:
        talk.close()
        raise
    return talk
