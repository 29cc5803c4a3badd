"""Restoring: database and files back from an archive, as a whole or not at all; in earnest, or to see if it holds."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from adapters.encryption import CannotOpen, NotAKey, check_is_identity
from audit.models import AuditEvent
from audit.verification import verify
from base.clock import now
from base.refusals import Refused
from operations.backup.actions import clear_away, hash_of, sync
from operations.backup.archive import FILES, Damaged, unpack
from operations.backup.databases import KINDS, NAMES, count_rows, empty, is_empty, restore
from operations.backup.queries import newest_archive
from operations.enums import MailState
from operations.files.actions import look_at_files
from operations.files.queries import files_on_disk
from operations.models import BackupRun, Mail

PERHAPS_SINCE = (
    "It waited when the backup was made that was restored. It may have been sent since: ask before sending it."
)


@dataclass(frozen=True)
class Restored:
    """What came back: tables, rows and files, rows whose file is missing now and was when the backup was made, and what
    is wrong with the audit trail, or "".
    """

    made_at: str
    tables: int
    rows: int
    files: int
    missing: int
    missing_before: int
    migrations: int
    trail_rows: int
    trail_problem: str


@dataclass(frozen=True)
class Verified:
    """An archive that was restored into an empty place: what came, whether readiness is told, where the files were."""

    path: Path
    restored: Restored
    is_noted: bool
    folder: Path


def restore_from(path: Path, *, replace: bool = False) -> Restored:
    """Bring database and files back from an archive, and say whether the audit trail is whole.

    The whole archive is read and compared first. Refused where something is there already, unless `replace`. What the
    archive does not know, of a newer version of the software, is added by its migrations.
    """
    if not replace:
        _check_nothing_is_there()
    return _restore(path)[0]


def verify_backup(archive: Path | None, database: str, *, keep: bool = False) -> Verified:
    """Restore an archive, the newest of BACKUP_DIR unless told, into an empty database and an empty folder.

    That happens in a process of its own whose environment names only them; see `restore_into_empty_place`. What came
    of it is noted with the run that made the archive, where the service's database knows it.
    """
    path = (archive or newest_archive()).absolute()
    _check_is_file(path)
    identities_from(settings.BACKUP_IDENTITY)
    address = _address(database)
    sha256 = hash_of(path)
    _check_hash_beside(path, sha256)
    folder = Path(tempfile.mkdtemp(prefix="send-casework-verify-"))
    try:
        answer = _in_a_process_of_its_own(path, address, folder, keep=keep)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    if not answer["began"]:
        raise Refused(answer["problem"])
    is_noted = _note_verification(sha256, answer["problem"])
    if answer["problem"]:
        raise Refused(answer["problem"])
    return Verified(path, Restored(**answer["restored"]), is_noted, folder)


def restore_into_empty_place(path: Path, *, keep: bool) -> dict[str, Any]:
    """Restore an archive into a database that holds nothing, look once more at what came, and empty it again.

    Compared are the rows of each table, every file as it lies there now by its SHA-256, rows against files, and the
    audit trail, which is to be whole. Emptied again unless `keep`, also when it failed. Returns what `verify_backup`
    reads: whether it began, what is wrong, what was restored.
    """
    try:
        _check_place_is_empty()
    except Refused as refusal:
        return {"began": False, "problem": refusal.sentence}
    try:
        restored, manifest = _restore(path)
        _check_files(manifest["parts"])
        _check_is_whole(restored)
    except Refused as refusal:
        return {"began": True, "problem": refusal.sentence}
    finally:
        if not keep:
            empty()
    return {"began": True, "problem": "", "restored": asdict(restored)}


def _address(database: str) -> str:
    if not database.startswith(("postgres://", "postgresql://", "sqlite:///")) and ("://" in database or not database):
        raise Refused(
            "Say where to restore to: --database with the address of an empty PostgreSQL database (postgres://…) "
            "or the path of a new file for SQLite. Or set VERIFY_DATABASE_URL."
        )
    address = database if "://" in database else f"sqlite:///{Path(database).absolute()}"
    file = unquote(urlsplit(address).path[1:])
    if address.startswith("sqlite:") and os.path.lexists(file):
        raise Refused(f"There is a file {file} already, which would be removed: name one that is not there yet.")
    return address


def _in_a_process_of_its_own(path: Path, address: str, folder: Path, *, keep: bool) -> dict[str, Any]:
    """What `restore_into_empty_place` returns in a process that knows the empty place alone."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ras_project.settings",
        "DATABASE_URL": address,
        "UPLOADS_DIR": str(folder / "uploads"),
        "BACKUP_IDENTITY": str(Path(settings.BACKUP_IDENTITY).absolute()),
        "AUDIT_KEY": settings.AUDIT_KEY,
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify_backup", str(path), "--here"]
    options = ["--keep"] if keep else []
    with subprocess.Popen([*command, *options], env=environment, stdout=subprocess.PIPE) as process:  # noqa: S603
        try:
            output, _ = process.communicate()
        except BaseException:
            process.terminate()  # and it empties the place before it ends
            raise
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        return {"began": True, "problem": f"Restoring it ended before its time ({process.returncode})."}
    return answer


def _check_place_is_empty() -> None:
    """Nothing is there, and the role may restore: emptying what is empty changes nothing, and takes the same rights."""
    try:
        is_free = is_empty() and not any(True for _ in files_on_disk())
        if is_free:
            empty()
    except ProgrammingError as error:
        raise Refused("This role of PostgreSQL may not restore there: make it the owner of the database.") from error
    except DatabaseError as error:
        raise Refused("The database to restore into does not answer, or is none: look at its address.") from error
    if not is_free:
        raise Refused("The database to restore into holds something already. Name an empty one.")


def _check_is_whole(restored: Restored) -> None:
    if restored.trail_problem:
        raise Refused(f"The audit trail is broken, or AUDIT_KEY is another. {restored.trail_problem}")
    if restored.missing > restored.missing_before:
        raise Refused(
            f"More rows are without a file ({restored.missing:,}) than when the backup was made "
            f"({restored.missing_before:,}). Do not rely on this archive."
        )


def _check_hash_beside(path: Path, sha256: str) -> None:
    """Where the file with the SHA-256 lies beside an archive, it is that of the archive."""
    beside = path.with_name(f"{path.name}.sha256")
    if beside.is_file() and not beside.read_text().startswith(sha256):
        raise Refused(f"{path} is not the archive that was made: {beside.name} has another SHA-256.")


def _note_verification(sha256: str, problem: str) -> bool:
    """Note with the run that made the archive what its verification came to; whether there was one to note it with."""
    try:
        runs = BackupRun.objects.filter(sha256=sha256)
        return bool(runs.update(verified_at=now(), verification_problem=problem[:500]))
    except DatabaseError:
        return False


def _check_is_file(path: Path) -> None:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")


def _restore(path: Path) -> tuple[Restored, dict[str, Any]]:
    _check_is_file(path)
    identities = identities_from(settings.BACKUP_IDENTITY)
    with _unpacked(path, identities) as (folder, manifest):
        _check_it_fits(manifest)
        restore(folder / NAMES[connection.vendor], made_by=manifest["pg_dump"])
        _check_rows(manifest)
        _put_files(folder / FILES)
    trail = verify()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", interactive=False, verbosity=0)
    _doubt_waiting_mails()
    found = look_at_files()
    restored = Restored(
        made_at=manifest["made_at"],
        tables=len(manifest["rows"]),
        rows=sum(manifest["rows"].values()),
        files=found.files,
        missing=len(found.missing),
        missing_before=manifest["missing"],
        migrations=len(waiting),
        trail_rows=trail.rows,
        trail_problem=trail.problem,
    )
    return restored, manifest


def identities_from(place: str) -> list[str]:
    """The secret keys in a file, as age-keygen writes it. Nobody but its owner may read that."""
    if not place:
        raise Refused(
            "Set BACKUP_IDENTITY in the environment to the path of the file with the secret key, which "
            "manage.py new_backup_key made. It lies elsewhere than the backups and the service."
        )
    path = Path(place)
    try:
        mode, text = path.stat().st_mode, path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"BACKUP_IDENTITY names {path}, which is not there or not for this user to read.") from error
    if mode & 0o077:
        raise Refused(f"Others than its owner may read the secret key in {path}: run chmod 600 {path}, and try again.")
    if text.startswith(("age-encryption.org", "-----BEGIN AGE")):
        raise Refused(f"{path} is encrypted itself. Open it first: age --decrypt --output FILE {path}")
    identities = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        for identity in identities or [""]:
            check_is_identity(identity)
    except NotAKey:
        raise Refused(f"{path} holds no secret key of age (AGE-SECRET-KEY-1…).") from None
    return identities


@contextmanager
def _unpacked(path: Path, identities: list[str]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The parts of an archive, in a folder beside the files they are to become."""
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear_away(place, ".restoring-*")
    with tempfile.TemporaryDirectory(dir=place, prefix=".restoring-") as name:
        try:
            with path.open("rb") as source:
                manifest = unpack(source, identities, Path(name))
        except (CannotOpen, Damaged) as fault:
            raise Refused(f"{fault} Nothing was changed.") from fault
        except OSError as error:
            raise Refused(
                f"The archive could not be unpacked in {place}: {error.strerror}. Nothing was changed."
            ) from error
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
    if NAMES.get(manifest["database"]) not in manifest["parts"]:
        raise Refused("The archive holds no database. Nothing was changed.")
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


def _check_files(parts: dict[str, str]) -> None:
    """Each file lies where it belongs, as it was backed up, and no other does."""
    there = {f"{FILES}{name}": hash_of(path) for name, path in files_on_disk()}
    if there != {name: sha256 for name, sha256 in parts.items() if name.startswith(FILES)}:
        raise Refused("Files are missing after the restore, or are not as they were backed up.")


def _put_files(source: Path) -> None:
    """Put the files in the place of those that are there, which go only when the new ones are in."""
    place = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(dir=place, prefix=".before-") as name:
        moves = [(entry, Path(name) / entry.name) for entry in place.iterdir() if not entry.name.startswith(".")]
        moves += [(entry, place / entry.name) for entry in source.iterdir()]
        try:
            _move(moves)
        except OSError as error:
            raise Refused(
                f"The database is restored, but its files could not be put in {place} ({error.filename}: "
                f"{error.strerror}), where those from before still are. Put that right, and run it again."
            ) from error
    clear_away(place, ".before-*")
    sync(place)


def _move(moves: list[tuple[Path, Path]]) -> None:
    """Move all, or none."""
    try:
        for here, there in moves:
            here.rename(there)
    except BaseException:
        for here, there in reversed(moves):
            if there.exists() and not here.exists():
                there.rename(here)
        raise


def _doubt_waiting_mails() -> None:
    """What waited when the backup was made has gone since, as a rule: it is not sent a second time by itself."""
    on_the_way = (MailState.WAITING, MailState.CLAIMED, MailState.HANDING_OVER)
    Mail.objects.filter(state__in=on_the_way).update(state=MailState.PERHAPS_SENT, why=PERHAPS_SINCE)
