"""The files of deploy/, as an operator copies them: with the names, ports and paths of this rehearsal put in.

Each substitution is listed here, and each must be found: so what is rehearsed is the example and nothing else.
"""

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from processes import ROOT, Refusal

DEPLOY = ROOT / "deploy"
CURRENT = "/opt/send-casework/current"
EXAMPLE_HOST = "send.example.gov.uk"


def _changed(text: str, changes: Mapping[str, str], name: str) -> str:
    for pattern, new in changes.items():
        text, count = re.subn(pattern, lambda _, new=new: new, text, flags=re.MULTILINE)  # type: ignore[misc]
        if not count:
            raise Refusal(
                f"{name} has no line like “{pattern}” any more: bring bin/_lib/rehearsal/examples.py up to it."
            )
    return text


def nginx_site(*, host: str, http: int, https: int, machines: tuple[int, int], folder: Path, code: Path) -> str:
    """The example for nginx on ports of its own, on loopback alone, with the made certificate and logs in `folder`."""
    changes = {
        r"^ *listen \[::\]:.*\n": "",  # loopback alone
        r"listen 80;": f"listen 127.0.0.1:{http};",
        r"listen 443 ": f"listen 127.0.0.1:{https} ",
        rf"https://{re.escape(EXAMPLE_HOST)}": f"https://{host}:{https}",
        re.escape(EXAMPLE_HOST): host,
        r"127\.0\.0\.1:8001": f"127.0.0.1:{machines[0]}",
        r"127\.0\.0\.1:8002": f"127.0.0.1:{machines[1]}",
        r"Host \$host;": "Host $http_host;",  # the port is part of the name here
        r"/etc/ssl/send-casework": str(folder / "tls"),
        r"/var/log/nginx": str(folder / "log"),
        CURRENT: str(code),
    }
    return _changed((DEPLOY / "nginx" / "send-casework.conf").read_text(), changes, "deploy/nginx/send-casework.conf")


def environment_file(values: Mapping[str, str]) -> str:
    """The example of the environment file with these values. Each must be explained there."""
    text = (DEPLOY / "send-casework.env").read_text()
    for name, value in values.items():
        line = f"{name}={shlex.quote(value)}"
        text, count = re.subn(rf"^#?{name}=.*$", lambda _, line=line: line, text, flags=re.MULTILINE)  # type: ignore[misc]
        if count != 1:
            raise Refusal(f"deploy/send-casework.env must explain {name} once, and does so {count} times.")
    if left := re.findall(r"^[A-Z_]+=.*change-me.*$", text, flags=re.MULTILINE | re.IGNORECASE):
        raise Refusal(f"The rehearsal has no value for {', '.join(left)} of deploy/send-casework.env.")
    return text


def read_environment(path: Path) -> dict[str, str]:
    """What a shell reads from the file, as systemd does."""
    command = 'set -a; . "$1"; env -0'
    done = subprocess.run(
        ["/bin/sh", "-euc", command, "sh", str(path)], check=True, capture_output=True, env={"PATH": os.defpath}
    )
    pairs = (line.partition("=") for line in done.stdout.decode().split("\0") if line)
    return {name: value for name, _, value in pairs if name not in ("PATH", "PWD", "OLDPWD", "SHLVL", "_")}


def program_for_operators(folder: Path, environment: Path, code: Path) -> Path:
    """deploy/send-casework, the command that operators type, for this folder."""
    changes = {CURRENT: str(code), "/etc/send-casework/send-casework.env": str(environment)}
    path = folder / "send-casework"
    path.write_text(_changed((DEPLOY / "send-casework").read_text(), changes, "deploy/send-casework"))
    path.chmod(0o755)
    return path


@dataclass(frozen=True)
class Unit:
    """What a unit of systemd says that can be had without systemd."""

    command: tuple[str, ...]
    umask: int
    restart_after: float
    stop_within: float

    @classmethod
    def of(cls, name: str, code: Path, kept: Mapping[str, str]) -> "Unit":
        """The unit `send-casework-NAME.service`, for the code in this folder. `kept` replaces places of files."""
        text = (DEPLOY / "systemd" / f"send-casework-{name}.service").read_text()
        values = dict(re.findall(r"^(\w+)=(.*)$", text, flags=re.MULTILINE))
        command = values["ExecStart"].replace(CURRENT, str(code))
        for old, new in kept.items():
            command = command.replace(old, new)
        return cls(
            tuple(shlex.split(command)),
            int(values["UMask"], 8),
            float(values.get("RestartSec", "0")),
            float(values.get("TimeoutStopSec", "90")),
        )
