"""ClamAV: whether a file is clean. Talks to clamd at the address of the settings."""

from typing import Any, BinaryIO

from clamav_client.scanner import ClamdScanner, ScanResult

TIMEOUT_SECONDS = 30.0


class ScannerSilent(Exception):
    """The scanner is configured, but gave no verdict."""


def is_clean(content: BinaryIO, *, address: str) -> bool:
    """Whether clamd at `address` (a socket's path, or host:port) calls the content clean.

    Raises ScannerSilent when it cannot be reached, or does not answer that the file passed or did not.
    """
    content.seek(0)
    result = ScanResult("stream", None, None, None)
    try:
        scanner = ClamdScanner({"backend": "clamd", "address": address, "timeout": TIMEOUT_SECONDS, "stream": True})
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
