"""What may be kept, told by content; and the sentence for each file that may not."""

import io
import zipfile

import pikepdf
import pytest

from adapters.file_kinds import DOCX, JPEG, ODT, PDF, PNG, TEXT, UnsafeFile, clean_name, megabytes
from adapters.files import facts_of_file

MOST = 5 * 1024 * 1024


def a_pdf(change=None, **saving):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if change:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **saving)
    return out.getvalue()


def a_docx(extra=None, body=b"<w:document/>"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", body)
        for name, content in (extra or {}).items():
            parts.writestr(name, content)
    return out.getvalue()


def an_odt(extra=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", ODT)
        parts.writestr("content.xml", "<office/>")
        for name, content in (extra or {}).items():
            parts.writestr(name, content)
    return out.getvalue()


A_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
A_JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64 + b"\xff\xd9"
AN_EXE = b"MZ\x90\x00\x03" + b"\x00" * 200 + b"This program cannot be run in DOS mode"


def check(data, name):
    return facts_of_file(io.BytesIO(data), name, most_bytes=MOST)


def refusal(data, name):
    with pytest.raises(UnsafeFile) as refused:
        check(data, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "name", "content_type"),
    [
        (a_pdf(), "report.pdf", PDF),
        (a_pdf(), "Report.PDF", PDF),
        (a_docx(), "report.docx", DOCX),
        (an_odt(), "report.odt", ODT),
        (A_PNG, "drawing.png", PNG),
        (A_JPEG, "photo.jpeg", JPEG),
        ("Zoë likes trains.".encode(), "notes.txt", TEXT),
        ("Zoë likes trains.".encode("cp1252"), "notes.txt", TEXT),
    ],
)
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


@pytest.mark.parametrize("name", ["report.pdf", "report.docx", "report.png", "report.exe"])
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


def test_an_encrypted_pdf():
    locked = a_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refusal(locked, "a.pdf") == "“a.pdf” is locked with a password. Save it without one and choose it again."
    protected = a_pdf(encryption=pikepdf.Encryption(owner="o", user=""))
    assert refusal(protected, "a.pdf") == "“a.pdf” is encrypted. Save it without protection and choose it again."


def opens_with(action):
    def change(pdf):
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(action))

    return change


@pytest.mark.parametrize(
    "action",
    [
        {"/S": pikepdf.Name.JavaScript, "/JS": "app.alert(1)"},
        {"/S": pikepdf.Name.Launch, "/F": "cmd.exe"},
        {"/S": pikepdf.Name.SubmitForm, "/F": "https://example.org"},
        {"/S": pikepdf.Name.GoTo, "/Next": pikepdf.Dictionary({"/S": pikepdf.Name.JavaScript, "/JS": "x"})},
    ],
)
def test_a_pdf_that_acts(action):
    message = refusal(a_pdf(opens_with(action)), "a.pdf")
    assert message == "“a.pdf” contains scripts or actions. Print it to PDF and choose that file."


def test_a_pdf_that_acts_within_a_compressed_stream():
    script = {"/S": pikepdf.Name.JavaScript, "/JS": "x"}
    data = a_pdf(opens_with(script), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert "contains scripts or actions" in refusal(data, "a.pdf")


def test_a_pdf_with_a_file_inside():
    def attach(pdf):
        pdf.attachments["x.exe"] = AN_EXE

    message = refusal(a_pdf(attach), "a.pdf")
    assert message == "“a.pdf” has other files inside it. Print it to PDF, and send the other files apart."


def test_a_pdf_that_opens_at_a_page_is_harmless():
    data = a_pdf(opens_with({"/S": pikepdf.Name.GoTo, "/D": "start"}))
    assert check(data, "a.pdf").content_type == PDF


def test_a_damaged_pdf():
    message = refusal(b"%PDF-1.7\n" + b"\x80rubbish" * 40, "a.pdf")
    assert message == "“a.pdf” is damaged and cannot be opened. Save it again, or print it to PDF."


def test_a_word_file_with_macros():
    message = refusal(a_docx({"word/vbaProject.bin": b"x"}), "a.docx")
    assert message == "“a.docx” contains macros. Save it without macros, or as a PDF."
    assert "contains macros" in refusal(an_odt({"Basic/Standard/Module1.xml": b"x"}), "a.odt")


def test_a_word_file_with_a_packed_file():
    assert "has other files inside it" in refusal(a_docx({"word/embeddings/oleObject1.bin": b"x"}), "a.docx")


def test_the_sheet_behind_a_chart_is_kept():
    assert check(a_docx({"word/embeddings/Sheet1.xlsx": b"x"}), "a.docx").content_type == DOCX


def test_a_zip_bomb_in_a_word_file():
    bomb = a_docx({"word/media/image1.bmp": b"\x00" * (40 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refusal(bomb, "a.docx") == "“a.docx” unpacks to far more than its size. Save it again as a PDF."


def test_a_zip_of_too_many_parts():
    assert "unpacks to far more" in refusal(a_docx({f"word/x{n}.xml": b"" for n in range(2_100)}), "a.docx")


def test_a_zip_that_lies_about_its_size():
    data = bytearray(a_docx({"word/x.xml": b"a" * 5000}))
    at = data.rindex(b"word/x.xml") - 46
    data[at + 24 : at + 28] = (9).to_bytes(4, "little")  # the size unpacked, in the central directory
    assert "is damaged and cannot be opened" in refusal(bytes(data), "a.docx")


def test_a_zip_that_is_no_document():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("x.exe", AN_EXE)
    assert "is not a file we can keep" in refusal(out.getvalue(), "report.docx")


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


def test_a_document_with_a_broken_part_is_refused():
    data = bytearray(a_docx(body=b"<w:document>" + b"as agreed " * 200))
    at = data.find(b"word/document.xml") + len(b"word/document.xml")
    data[at : at + 12] = b"\xff" * 12
    assert "damaged" in refusal(bytes(data), "report.docx")


def test_a_document_with_an_unreadable_part_name_is_refused():
    data = a_docx({"word/é.xml": b"x"}).replace("é".encode(), b"\xff\xfe")
    assert "not a file we can keep" in refusal(data, "report.docx")


def test_a_script_is_found_however_deep_it_stands():
    def change(pdf):
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        for _ in range(40):
            action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([]), Next=action)
        pdf.Root.OpenAction = action

    assert "scripts or actions" in refusal(a_pdf(change), "report.pdf")
