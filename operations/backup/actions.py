"""Backing up: database and files as one encrypted archive, which is read back, kept for its time and handed off."""

import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path
from typing import IO, Any

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import localtime

from adapters.encryption import NotAKey, check_is_recipient, new_identity
from base.clock import now
from base.refusals import Refused
from operations.backup.archive import FILES, Changed, Writer, unpack, writing
from operations.backup.databases import NAMES, dump, version_of_dump
from operations.backup.hook import run_hook
from operations.backup.queries import archives
from operations.backup.rules import Kept, archives_to_remove, name_at
from operations.files.queries import files_on_disk, named_files
from operations.models import BackupRun

log = structlog.get_logger(__name__)

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class AnotherRuns(Refused):
    """A second backup at the same time: it is no backup that failed."""


def back_up() -> tuple[BackupRun, int]:
    """Write an archive, read it back before it counts, remove those that had their time, and hand the new one off.

    Returns the run, and how many archives were removed. A run with an archive may have a `problem`: then the archive
    is kept here, and what came after it failed. Every run is noted but a second one at the same time.
    """
    run = BackupRun(began_at=now())
    try:
        with _in_words(), _alone():
            archive = _make_archive(run)
            removed = _remove_old_archives()
            _note(run)
            if settings.BACKUP_HOOK:
                _hand_off(run, archive)
    except AnotherRuns:
        raise
    except Refused as refusal:
        run.problem = refusal.sentence[:500]
        _note(run)
        raise
    return run, removed


def make_key_pair(path: Path) -> str:
    """Make a pair of keys, and keep it as age-keygen does, in a file that only its owner may read. The public one."""
    identity, recipient = new_identity()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(
            f"There is a file {path} already, and nothing was changed: backups may need what is in it."
        ) from None
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(handle, "w") as file:
        file.write(f"# created: {now().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n# public key: {recipient}\n{identity}\n")
        file.flush()
        os.fsync(handle)
    return recipient


@contextmanager
def _in_words() -> Iterator[None]:
    """What disks and databases refuse, as a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Refused(
                f"The disk of BACKUP_DIR ({settings.BACKUP_DIR}) is full. No archive was made and none removed: "
                "make room, and run it again."
            ) from error
        raise Refused(f"Backing up failed at {error.filename or settings.BACKUP_DIR}: {error.strerror}.") from error
    except Changed as changed:
        raise Refused(f"{changed} No archive was made.") from None
    except DatabaseError as error:
        raise Refused("The database does not answer. No archive was made.") from error


@contextmanager
def _alone() -> Iterator[None]:
    """BACKUP_DIR to ourselves, cleared of what a run left that was killed: it is not encrypted, or not whole."""
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRuns(f"Another backup into {folder} is running. Wait until it has ended.") from None
        clear_away(folder, ".backup-*", "send-casework-*.part")
        yield


def clear_away(folder: Path, *patterns: str) -> None:
    """Remove what a run left behind that was killed."""
    for pattern in patterns:
        for left in folder.glob(pattern):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _recipients() -> list[str]:
    """Whom the archive is encrypted to: public keys of age."""
    recipients = [text.strip() for text in settings.BACKUP_RECIPIENTS if text.strip()]
    if not recipients:
        raise Refused(
            "Set BACKUP_RECIPIENTS in the environment: the public key (age1…) of whoever may open backups. "
            "manage.py new_backup_key FILE makes a pair of keys."
        )
    for text in recipients:
        if text.upper().startswith("AGE-SECRET-KEY"):
            raise Refused(
                "BACKUP_RECIPIENTS holds a secret key, and takes public ones (age1…). "
                "Make a new pair with manage.py new_backup_key FILE: that one is no secret any more."
            )
        try:
            check_is_recipient(text)
        except NotAKey:
            raise Refused(f"BACKUP_RECIPIENTS holds “{text[:12]}…”, which is no public key of age (age1…).") from None
    return recipients


def _make_archive(run: BackupRun) -> Path:
    """Write an archive under another name, read it back, and only then give it its own.

    It is read back with a key of this run, which is forgotten at its end: the machine has none that opens archives.
    """
    identity, recipient = new_identity()
    recipients = [*_recipients(), recipient]
    folder = Path(settings.BACKUP_DIR)
    path = folder / name_at(run.began_at)
    part = folder / f"{path.name}.part"
    if path.exists():
        raise Refused(f"There is an archive {path} already. Run it again in a second.")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            manifest = _write(target, recipients, made_at=run.began_at.astimezone(UTC).isoformat())
            target.flush()
            os.fsync(target.fileno())
        with part.open("rb") as source:
            if unpack(source, [identity], None) != manifest:
                raise Refused("The archive could not be read back as it was written. It was not kept.")
        run.sha256 = hash_of(part)
        _hash_file(path).write_text(f"{run.sha256}  {path.name}\n")
        part.rename(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    sync(folder)
    run.archive, run.size = path.name, path.stat().st_size
    run.rows, run.missing = sum(manifest["rows"].values()), manifest["missing"]
    run.files = sum(name.startswith(FILES) for name in manifest["parts"])
    return path


def _write(target: IO[bytes], recipients: list[str], *, made_at: str) -> dict[str, Any]:
    """The database comes first and the files after it: every file that a row of that moment names is there already."""
    with tempfile.TemporaryDirectory(dir=settings.BACKUP_DIR, prefix=".backup-") as folder:
        named = {each.name for each in named_files()}
        dumped = Path(folder) / NAMES[connection.vendor]
        rows = dump(dumped)
        facts = {"made_at": made_at, "database": connection.vendor, "rows": rows, "pg_dump": version_of_dump()}
        facts["migrations"] = sorted(map(list, MigrationRecorder(connection).applied_migrations()))
        with writing(target, recipients) as archive:
            archive.add(dumped.name, dumped)
            for name, path in files_on_disk():
                if _add_file(archive, name, path):
                    named.discard(name)
            return archive.finish({**facts, "missing": len(named)})


def _add_file(archive: Writer, name: str, path: Path) -> bool:
    """Add a file, unless it went meanwhile: then it was of a draft that nobody was served."""
    try:
        archive.add(f"{FILES}{name}", path)
    except FileNotFoundError:
        return False
    return True


def _hash_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_old_archives() -> int:
    """Remove the archives that had their time. Returns how many."""
    kept = Kept(settings.BACKUP_DAYS, settings.BACKUP_WEEKS, settings.BACKUP_MONTHS)
    found = dict(archives())
    old = archives_to_remove({moment: localtime(moment).date() for moment in found}, now(), kept)
    for moment in old:
        found[moment].unlink(missing_ok=True)
        _hash_file(found[moment]).unlink(missing_ok=True)
    return len(old)


def _hand_off(run: BackupRun, archive: Path) -> None:
    problem = run_hook(settings.BACKUP_HOOK, archive, _hash_file(archive), minutes=settings.BACKUP_HOOK_MINUTES)
    if problem:
        run.problem = f"{problem} The archive is kept in BACKUP_DIR, and was not taken off the machine."
    else:
        run.handed_off_at = now()
    _note(run)


def _note(run: BackupRun) -> None:
    """Keep what became of a run, for readiness to tell; without a database, in the log alone."""
    run.ended_at = now()
    if not connection.in_atomic_block:
        connection.close()  # while gigabytes were written and read, the server may have closed it
    try:
        run.save()
    except DatabaseError:
        log.warning("backup_not_noted", archive=run.archive, problem=run.problem)
