"""Files and their rows: what a failed transaction wrote is removed, and what does not fit together is found."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import transaction

from base.refusals import Refused
from casework.enums import DocumentKind
from casework.models import PlanDocument
from casework.versions.actions import discard_document, keep_document, order_document, plan_version_of
from operations.files.queries import files_on_disk
from operations.models import FileCheck
from tests.factories.journeys import a_case_at, the_people

NAME = f"ab/{'0' * 31}"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def save(name: str = f"{NAME}1") -> str:
    return default_storage.save(name, ContentFile(b"content"))


@pytest.mark.django_db(transaction=True)
def test_a_file_of_a_transaction_that_failed_is_removed_when_the_request_ends(uploads: Path) -> None:
    request_started.send(sender=None)
    with transaction.atomic():
        save()
        transaction.set_rollback(True)
    with transaction.atomic():
        kept = save(f"{NAME}2")
    assert len(list(files_on_disk())) == 2
    request_finished.send(sender=None)
    assert [name for name, _ in files_on_disk()] == [kept]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_a_row_names_is_never_removed(uploads: Path, monkeypatch) -> None:
    """Even where what should follow the commit did not run, as when something before it failed."""
    monkeypatch.setattr(transaction, "on_commit", lambda *args, **kwargs: None)
    monkeypatch.setattr("operations.files.storage.names_in_rows", set)
    request_started.send(sender=None)
    with transaction.atomic():
        save()
    request_finished.send(sender=None)
    assert len(list(files_on_disk())) == 1


@pytest.mark.parametrize(
    ("error", "sentence"), [(errno.ENOSPC, "the server’s disk is full"), (errno.EROFS, "cannot be written to")]
)
def test_a_disk_that_takes_no_file_is_a_refusal_and_leaves_no_half(
    db, uploads: Path, error: int, sentence: str
) -> None:
    class HalfRead(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half of it"
            raise OSError(error, os.strerror(error))

    with pytest.raises(Refused, match=sentence):
        default_storage.save(f"{NAME}1", HalfRead(b"content"))
    assert list(files_on_disk()) == []


@pytest.fixture
def document(db, uploads: Path) -> PlanDocument:
    people = the_people()
    plan_version = plan_version_of(a_case_at("finalising", people))
    ordered = order_document(plan_version, DocumentKind.DRAFT, "<p>The draft</p>", by=people.coordinator)
    return keep_document(ordered, b"%PDF-1.7", pages=1)


def test_a_row_without_a_file_and_a_file_without_a_row_are_found(document: PlanDocument, uploads: Path, capsys) -> None:
    call_command("check_files")
    assert "Every file has its row and every row its file." in capsys.readouterr().out
    Path(document.content.path).unlink()
    old, new, foreign = save(), save(f"{NAME}2"), uploads / "a-holiday.jpg"
    foreign.write_bytes(b"not ours")
    for path in (uploads / old, foreign):
        os.utime(path, (0, 0))
    call_command("check_files", "--remove-unclaimed")
    said = capsys.readouterr().out
    assert f"The file of casework.plandocument {document.pk} is not there." in said
    assert f"No row names the file {old}." in said
    assert {name for name, _ in files_on_disk()} == {new, "a-holiday.jpg"}
    check = FileCheck.objects.get()
    assert (check.missing, check.unclaimed) == (1, 0)


def test_the_file_of_a_draft_that_is_discarded_goes_after_the_commit(
    document: PlanDocument, django_capture_on_commit_callbacks
) -> None:
    path = Path(document.content.path)
    with django_capture_on_commit_callbacks() as callbacks:
        discard_document(document.plan_version, DocumentKind.DRAFT)
    assert path.exists()
    for callback in callbacks:
        callback()
    assert not path.exists()


@pytest.mark.django_db
def test_what_is_uploaded_may_be_read_by_the_service_alone(uploads: Path) -> None:
    kept = os.umask(0)
    try:
        path = uploads / save()
    finally:
        os.umask(kept)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
