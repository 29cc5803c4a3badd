"""bin/test: the tests on PostgreSQL, on SQLite and in a browser.

PostgreSQL, on which the service runs, has every test but those in a browser. SQLite has the tests whose outcome may
differ there, marked `both_databases`: those of tests/unit that have a database (rules in SQL, models, constraints,
triggers, actions), the contracts on what the database keeps, and for each noun one test of its pages. The browser has
tests/functional, on SQLite. `--fast` is for a machine at work: every test but those in a browser, on SQLite alone.
"""

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from machine import PYTHON, chromium, set_up
from processes import Refusal, main, run_showing, start, stop

IN_PARALLEL = ["-n", "2", "--durations", "10"]
WITHOUT_BROWSER = [*IN_PARALLEL, "-m", "not browser"]
ON_SQLITE_TOO = [*IN_PARALLEL, "-m", "both_databases"]
IN_A_BROWSER = [*IN_PARALLEL, "tests/functional"]


@dataclass(frozen=True)
class Part:
    """One run of pytest, what it took with all that it started, and how it ended."""

    name: str
    seconds: float
    cpu_seconds: float
    status: int
    closing_line: str


def test(arguments: list[str]) -> int:
    """Run the parts asked for. Returns 0 when every one of them passed."""
    fast, on_postgres = "--fast" in arguments, "--postgres" in arguments
    rest = [each for each in arguments if each not in ("--fast", "--postgres")]
    env = set_up(dev=True)
    if not fast:
        env["CHROMIUM"] = chromium()
    with tempfile.TemporaryDirectory(prefix="send-tests-") as folder:
        env["TEST_FOLDER"] = folder
        if fast:
            parts = [_part("SQLite", [*WITHOUT_BROWSER, *rest], _sqlite(env))]
        elif on_postgres:
            parts = [_part("PostgreSQL", rest or WITHOUT_BROWSER, _postgres(env))]
        elif rest:
            parts = [_part("SQLite", rest, _sqlite(env))]
        else:
            parts = [
                _part("PostgreSQL", WITHOUT_BROWSER, _postgres(env)),
                _part("SQLite", ON_SQLITE_TOO, _sqlite(env)),
                _part("browser", IN_A_BROWSER, _sqlite(env)),
            ]
    _tell(parts)
    return max(part.status for part in parts)


def _part(name: str, arguments: list[str], database: AbstractContextManager[Mapping[str, str]]) -> Part:
    """One run of pytest, with a database that is there for as long as it takes."""
    print(f"\nTests: {name}", flush=True)
    began, used = time.monotonic(), _cpu_seconds()
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    with database as env:
        status, output = run_showing([PYTHON, "-m", "pytest", *colour, *arguments], env)
    lines = output.strip().splitlines() or ["no output"]
    return Part(name, time.monotonic() - began, _cpu_seconds() - used, status, lines[-1])


def _cpu_seconds() -> float:
    """What every program that was started here and has ended used of the processors, with all that it started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _tell(parts: list[Part]) -> None:
    """Say what each part took, ending with the lines with which pytest closed."""
    print()
    for part in parts:
        result = "passed" if part.status == 0 else f"FAILED (status {part.status})"
        print(f"{part.name:<12}{part.seconds:7.1f} s {part.cpu_seconds:7.1f} s of CPU  {result}")
    for part in parts:
        print(part.closing_line, flush=True)


@contextlib.contextmanager
def _sqlite(env: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The environment of tests on SQLite."""
    yield {name: value for name, value in env.items() if name != "DATABASE_URL"}


@contextlib.contextmanager
def _postgres(env: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The environment of tests on PostgreSQL, with the address of a server: the caller's, or one made for them."""
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield {**env, "DATABASE_URL": address}
        return
    script = Path(__file__).with_name("postgres.py")
    server = start([PYTHON, script], env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        address = server.stdout.readline().strip()
        if not address:
            raise Refusal("PostgreSQL did not start: set TEST_DATABASE_URL to a server of yours.")
        yield {**env, "DATABASE_URL": address}
    finally:
        server.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(30)
        stop(server)


if __name__ == "__main__":
    main(test)
