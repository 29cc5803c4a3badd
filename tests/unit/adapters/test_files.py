"""What may be kept, told by content; and the sentence for each file that may not."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.file_kinds import DOCX, EML, HEIC, JPEG, MSG, ODT, PDF, PNG, TEXT, UnsafeFile, clean_name, megabytes
from adapters.files import facts_of_file
from tests.factories.files import (
    A_HEIC,
    AN_EXE,
    a_container,
    a_docx,
    a_msg,
    a_pdf,
    a_photograph_with_its_place,
    a_picture,
    a_zip,
    an_email,
    an_odt,
)
from tests.unit.adapters.refusing import MOST, check, refusal

TWO_KINDS = "is two kinds of file in one, as harmful files are. Print it to PDF, and send that."

KEPT = [
    (a_pdf(), "report.pdf", PDF),
    (a_pdf(), "Report.PDF", PDF),
    (a_docx(), "report.docx", DOCX),
    (an_odt(), "report.odt", ODT),
    (a_picture(), "drawing.png", PNG),
    (a_photograph_with_its_place(), "photo.jpeg", JPEG),
    (A_HEIC, "IMG_0001.HEIC", HEIC),
    (bytes(an_email()), "letter.eml", EML),
    (a_msg(), "letter.msg", MSG),
    ("Zoë likes trains.".encode(), "notes.txt", TEXT),
    ("Zoë likes trains.".encode("cp1252"), "notes.txt", TEXT),
    (bytes(an_email()), "pasted.txt", TEXT),
]


@pytest.mark.parametrize(("data", "name", "content_type"), KEPT, ids=[name for _, name, _ in KEPT])
def test_files_that_are_what_they_say_are_kept(data, name, content_type):
    facts = check(data, name)
    assert (facts.content_type, facts.size, facts.name) == (content_type, len(data), name)
    assert len(facts.sha256) == 64


def test_the_stream_is_left_at_its_beginning():
    content = io.BytesIO(a_pdf())
    facts_of_file(content, "a.pdf", most_bytes=MOST)
    assert content.tell() == 0


def test_an_empty_file():
    assert refusal(b"", "report.pdf") == "“report.pdf” is empty. Check the file and choose it again."


def test_a_file_too_large():
    message = refusal(b"x" * (MOST + 1), "report.txt")
    assert message == "“report.txt” is larger than 5 MB. Choose a smaller file."


@pytest.mark.parametrize("name", ["report.pdf", "report.docx", "report.png", "report.exe", "report.eml"])
def test_a_program_under_any_name(name):
    assert "is not a file we can keep. Choose a PDF, a Word document" in refusal(AN_EXE, name)


@pytest.mark.parametrize("text", [b"<html><script>alert(1)</script></html>", b"#!/bin/sh\nrm -r /", b"{\\rtf1 hello}"])
def test_markup_and_scripts_are_not_plain_text(text):
    assert "is not a file we can keep" in refusal(text, "notes.txt")


def test_a_pdf_under_another_ending():
    message = refusal(a_pdf(), "report.docx")
    assert message == "“report.docx” does not end as its content does (.pdf). Rename it, or save it again."


@pytest.mark.parametrize("name", ["report.exe.pdf", "report.js.pdf", "report.docm.pdf"])
def test_two_endings(name):
    assert refusal(a_pdf(), name) == f"“{name}” has two endings, as harmful files do. Rename it with one ending."


def test_dots_in_a_name_are_no_second_ending():
    assert check(a_pdf(), "Report 3.11.2026.pdf").name == "Report 3.11.2026.pdf"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n\n", b"\x00junk of a mail gateway\x00", b"x" * 1000])
def test_a_pdf_with_something_before_its_header(before):
    assert check(before + a_pdf(), "report.pdf").content_type == PDF
    assert "does not end as its content does (.pdf)" in refusal(before + a_pdf(), "report.txt")


def test_a_text_that_speaks_of_pdfs_is_a_text():
    assert check(b"A PDF begins with %PDF-1.7, he said.", "notes.txt").content_type == TEXT


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (a_pdf() + a_zip({"x.exe": AN_EXE}), "report.pdf"),
        (a_photograph_with_its_place() + a_zip({"x.html": "<script>"}), "photo.jpg"),
        (A_HEIC + a_zip({"x.exe": AN_EXE}), "photo.heic"),
        (a_photograph_with_its_place()[:20] + a_pdf(), "photo.jpg"),
    ],
)
def test_a_file_that_opens_as_two_kinds(data, name):
    assert refusal(data, name) == f"“{name}” {TWO_KINDS}"


def test_a_document_that_opens_as_a_pdf_too():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", ODT)
        parts.writestr("Pictures/x", a_pdf())  # not packed, so that a reader of PDFs finds it
        parts.writestr("content.xml", "<x/>")
    assert refusal(out.getvalue(), "report.odt") == f"“report.odt” {TWO_KINDS}"


def test_names_lose_their_path_and_keep_their_ending():
    assert clean_name("C:\\temp\\..\\a\x00b.pdf") == "ab.pdf"
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("...") == "file"
    long = clean_name("x" * 400 + ".pdf")
    assert len(long) == 200
    assert long.endswith(".pdf")


def test_sizes_in_words():
    assert megabytes(20 * 1024 * 1024) == "20 MB"
    assert megabytes(2048) == "2 KB"


ENDINGS = [".pdf", ".docx", ".odt", ".png", ".jpg", ".heic", ".eml", ".msg", ".txt", ""]
BEGINNINGS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
]
BEGINNINGS += [b"\x00\x00\x00\x1cftypheic", b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"]


def kept_or_refused(data, name):
    """Whatever it holds, a file is kept, or refused with its sentence."""
    with suppress(UnsafeFile):
        assert len(check(data, name).sha256) == 64


@settings(max_examples=100)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300), st.sampled_from(ENDINGS))
def test_no_bytes_raise_anything_but_their_refusal(beginning, rest, ending):
    kept_or_refused(beginning + rest, f"file{ending}")


WHOLE = [*((data, name) for data, name, _ in KEPT), (a_container({"WordDocument": b"x"}), "old.doc")]


@settings(max_examples=100)
@given(st.sampled_from(WHOLE), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=8))
def test_a_real_file_broken_anywhere_is_kept_or_refused(whole, at, cut, put_in):
    data, name = whole
    begin = int(at * len(data))
    broken = data[:begin] + put_in + data[begin + len(put_in) :]
    kept_or_refused(broken if cut > 0.3 else broken[: int(cut * 3 * len(broken))], name)
