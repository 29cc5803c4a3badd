"""The words of files, by page; and that a file which cannot be read is said to be so."""

import pikepdf
import pytest

from adapters.file_kinds import DOCX, EML, HEIC, ODT, PDF, PNG, TEXT
from adapters.reading import MOST_CHARACTERS, Unreadable, Words, picture_of, read_words, words_of
from tests.factories.files import A_HEIC, a_docx, a_pdf, a_picture, an_email, an_odt


def test_the_pages_of_a_pdf():
    words = read_words(a_pdf(None, "First page", "Second page\nand more"), PDF)
    assert words == Words("First page\fSecond page\nand more", is_whole=True, has_pages=True)


def test_a_pdf_that_may_not_be_changed_is_read():
    protected = a_pdf(None, "He reads.", encryption=pikepdf.Encryption(owner="o", user=""))
    assert read_words(protected, PDF).text == "He reads."


def test_pages_that_were_scanned_have_no_words():
    assert read_words(a_pdf(), PDF) == Words("")
    assert read_words(a_picture(), PNG) == Words("")


def test_a_file_is_read_up_to_its_limits(monkeypatch):
    monkeypatch.setattr("adapters.reading.MOST_PAGES", 1)
    assert read_words(a_pdf(None, "First", "Second"), PDF) == Words("First", is_whole=False, has_pages=True)
    monkeypatch.setattr("adapters.reading.MOST_SECONDS", -1)
    assert read_words(a_pdf(None, "First"), PDF) == Words("")
    long = read_words(b"x" * (MOST_CHARACTERS + 1), TEXT)
    assert (len(long.text), long.is_whole) == (MOST_CHARACTERS, False)


def test_texts_documents_and_messages():
    assert read_words("Zoë\r\nreads.\x07".encode("cp1252"), TEXT).text == "Zoë\nreads."
    run = "<w:r><w:t>He reads.</w:t></w:r>"
    assert read_words(a_docx(body=f"<w:p>{run}</w:p>"), DOCX) == Words("He reads.\n")
    assert read_words(an_odt(body="<text:p>He reads.</text:p>"), ODT).text == "He reads.\n"
    assert "needs an adult" in read_words(bytes(an_email()), EML).text


def test_a_program_of_its_own_reads_it():
    assert words_of(a_pdf(None, "He reads."), PDF).text == "He reads."
    assert picture_of(A_HEIC, HEIC).startswith(b"\xff\xd8\xff")
    with pytest.raises(Unreadable):
        words_of(b"%PDF-1.7 rubbish", PDF)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr("adapters.reading.MOST_SECONDS", -9.99)
    with pytest.raises(Unreadable):
        words_of(b"He reads.", TEXT)
