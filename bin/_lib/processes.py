"""Starting programs, and leaving none behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 15  # seconds a program has for stopping by itself

Command = Sequence[str | Path]


class Refusal(Exception):
    """What went wrong, in a sentence fit to show."""


class Failed(Refusal):
    """A program ended with an error; `output` is what it said, where that was kept."""

    def __init__(self, command: Command, status: int, output: str = "") -> None:
        text = output.strip()
        shown = " ".join(str(part) for part in command)
        super().__init__(f"{text}\n\n" * bool(text) + f"This failed (status {status}): {shown}")


_running: list[subprocess.Popen[Any]] = []
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """Ask Linux to stop this program when its parent is killed before it could do so itself."""
    if _libc is not None:
        PR_SET_PDEATHSIG = 1  # noqa: N806  # as Linux writes it
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: Command, env: Mapping[str, str], **options: Any) -> subprocess.Popen[Any]:
    """Start a program in a process group of its own. `stop_all` stops it."""
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("cwd", ROOT)
    process = subprocess.Popen(
        [str(part) for part in command],
        env=dict(env),
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509  # there are no threads here
        **options,
    )
    _running.append(process)
    return process


def run(command: Command, env: Mapping[str, str], *, quiet: bool = False) -> str:
    """Run a program to its end. When `quiet`, its output is returned, or shown if it fails.

    Raises Failed when it ends with an error.
    """
    options: dict[str, Any] = {}
    if quiet:
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = start(command, env, **options)
    output = process.communicate()[0] or ""
    _running.remove(process)
    if process.returncode:
        raise Failed(command, process.returncode, output)
    return output


def run_showing(command: Command, env: Mapping[str, str]) -> tuple[int, str]:
    """Run a program to its end, showing its output as it comes. Returns its status and output."""
    process = start(command, env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    parts = []
    while part := os.read(process.stdout.fileno(), 65536):
        parts.append(part)
        sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
    status = process.wait()
    _running.remove(process)
    return status, b"".join(parts).decode(errors="replace")


def stop(*processes: subprocess.Popen[Any]) -> None:
    """Stop programs and all they started: ask first, and end what is left after PATIENCE."""
    for process in processes:
        _signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        _signal_group(process, signal.SIGKILL)
        process.wait()
        if process in _running:
            _running.remove(process)


def _signal_group(process: subprocess.Popen[Any], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def main(program: Callable[[list[str]], int]) -> None:
    """Run `program` as the whole of this process: signals stop it, and all it started with it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        status = program(sys.argv[1:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(*_running)
    sys.exit(status)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
