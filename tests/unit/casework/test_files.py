"""A file is kept only when the scanner, where there is one, calls it clean."""

import pytest
from django.core.files.base import ContentFile

import adapters.virus_scan
from adapters.virus_scan import ScannerSilent
from base.refusals import Refused
from casework.files.actions import store_file
from casework.models import StoredFile
from tests.factories.cases import a_case_being_assessed
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
