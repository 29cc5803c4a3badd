"""Backing up and restoring: database and files as one encrypted archive."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from adapters.encryption import CannotOpen
from audit.models import AuditEvent
from audit.verification import verify
from base.clock import now
from base.refusals import Refused
from operations.backup.archive import FILES, Damaged, unpack, writing
from operations.backup.databases import KINDS, NAMES, count_rows, dump, restore
from operations.enums import MailState
from operations.files.actions import look_at_files
from operations.files.queries import files_on_disk
from operations.models import Mail

SHORTEST_KEY = 32
FORMAT = 1
PERHAPS_SINCE = (
    "It waited when the backup was made that was restored. It may have been sent since: ask before sending it."
)


@dataclass(frozen=True)
class Archive:
    """An archive that was made and read back: rows and files in it, its size in bytes, the SHA-256 of the whole."""

    path: Path
    rows: int
    files: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Restored:
    """What came back: rows, files, rows whose file is missing, and what is wrong with the audit trail, or ""."""

    rows: int
    files: int
    missing: int
    trail_rows: int
    trail_problem: str
    made_at: str


def back_up() -> Archive:
    """Write database and files into one encrypted archive, named by the moment, and read it back before it counts.

    The database comes first and the files after it: every file that a row of that moment names is there already.
    """
    key = _key()
    folder = settings.BACKUP_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = now().astimezone(UTC)
    path = folder / f"send-casework-{moment:%Y-%m-%dT%H-%M-%SZ}.backup"
    part = path.with_suffix(".part")
    _clear_away(folder, ".backup-*", "*.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            manifest = _write(target, key, made_at=moment.isoformat())
            target.flush()
            os.fsync(target.fileno())
        with part.open("rb") as source:
            if unpack(source, key, None) != manifest:
                raise Refused("The archive could not be read back as it was written. Nothing was kept.")
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    sha256 = _hash_of(path)
    path.with_suffix(".sha256").write_text(f"{sha256}  {path.name}\n")
    files = sum(name.startswith(FILES) for name in manifest["parts"])
    return Archive(path, sum(manifest["rows"].values()), files, path.stat().st_size, sha256)


def _clear_away(folder: Path, *patterns: str) -> None:
    """Remove what a run left behind that was killed: it is not encrypted, or not whole."""
    for pattern in patterns:
        for left in folder.glob(pattern):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _key() -> str:
    if len(settings.BACKUP_KEY) < SHORTEST_KEY:
        raise Refused(
            f"Set BACKUP_KEY in the environment: a secret text of at least {SHORTEST_KEY} characters, "
            "kept apart from the backups."
        )
    return str(settings.BACKUP_KEY)


def _write(target: Any, key: str, *, made_at: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=settings.BACKUP_DIR, prefix=".backup-") as folder:
        dumped = Path(folder) / NAMES[connection.vendor]
        rows = dump(dumped)
        facts = {"format": FORMAT, "made_at": made_at, "database": connection.vendor, "rows": rows}
        facts["migrations"] = sorted(map(list, MigrationRecorder(connection).applied_migrations()))
        with writing(target, key) as archive:
            archive.add(dumped.name, dumped)
            for name, path in files_on_disk():
                _add_file(archive, name, path)
            archive.finish(**facts)
    return {**facts, "parts": archive.hashes}


def _add_file(archive: Any, name: str, path: Path) -> None:
    """Add a file, unless it went meanwhile: then it was of a draft that nobody was served."""
    if path.is_file():
        archive.add(f"{FILES}{name}", path)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore_from(path: Path, *, replace: bool = False) -> Restored:
    """Bring database and files back from an archive, and say whether the audit trail is whole.

    The whole archive is read and compared first. Refused where something is there already, unless `replace`. What the
    archive does not know, of a newer version of the software, is added by its migrations.
    """
    key = _key()
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    if not replace:
        _check_nothing_is_there()
    with _unpacked(path, key) as (folder, manifest):
        _check_it_fits(manifest)
        restore(folder / NAMES[connection.vendor])
        _check_rows(manifest)
        _put_files(folder / FILES)
    trail = verify()
    call_command("migrate", interactive=False, verbosity=0)
    _doubt_waiting_mails()
    found = look_at_files()
    return Restored(
        sum(manifest["rows"].values()),
        found.files,
        len(found.missing),
        trail.rows,
        trail.problem,
        manifest["made_at"],
    )


@contextmanager
def _unpacked(path: Path, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The parts of an archive, in a folder beside the files they are to become."""
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear_away(place, ".restoring-*")
    with tempfile.TemporaryDirectory(dir=place, prefix=".restoring-") as name, path.open("rb") as source:
        try:
            manifest = unpack(source, key, Path(name))
        except (CannotOpen, Damaged) as fault:
            raise Refused(f"{fault} Nothing was changed.") from fault
        (Path(name) / FILES).mkdir(exist_ok=True)
        yield Path(name), manifest


def _check_nothing_is_there() -> None:
    tables = connection.introspection.table_names()
    has_rows = AuditEvent._meta.db_table in tables and AuditEvent.objects.exists()
    if has_rows or any(True for _ in files_on_disk()):
        raise Refused(
            "There are cases or files here already, and nothing was changed. "
            "To put what is in the archive in their place, run it again with --replace."
        )


def _check_it_fits(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        there, here = KINDS[manifest["database"]], KINDS[connection.vendor]
        raise Refused(f"The archive was made from {there}, and DATABASE_URL names {here}. Nothing was changed.")
    known = MigrationExecutor(connection).loader.disk_migrations
    newer = [f"{app} {name}" for app, name in manifest["migrations"] if (app, name) not in known]
    if newer:
        raise Refused(
            f"The archive was made by a newer version of the software ({newer[0]} is not known here). "
            "Install that version first. Nothing was changed."
        )


def _check_rows(manifest: dict[str, Any]) -> None:
    counted = count_rows()
    differing = [name for name, count in manifest["rows"].items() if counted.get(name) != count]
    if differing:
        raise Refused(f"Rows are missing after the restore, in {differing[0]}. Do not use what was restored.")


def _put_files(source: Path) -> None:
    """Put the files in the place of those that are there, which go only when the new ones are in."""
    place = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(dir=place, prefix=".before-") as name:
        for entry in [each for each in place.iterdir() if not each.name.startswith(".")]:
            entry.rename(Path(name) / entry.name)
        for entry in source.iterdir():
            entry.rename(place / entry.name)
    _clear_away(place, ".before-*")
    _sync(place)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _doubt_waiting_mails() -> None:
    """What waited when the backup was made has gone since, as a rule: it is not sent a second time by itself."""
    on_the_way = (MailState.WAITING, MailState.CLAIMED, MailState.HANDING_OVER)
    Mail.objects.filter(state__in=on_the_way).update(state=MailState.PERHAPS_SENT, why=PERHAPS_SINCE)
