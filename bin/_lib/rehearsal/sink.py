"""A mail server that keeps each mail in a file, or one that hangs: `python -m rehearsal.sink PORT FOLDER`.

With "-" in the place of the folder it takes connections and never says a word.
"""

import signal
import socket
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Keep:
    """Writes each mail to a file, numbered as they come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        number = len(list(self.folder.glob("*.eml"))) + 1
        (self.folder / f"{number:04}.eml").write_bytes(content)
        return "250 Kept"


def serve(port: int, folder: str) -> None:
    """Serve until told to stop."""
    if folder == "-":
        silent = socket.create_server(("127.0.0.1", port), reuse_port=False)
        silent.listen(64)
        signal.pause()
    Controller(Keep(Path(folder)), hostname="127.0.0.1", port=port).start()
    signal.pause()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
