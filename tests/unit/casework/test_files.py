"""A file is kept only when the scanner, where there is one, calls it clean."""

import pytest
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult

import adapters.virus_scan
from adapters.virus_scan import ScannerSilent
from base.clock import now
from base.refusals import Refused
from casework.enums import ReadingState
from casework.files.actions import order_readings, read_file, store_file
from casework.files.queries import files_not_read
from casework.models import FileReading, StoredFile
from casework.tasks import read_stored_file
from tests.factories.cases import a_case_being_assessed
from tests.factories.files import A_HEIC, AN_EXE, a_container, a_msg, a_pdf, an_email
from tests.factories.plans import an_awaited_report


def a_text():
    return ContentFile(b"He hears well.", name="notes.txt")


@pytest.fixture
def report(coordinator, lead):
    return an_awaited_report(a_case_being_assessed(coordinator, lead))


@pytest.fixture
def scanner(settings, monkeypatch):
    """A scanner that is configured; give it its verdict."""
    settings.CLAMD_ADDRESS = "127.0.0.1:3310"

    def verdict(answer):
        def scan(content, *, address):
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(adapters.virus_scan, "is_clean", scan)

    return verdict


def test_a_clean_file_is_kept_and_marked(report, coordinator, scanner):
    scanner(True)
    assert store_file(report, a_text(), by=coordinator).was_virus_scanned is True


def test_a_virus_is_not_kept(report, coordinator, scanner):
    scanner(False)
    with pytest.raises(Refused, match=r"“notes.txt” did not pass the virus scan, so it was not kept"):
        store_file(report, a_text(), by=coordinator)
    assert not StoredFile.objects.exists()


def test_a_silent_scanner_lets_nothing_in(report, coordinator, scanner):
    scanner(ScannerSilent("no route"))
    with pytest.raises(Refused, match=r"the virus scanner does not answer. Try again in some minutes"):
        store_file(report, a_text(), by=coordinator)
    assert not StoredFile.objects.exists()


def test_the_size_of_the_settings_holds(report, coordinator, settings):
    settings.MAX_UPLOAD = 5
    with pytest.raises(Refused, match=r"“notes.txt” is larger than 0 KB. Choose a smaller file"):
        store_file(report, a_text(), by=coordinator)


def stored(report, coordinator, content, name):
    return store_file(report, ContentFile(content, name=name), by=coordinator)


def test_what_came_with_an_email_is_a_file_of_its_own(report, coordinator):
    within = an_email("Words of another.", subject="Fwd: the other child")
    attached = {"advice.pdf": a_pdf(), "setup.exe": AN_EXE, "locked.docx": a_container({"EncryptedPackage": b"x"})}
    message = stored(report, coordinator, bytes(an_email(attached=attached, within=within)), "letter.eml")
    assert list(report.files.values_list("original_name", "came_with")) == [
        ("letter.eml", None),
        ("advice.pdf", message.pk),
    ]
    assert message.left_out.splitlines() == [
        "“Fwd: the other child” is a message of its own: it was not read. Save it as a file and add that.",
        "“setup.exe” is not a file we can keep. Choose a PDF, a Word document (.docx), an OpenDocument text (.odt), "
        "a picture (.png, .jpg or .heic), an e-mail (.eml or .msg) or plain text (.txt).",
        "“locked.docx” is locked with a password. Save it without one and choose it again.",
    ]


def test_a_virus_in_what_came_with_an_email_keeps_all_of_it_out(report, coordinator, settings, monkeypatch):
    settings.CLAMD_ADDRESS = "127.0.0.1:3310"
    monkeypatch.setattr(adapters.virus_scan, "is_clean", lambda content, *, address: content.read(5) != b"%PDF-")
    with pytest.raises(Refused, match=r"“advice.pdf” did not pass the virus scan"):
        stored(report, coordinator, a_msg(attached={"advice.pdf": a_pdf()}), "letter.msg")
    assert not StoredFile.objects.exists()


def test_the_worker_is_told_to_read_a_file_with_the_row_that_keeps_it(report, coordinator):
    file = stored(report, coordinator, b"He reads.", "notes.txt")
    assert file.reading.state == ReadingState.WAITING
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.ready()] == [[file.pk]]
    assert files_not_read() == []


def test_files_of_before_are_read_too(report, coordinator):
    file = stored(report, coordinator, b"He reads.", "notes.txt")
    removed = stored(report, coordinator, b"Of another child.", "wrong.txt")
    StoredFile.objects.filter(pk=removed.pk).update(
        removed_at=now(), removed_by=coordinator, removal_reason="It is another child’s."
    )
    FileReading.objects.all().delete()
    DBTaskResult.objects.all().delete()
    assert order_readings() == 1
    assert files_not_read() == []
    read_stored_file.func(file.pk)
    read_stored_file.func(removed.pk)
    reading = FileReading.objects.get()
    assert (reading.file, reading.state, reading.text, reading.has_pages) == (file, "read", "He reads.", False)
    assert order_readings() == 0


def test_a_photograph_is_made_a_picture_that_pages_show(report, coordinator):
    reading = read_file(stored(report, coordinator, A_HEIC, "IMG_1.heic"))
    assert reading.state == ReadingState.NOTHING
    with reading.picture.open("rb") as picture:
        assert picture.read(3) == b"\xff\xd8\xff"


def test_a_file_that_is_gone_or_broken_is_said_not_to_be_read(report, coordinator):
    file = stored(report, coordinator, b"He reads.", "notes.txt")
    file.content.storage.delete(file.content.name)
    assert read_file(file).state == ReadingState.FAILED
