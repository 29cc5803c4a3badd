"""The program that takes an archive off the machine: started without a shell and without our keys, for so long."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import IO

import structlog

from operations.backup.rules import environment_of_hook, without_secrets

log = structlog.get_logger(__name__)

MOST_LOGGED = 4000
"""Bytes: of what the program wrote, the end goes to the log."""


NO_PROGRAM = "BACKUP_HOOK is not the whole path of a program that may be run here."


def is_program(path: Path) -> bool:
    """Whether this user may run what is at the path."""
    return path.is_absolute() and path.is_file() and os.access(path, os.X_OK)


def run_hook(program: str, *arguments: Path, minutes: int) -> str:
    """Run the program and wait for it. Returns what went wrong, in a sentence; "" when it ended well."""
    path = Path(program)
    if not is_program(path):
        return NO_PROGRAM
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(  # noqa: S603
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment_of_hook(os.environ),
                start_new_session=True,
            )
        except OSError as error:
            return f"BACKUP_HOOK could not be started: {error.strerror}."
        try:
            code = process.wait(minutes * 60)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _stop(process)
            _log(output, process.returncode)
    if code is None:
        return f"BACKUP_HOOK did not end within {minutes} minutes (BACKUP_HOOK_MINUTES), and was stopped."
    return f"BACKUP_HOOK failed (it ended with {code}). What it wrote is in the log." if code else ""


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the program and what it started, where it still runs."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _log(output: IO[bytes], code: int) -> None:
    output.seek(max(output.seek(0, os.SEEK_END) - MOST_LOGGED, 0))
    text = without_secrets(output.read().decode(errors="replace"))
    (log.error if code else log.info)("backup_hook", code=code, output=text.splitlines())
