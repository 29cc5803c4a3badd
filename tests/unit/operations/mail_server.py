"""A mail server for tests, on a port of its own: does what mail servers do, and what they do wrong."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Server:
    """`answers` replaces the server's answer to a command; "hang" says nothing more, "close" ends the conversation."""

    answers: dict[str, str] = field(default_factory=dict)
    messages: list[bytes] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def converse(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            if not self._say(connection, "greeting", "220 here"):
                return
            while line := lines.readline():
                command = line[:4].decode().strip().upper()
                if command == "QUIT":
                    return
                if not self._say(connection, command, "354 go on" if command == "DATA" else "250 well"):
                    return
                if command == "DATA" and "DATA" not in self.answers:
                    self._take(lines)
                    if not self._say(connection, "taken", "250 taken"):
                        return

    def _take(self, lines) -> None:
        message = b""
        while (line := lines.readline()) != b".\r\n":
            message += line
        self.messages.append(message)

    def _say(self, connection: socket.socket, what: str, usual: str) -> bool:
        answer = self.answers.get(what, usual)
        if answer == "hang":
            self.over.wait(20)
        if answer in ("hang", "close"):
            return False
        if answer == "drip":
            while not self.over.wait(0.05):
                try:
                    connection.sendall(b"2")
                except OSError:
                    return False
            return False
        connection.sendall(f"{answer}\r\n".encode())
        return True


@contextmanager
def a_mail_server(**answers: str) -> Iterator[Server]:
    server = Server(answers)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=server.converse, args=(connection,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield server
        server.over.set()
        listener.shutdown(socket.SHUT_RDWR)
