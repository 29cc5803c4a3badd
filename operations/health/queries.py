"""Whether the service can do its work: one finding for each part, in a sentence for whoever looks after it."""

import ctypes.util
import errno
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult

from base.clock import now
from base.words import at_moment, counted
from operations.backup.queries import backups_are_well
from operations.files.queries import MARK
from operations.mail.queries import mails_not_gone
from operations.models import ONLY, FileCheck, Worker
from operations.tasks.rules import STOPPED_AFTER

WAITING_TOO_LONG = timedelta(minutes=5)
FAILED_LATELY = timedelta(days=7)
LOOK_AGAIN_AFTER = 5.0  # seconds that an answer stands, so that a stranger who asks all day costs nothing
PATIENCE = 3.0  # seconds to wait for somebody else's look
PATIENCE_WITH_LOCKS = 2000  # milliseconds to wait for a database that others write to
ENOUGH_SPACE = 500 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Finding:
    """One part of the service: whether it is well, and a sentence. `needed`: not ready without it."""

    part: str
    well: bool
    sentence: str
    needed: bool = True


def findings() -> list[Finding]:
    """Every part, looked at now; without a database, those that need none."""
    database = _finding("database", _database)
    parts = {**IN_THE_DATABASE, **PARTS} if database.well else PARTS
    return [database, *(_finding(part, look) for part, look in parts.items())]


def is_ready(found: list[Finding]) -> bool:
    """Whether everything needed is well."""
    return all(finding.well for finding in found if finding.needed)


class _Answer:
    """What was found last in this process, and when. One look at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: list[Finding] = []
        self._until = 0.0

    def get(self) -> list[Finding]:
        """What was found in the last seconds; where somebody looks for too long, that the look does not end."""
        if not self._lock.acquire(timeout=PATIENCE):
            return [Finding("service", False, "The last look at the service has not ended yet.")]
        try:
            if time.monotonic() >= self._until:
                self._found = findings()
                self._until = time.monotonic() + LOOK_AGAIN_AFTER
            return self._found
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Look anew the next time."""
        self._until = 0.0


answer = _Answer()


def _finding(part: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except DatabaseError:
        return Finding(part, False, "The database does not answer.")


def _database() -> Finding:
    """It takes writes: one is tried and taken back. A standby, a full disk or a file without rights refuses it."""
    try:
        with _quickly(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE operations_filecheck SET missing = missing")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return Finding("database", False, _why_not(error))
    return Finding("database", True, f"The database ({connection.display_name}) takes writes.")


@contextmanager
def _quickly() -> Iterator[None]:
    """Within, do not wait long for a database that is locked or slow."""
    is_sqlite = connection.vendor == "sqlite"
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000 if is_sqlite else 0
    name = "busy_timeout" if is_sqlite else "statement_timeout"
    setting = "PRAGMA {} = {}" if is_sqlite else "SET {} = {}"
    with connection.cursor() as cursor:
        cursor.execute(setting.format(name, PATIENCE_WITH_LOCKS))
    try:
        yield
    finally:
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute(setting.format(name, usual))


def _why_not(error: DatabaseError) -> str:
    text = str(error).lower()
    if "read-only" in text or "readonly" in text:
        return "The database can be read and not written to."
    if "full" in text or "no space" in text:
        return "The database’s disk is full."
    if "locked" in text or "timeout" in text:
        return "The database is locked: it took no write in time."
    return "The database does not answer."


def _migrations() -> Finding:
    waiting = len(_known_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    if waiting:
        verb = "is" if waiting == 1 else "are"
        return Finding(
            "migrations", False, f"{counted(waiting, 'migration')} {verb} still to be run: manage.py migrate."
        )
    return Finding("migrations", True, "Every migration has been run.")


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Every migration there is; read from the disk once, as the code is."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _worker() -> Finding:
    """A worker gave a sign of life within a minute, and no task has waited five."""
    seen = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    if seen is None or seen < now() - STOPPED_AFTER:
        since = f" It was seen last on {at_moment(seen)}." if seen else ""
        return Finding("worker", False, f"No worker is running: start manage.py worker.{since}")
    waiting = DBTaskResult.objects.ready()
    late = waiting.filter(enqueued_at__lt=now() - WAITING_TOO_LONG).count()
    if late:
        verb = "has" if late == 1 else "have"
        sentence = f"A worker is running, but {counted(late, 'task')} {verb} waited over five minutes."
        return Finding("worker", False, sentence, needed=False)
    return Finding("worker", True, f"A worker is running; {counted(waiting.count(), 'task')} waiting.")


def _tasks() -> Finding:
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now() - FAILED_LATELY).count()
    if failed:
        sentence = f"{counted(failed, 'task')} failed within a week: what went wrong is in the worker’s log."
        return Finding("tasks", False, sentence, needed=False)
    return Finding("tasks", True, "No task failed within a week.", needed=False)


def _mail() -> Finding:
    count = mails_not_gone().count()
    if count:
        return Finding("mail", False, f"{counted(count, 'email')} did not go: see the page “Mail”.", needed=False)
    return Finding("mail", True, "Every email went, or is on its way.", needed=False)


@cache
def _has_pango() -> bool:
    """Whether the libraries are there; asked once, as it starts other programs."""
    return all(map(ctypes.util.find_library, ("pango-1.0", "pangoft2-1.0")))


def _pango() -> Finding:
    if _has_pango():
        return Finding("pdf", True, "PDFs can be made.", needed=False)
    sentence = "Pango is not installed, so no PDFs can be made."
    return Finding("pdf", False, sentence, needed=False)


def _virus_scanner() -> Finding:
    if settings.CLAMD_ADDRESS:
        return Finding("virus_scanner", True, "A virus scanner is configured.", needed=False)
    sentence = "No virus scanner is configured, so files are not scanned (set CLAMD_ADDRESS)."
    return Finding("virus_scanner", False, sentence, needed=False)


def _uploads() -> Finding:
    """A small file can be written, and there is room for more."""
    folder = Path(settings.MEDIA_ROOT)
    probe = folder / f"{MARK}{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"probe")
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        probe_is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "is full" if probe_is_full else "is not there, or cannot be written to"
        return Finding("uploads", False, f"The place for files (UPLOADS_DIR) {why}.")
    if free < settings.UPLOADS_SPACE:
        return Finding("uploads", False, f"The place for files (UPLOADS_DIR) has only {free // 1024**2} MB left.")
    return Finding("uploads", True, "Files can be kept, and there is room for more.")


def _files() -> Finding:
    """What the worker's last look at the files found."""
    last = FileCheck.objects.filter(pk=ONLY).first()
    if last is None:
        return Finding("files", True, "The files were not looked at yet.", needed=False)
    when = f"Looked at on {at_moment(last.checked_at)}"
    if not last.missing and not last.unclaimed:
        return Finding("files", True, f"Every file has its row and every row its file. {when}.", needed=False)
    rows = f"{counted(last.missing, 'row')} without a file and {counted(last.unclaimed, 'file')} without a row"
    return Finding("files", False, f"There are {rows}: run manage.py check_files. {when}.", needed=False)


def _backup() -> Finding:
    well, sentence = backups_are_well()
    return Finding("backup", well, sentence, needed=False)


IN_THE_DATABASE: dict[str, Callable[[], Finding]] = {
    "migrations": _migrations,
    "worker": _worker,
    "tasks": _tasks,
    "mail": _mail,
    "files": _files,
    "backup": _backup,
}
PARTS: dict[str, Callable[[], Finding]] = {
    "uploads": _uploads,
    "pdf": _pango,
    "virus_scanner": _virus_scanner,
}
