"""bin/test: the tests on SQLite, on PostgreSQL and in a browser."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from machine import PYTHON, chromium, set_up
from processes import Refusal, main, run_showing, start, stop

IN_PARALLEL = ["-n", "2"]


@dataclass(frozen=True)
class Part:
    """One run of pytest, and how it ended."""

    name: str
    seconds: float
    status: int
    closing_line: str


def test(arguments: list[str]) -> int:
    """Run the parts asked for. Returns 0 when every one of them passed."""
    fast, on_postgres = "--fast" in arguments, "--postgres" in arguments
    rest = [each for each in arguments if each not in ("--fast", "--postgres")]
    env = set_up(dev=True)
    if not fast:
        env["CHROMIUM"] = chromium()
    without_browser = [*IN_PARALLEL, "-m", "not browser"]
    chosen = rest if rest and not fast else [*without_browser, *rest]
    parts = []
    if not on_postgres:
        parts.append(_part("SQLite", chosen, _on_sqlite(env)))
    if on_postgres or not (rest or fast):
        with _postgres(env) as address:
            parts.append(_part("PostgreSQL", chosen, env | {"DATABASE_URL": address}))
    if not (rest or fast or on_postgres):
        parts.append(_part("browser", [*IN_PARALLEL, "-m", "browser"], _on_sqlite(env)))
    _tell(parts)
    return max(part.status for part in parts)


def _on_sqlite(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name != "DATABASE_URL"}


def _part(name: str, arguments: list[str], env: Mapping[str, str]) -> Part:
    print(f"\nTests: {name}", flush=True)
    began = time.monotonic()
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    status, output = run_showing([PYTHON, "-m", "pytest", *colour, *arguments], env)
    lines = output.strip().splitlines() or ["no output"]
    return Part(name, time.monotonic() - began, status, lines[-1])


def _tell(parts: list[Part]) -> None:
    """Say how long each part took, ending with the lines with which pytest closed."""
    print()
    for part in parts:
        result = "passed" if part.status == 0 else f"FAILED (status {part.status})"
        print(f"{part.name:<12}{part.seconds:7.1f} s  {result}")
    for part in parts:
        print(part.closing_line, flush=True)


@contextlib.contextmanager
def _postgres(env: Mapping[str, str]) -> Iterator[str]:
    """The address of a PostgreSQL server for the tests: the caller's, or one made for them."""
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield address
        return
    script = Path(__file__).with_name("postgres.py")
    server = start([PYTHON, script], env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        address = server.stdout.readline().strip()
        if not address:
            raise Refusal("PostgreSQL did not start: set TEST_DATABASE_URL to a server of yours.")
        yield address
    finally:
        server.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(30)
        stop(server)


if __name__ == "__main__":
    main(test)
