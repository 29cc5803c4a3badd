"""The parts that are not ours: PostgreSQL, nginx, the virus scanner, the mail server, the identity provider."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg2
from postgres import hand_over, initialise, programs_for
from processes import Refusal, start, stop
from psycopg2 import sql

from rehearsal.examples import nginx_site
from rehearsal.needs import find
from rehearsal.place import HOST, THROUGH_PROVIDER, Place

STARTS_WITHIN = 30.0  # seconds

# What everybody's scanner knows: a harmless text that stands for a virus. In two halves, so that this file is none.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


def wait_until(is_so: Callable[[], bool], what: str, within: float = STARTS_WITHIN) -> float:
    """Wait until something is so; returns after how many seconds. Refused when it takes too long."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > within:
            raise Refusal(f"{what} within {within:.0f} seconds.")
        time.sleep(0.05)
    return time.monotonic() - began


def is_open(port: int) -> bool:
    """Whether somebody listens at this port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Part:
    """A program that is started, stopped, and started again."""

    name = "part"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.process: subprocess.Popen[Any] | None = None
        self.version = ""

    @property
    def log(self) -> Path:
        """Where it writes what it has to say; another version of ours has another log."""
        return self.place.log / f"{self.name}{self.version}.log"

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _start(self, command: Sequence[str | Path], env: dict[str, str], port: int, **options: Any) -> None:
        with self.log.open("ab") as log:
            self.process = start(command, env, stdout=log, stderr=log, **options)
        wait_until(lambda: self._answers(port), f"{self.name} did not answer")

    def _answers(self, port: int) -> bool:
        if not self.is_running:
            last = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
            raise Refusal(f"{last}\n\n{self.name} ended by itself.")
        return is_open(port)

    def stop(self) -> None:
        """Ask it to stop, and see that it did."""
        if self.process is not None:
            stop(self.process)
            self.process = None


class PostgreSQL(Part):
    """A server with a role that owns its databases and may nothing else. What it says it has kept, it has kept."""

    name = "postgres"

    def prepare(self) -> None:
        """Make the server's files."""
        self.folder = self.place.folder / "postgres"
        self.folder.mkdir()
        self.owner = hand_over(self.folder)
        self.programs = programs_for(self.folder)
        self.place.programs_of_postgres = self.programs
        self.data = self.folder / "data"
        initialise(self.programs, self.data, self.owner)
        trusted = "local all postgres trust\nhost all send_casework 127.0.0.1/32 scram-sha-256\n"
        (self.data / "pg_hba.conf").write_text(trusted)

    def start(self) -> None:
        port = self.place.ports["postgres"]
        options = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(self.folder)}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._start([self.programs / "postgres", "-D", self.data, *settings], dict(os.environ), port, **self.owner)
        wait_until(self._takes_orders, "PostgreSQL took no orders")

    def _takes_orders(self) -> bool:
        try:
            self.order("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True

    def order(self, statement: str | sql.Composable, database: str = "postgres") -> None:
        """Have the server's administrator do something."""
        connection = psycopg2.connect(
            host=str(self.folder), port=self.place.ports["postgres"], user="postgres", dbname=database
        )
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

    def make_role(self) -> None:
        """The service's role, as docs/operating.md makes it."""
        statement = sql.SQL("CREATE ROLE send_casework LOGIN PASSWORD {}")
        self.order(statement.format(sql.Literal(self.place.password_of_role)))

    def make_database(self, name: str, like: str = "template0") -> None:
        """A database in UTF8, owned by the service's role: empty, or a copy of another one."""
        statement = sql.SQL("CREATE DATABASE {} OWNER send_casework ENCODING 'UTF8' TEMPLATE {}")
        self.order(statement.format(sql.Identifier(name), sql.Identifier(like)))

    def stop(self) -> None:
        """Stop it fast: who is connected is cut off, and what was agreed is on the disk."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(STARTS_WITHIN)
        super().stop()


class Nginx(Part):
    """The proxy: the example of deploy/, and beside it the identity provider's own name."""

    name = "nginx"

    def start(self) -> None:
        place, ports = self.place, self.place.ports
        folder = place.folder / "nginx"
        folder.mkdir(exist_ok=True)
        machines = (ports["a"], ports["b"])
        site = nginx_site(
            host=HOST, http=ports["http"], https=ports["https"], machines=machines, folder=place.folder, code=place.code
        )
        (folder / "send-casework.conf").write_text(site)
        (folder / "nginx.conf").write_text(self._frame(folder))
        command: list[str | Path] = [
            find("nginx") or "nginx",
            "-p",
            folder,
            "-e",
            self.log,
            "-c",
            folder / "nginx.conf",
        ]
        self._start(command, {"PATH": os.defpath}, ports["https"])

    def _frame(self, folder: Path) -> str:
        """What Debian's nginx.conf says around a site, for a folder of its own, and the provider's server."""
        temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "\n".join(f"    {name}_temp_path {folder}/{name};" for name in temporary)
        user = "user www-data;" if self.place.owner else ""
        tls, ports = self.place.tls, self.place.ports
        return f"""{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {self.log} warn;
events {{ worker_connections 512; }}
http {{
    default_type text/html;
    access_log off;
{paths}
    include {folder}/send-casework.conf;
    server {{
        listen 127.0.0.1:{ports["provider"]} ssl;
        server_name localhost;
        ssl_certificate {tls}/certificate.pem;
        ssl_certificate_key {tls}/key.pem;
        location / {{
            proxy_pass http://127.0.0.1:{ports["openid"]};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Proto https;
        }}
    }}
}}
"""

    def reload(self) -> None:
        """Take up a changed configuration, as `systemctl reload nginx` does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)


class Scanner(Part):
    """clamd with one signature, so that nothing is fetched."""

    name = "clamd"

    def start(self) -> None:
        folder = self.place.folder / "clamd"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        (folder / "rehearsal.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        options = {
            "DatabaseDirectory": folder,
            "TCPSocket": self.place.ports["clamd"],
            "TCPAddr": "127.0.0.1",
            "Foreground": "yes",
            "StreamMaxLength": "30M",
        }
        (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in options.items()))
        command: list[str | Path] = [find("clamd") or "clamd", "--config-file", folder / "clamd.conf"]
        self._start(command, {"PATH": os.defpath}, self.place.ports["clamd"], **self.place.owner)


class MailServer(Part):
    """A mail server that keeps what it gets in a folder; hanging, it takes connections and says nothing."""

    name = "mail"

    def start(self, *, hanging: bool = False) -> None:
        folder = "-" if hanging else str(self.place.mails)
        command = [sys.executable, "-m", "rehearsal.sink", str(self.place.ports["smtp"]), folder]
        self._start(command, dict(os.environ), self.place.ports["smtp"])


class Provider(Part):
    """An OpenID provider, to be reached through nginx."""

    name = "openid"

    def start(self) -> None:
        command = [sys.executable, "-m", "rehearsal.provider", str(self.place.ports["openid"]), THROUGH_PROVIDER]
        self._start(command, dict(os.environ), self.place.ports["openid"])
