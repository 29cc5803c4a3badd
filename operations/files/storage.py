"""Where files are kept. A file whose transaction failed is removed again, and a disk that takes none says so.

The file is written before its row is committed, so that no row ever waits for its file. What was written in a
transaction is remembered until it is committed; when a request or a task is over, what is still remembered belongs to
one that failed. It is removed if no row names it: the database has the last word, never our memory.
"""

import contextlib
import errno
import threading
from pathlib import Path
from typing import Any

import structlog
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection, transaction
from django_tasks.signals import task_finished, task_started

from base.refusals import Refused
from operations.files.queries import names_in_rows

log = structlog.get_logger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM = (
    "The file could not be kept, because the server’s disk is full. Nothing was saved. Tell your service administrator."
)
NO_PLACE = (
    "The file could not be kept, because the server’s place for files cannot be written to. Nothing was saved. "
    "Tell your service administrator."
)


class _Waiting(threading.local):
    """The files that this thread wrote in a transaction which is not committed yet."""

    def __init__(self) -> None:
        self.names: set[str] = set()


_waiting = _Waiting()


class KeptFiles(FileSystemStorage):
    """The folder of uploads."""

    def _save(self, name: str, content: File) -> str:
        try:
            kept = str(super()._save(name, content))  # type: ignore[misc]
        except OSError as error:
            with contextlib.suppress(OSError):
                Path(self.path(name)).unlink(missing_ok=True)
            log.error("file_not_kept", error=errno.errorcode.get(error.errno or 0, "unknown"))
            raise Refused(NO_ROOM if error.errno in FULL else NO_PLACE) from error
        if connection.in_atomic_block:
            _waiting.names.add(kept)
            transaction.on_commit(lambda: _waiting.names.discard(kept))
        return kept


def forget_waiting(**kwargs: Any) -> None:
    """Another request or task begins in this thread."""
    _waiting.names.clear()


def remove_files_of_failed_transactions(**kwargs: Any) -> None:
    """After a request or a task: remove what it wrote for a transaction that failed."""
    if not _waiting.names or connection.in_atomic_block:
        return
    names = set(_waiting.names)
    _waiting.names.clear()
    try:
        unclaimed = names - names_in_rows(names)
    except DatabaseError:
        return  # manage.py check_files finds them
    remove_files(unclaimed)


def remove_files(names: set[str]) -> None:
    """Remove files. One that is gone already, or cannot be removed now, is found by manage.py check_files."""
    for name in names:
        with contextlib.suppress(OSError):
            Path(default_storage.path(name)).unlink(missing_ok=True)


def remove_after_commit(*names: str) -> None:
    """Remove the files of rows that this transaction removes, once it is committed."""
    kept = {name for name in names if name}
    if kept:
        transaction.on_commit(lambda: remove_files(kept), robust=True)


def connect() -> None:
    """Clear up around every request and every task."""
    for begins in (request_started, task_started):
        begins.connect(forget_waiting, dispatch_uid="operations.forget_waiting")
    for ends in (request_finished, task_finished):
        ends.connect(remove_files_of_failed_transactions, dispatch_uid="operations.remove_files")
