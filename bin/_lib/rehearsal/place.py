"""Where a rehearsal lives: one temporary folder, ports on loopback, keys made for it, and who runs the service."""

import base64
import hashlib
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from processes import ROOT, Failed, start

from rehearsal.examples import Unit, environment_file, program_for_operators, read_environment
from rehearsal.release import release_for

HOST = "send.rehearsal.internal"
COUNCIL = "Rehearsal Borough Council"
DOMAIN = "rehearsal.internal"
THROUGH_PROVIDER = f"sam.hart@{DOMAIN}"
"""Who has an account at the council's identity provider."""

SERVICE_USER = "nobody"
PORTS = ("http", "https", "provider", "openid", "a", "b", "postgres", "clamd", "smtp")


def free_ports() -> dict[str, int]:
    """Ports of 127.0.0.1 that nobody uses now, by the name of what will."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
    ports = {name: each.getsockname()[1] for name, each in zip(PORTS, sockets, strict=True)}
    for each in sockets:
        each.close()
    return ports


class Place:
    """The folder with everything in it, and the settings of the service."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="send-rehearsal-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.ports = free_ports()
        self.owner = self._who_serves()
        self.code = release_for(self.owner, self.folder / "current") or self._by_one_user()
        self.database = "send_casework"
        self.uploads = "uploads"
        self.identity = ""
        self.keys = {name: secrets.token_urlsafe(50) for name in ("SECRET_KEY", "AUDIT_KEY", "FIELD_KEY")}
        self.password_of_role = secrets.token_urlsafe(20)
        self.programs_of_postgres = Path("/nonexistent")
        self.more: dict[str, str] = {}
        self.tls = self.folder / "tls"
        self.log = self.make_folder("log", is_service=False)
        self.mails = self.make_folder("mails", is_service=False)
        for name in ("uploads", "backups", "notes", "home", "restored"):
            self.make_folder(name, 0o700)
        self.key_of_browser = make_certificate(self.tls, [HOST, "localhost"])

    def make_folder(self, name: str, mode: int = 0o755, *, is_service: bool = True) -> Path:
        """A folder of the service, or else of whoever rehearses."""
        path = self.folder / name
        path.mkdir()
        path.chmod(mode)
        if is_service and self.owner:
            shutil.chown(path, SERVICE_USER)
        return path

    def _who_serves(self) -> dict[str, Any]:
        """As whom the service runs: as root, as somebody without rights; otherwise as whoever rehearses."""
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam(SERVICE_USER)
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _by_one_user(self) -> Path:
        """Nobody else can read the code or run Python here: all is run by whoever rehearses."""
        self.owner = {}
        return ROOT

    @property
    def address(self) -> str:
        """Where people find the service."""
        return f"https://{HOST}:{self.ports['https']}"

    @property
    def provider(self) -> str:
        """The council's identity provider."""
        return f"https://localhost:{self.ports['provider']}"

    def database_url(self, name: str) -> str:
        """A database of the plain role, by its name."""
        return f"postgres://send_casework:{self.password_of_role}@127.0.0.1:{self.ports['postgres']}/{name}"

    @property
    def values(self) -> dict[str, str]:
        """What an operator writes into the environment file."""
        return (
            self.keys
            | {
                "DATABASE_URL": self.database_url(self.database),
                "ALLOWED_HOSTS": HOST,
                "CSRF_TRUSTED_ORIGINS": self.address,
                "BIND": f"127.0.0.1:{self.ports['a']}",
                "COUNCIL_NAME": COUNCIL,
                "CASE_REFERENCE_PREFIX": "RB",
                "UPLOADS_DIR": str(self.folder / self.uploads),
                "STATIC_ROOT": str(self.folder / "static-a"),
                "CLAMD_ADDRESS": f"127.0.0.1:{self.ports['clamd']}",
                "EMAIL_URL": f"smtp://127.0.0.1:{self.ports['smtp']}",
                "DEFAULT_FROM_EMAIL": f"SEND casework <send-casework@{DOMAIN}>",
                "BACKUP_DIR": str(self.folder / "backups"),
                "OIDC_SERVER": self.provider,
                "OIDC_CLIENT_ID": "send-casework",
                "OIDC_CLIENT_SECRET": "made-for-this-run",
                "OIDC_EMAIL_DOMAINS": DOMAIN,
                "OIDC_NAME": "Council account",
            }
            | self.more
        )

    def use(self, code: Path) -> None:
        """Point `current` at another version, whose commands and units count from now on."""
        self.code = code
        self.write_settings()

    def write_settings(self) -> None:
        """Write the settings file, and the program that reads it."""
        path = self.folder / "send-casework.env"
        self._write_file(path, self.values)
        self.settings = read_environment(path)
        self.program = program_for_operators(self.folder, path, self.code)

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a program of the service: the settings, and what belongs to this machine."""
        return self.settings | self._of_the_machine() | more

    def _of_the_machine(self) -> dict[str, str]:
        path = f"{self.programs_of_postgres}:/usr/local/bin:/usr/bin:/bin"
        return {
            "PATH": path,
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "SSL_CERT_FILE": str(self.tls / "authority.pem"),
            "REQUESTS_CA_BUNDLE": str(self.tls / "authority.pem"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def manage(
        self,
        *arguments: str,
        text: str = "",
        as_operator: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> str:
        """Run manage.py as an operator does, through deploy/send-casework. Returns its output; raises Failed.

        `settings` count for this command alone. As operator: as whoever rehearses, else as the service.
        """
        owner = {} if as_operator else self.owner | {"umask": 0o077}
        env = self._of_the_machine() | {"SEND_CASEWORK_ENV": str(self._file_with(settings or {}))}
        return _output_of([self.program, *arguments], env, text, ["send-casework", *arguments[:2]], **owner)

    def run_unit(self, name: str) -> str:
        """Run what a timer's unit runs, to its end. Returns its output; raises Failed."""
        unit = Unit.of(name, self.code, {"/srv/send-casework/notes": str(self.folder / "notes")})
        options = self.owner | {"umask": unit.umask, "cwd": self.code}
        return _output_of(unit.command, self.environment(), "", [f"send-casework-{name}.service"], **options)

    def _file_with(self, settings: Mapping[str, str]) -> Path:
        """The settings file, or one with these values for one command."""
        plain = self.folder / "send-casework.env"
        if not settings:
            return plain
        changed = self.folder / "send-casework-changed.env"
        self._write_file(changed, self.values | dict(settings))
        return changed

    def _write_file(self, path: Path, values: Mapping[str, str]) -> None:
        """A settings file that the service may read, and nobody else but its owner."""
        path.write_text(environment_file(values))
        path.chmod(0o640)
        if self.owner:
            os.chown(path, 0, self.owner["group"])

    def inside(self, function: str, *, settings: Mapping[str, str] | None = None, **facts: Any) -> Any:
        """Call a function of `inside.py` in a shell of the service; its answer comes back as JSON."""
        text = Path(__file__).with_name("inside.py").read_text()
        call = f"{text}\nimport json\nprint('ANSWER', json.dumps({function}(**json.loads({json.dumps(facts)!r}))))"
        output = self.manage("shell", "--no-imports", "--command", call, settings=settings)
        answers = [line for line in output.splitlines() if line.startswith("ANSWER ")]
        return json.loads(answers[-1].removeprefix("ANSWER "))

    def remove(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _output_of(
    command: Sequence[str | Path], env: Mapping[str, str], text: str, shown: Sequence[str], **options: Any
) -> str:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = start(command, env, text=True, **pipes, **options)
    output: str = process.communicate(text)[0]
    if process.returncode:
        raise Failed(shown, process.returncode, output)
    return output


def make_certificate(folder: Path, names: list[str]) -> str:
    """Make an authority and a certificate for these names. Returns the hash of its key, for browsers."""
    folder.mkdir()
    folder.chmod(0o755)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rehearsal")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    today = datetime.now(UTC)
    between = {"not_valid_before": today - timedelta(days=1), "not_valid_after": today + timedelta(days=2)}

    def begin(name: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(between["not_valid_before"]).not_valid_after(between["not_valid_after"])

    is_authority = x509.BasicConstraints(ca=True, path_length=0)
    authority = begin(issuer, authority_key.public_key()).add_extension(is_authority, critical=True)
    known = x509.SubjectAlternativeName([*map(x509.DNSName, names), x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = begin(subject, key.public_key()).add_extension(known, critical=False)
    signed = certificate.sign(authority_key, hashes.SHA256())
    as_pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(authority.sign(authority_key, hashes.SHA256()).public_bytes(as_pem))
    (folder / "certificate.pem").write_bytes(signed.public_bytes(as_pem))
    private = key.private_bytes(as_pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").touch(mode=0o600)
    (folder / "key.pem").write_bytes(private)
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()
