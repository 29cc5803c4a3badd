"""Which Word and OpenDocument files are kept, and what is said of locked, old and broken ones."""

import io

import docx
import pytest

from adapters.file_kinds import DOCX, ODT
from adapters.office_files import text_of
from tests.factories.files import AN_EXE, a_container, a_docx, a_zip, an_odt, odt_xml, related
from tests.unit.adapters.refusing import check, refusal

DAMAGED = "is damaged and cannot be opened. Save it again, or as a PDF, and choose that file."
OUTSIDE = "draws on a picture or another document outside the file. Save it as a PDF, and choose that file."
TEMPLATE = "draws on a template outside the file. Save it as a PDF, and choose that file."


def a_real_docx():
    """As python-docx writes it: with styles, relations and properties."""
    document = docx.Document()
    document.add_heading("Speech and language")
    document.add_paragraph("Rowan says two words together.")
    document.add_table(1, 2).cell(0, 1).text = "Weekly"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_real_word_file_is_kept_and_read_in_its_order():
    assert check(a_real_docx(), "report.docx").content_type == DOCX
    assert text_of(a_real_docx(), DOCX).split() == [
        *("Speech", "and", "language", "Rowan", "says", "two", "words", "together.", "Weekly")
    ]


def test_locked_word_files():
    sentence = "“a.docx” is locked with a password. Save it without one and choose it again."
    assert refusal(a_container({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 5000}), "a.docx") == sentence
    locked = bytearray(a_docx())
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(locked), "a.docx") == sentence
    manifest = odt_xml("<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
    assert "is locked with a password" in refusal(an_odt({"META-INF/manifest.xml": manifest}), "a.odt")


@pytest.mark.parametrize("name", ["a.doc", "a.docx"])
def test_an_old_word_file(name):
    message = refusal(a_container({"WordDocument": b"x" * 6000, "1Table": b"y"}), name)
    assert message == f"“{name}” is an old Word document (.doc). Save it as .docx or as a PDF, and choose that file."


def test_other_old_files_are_not_kept():
    assert "is not a file we can keep" in refusal(a_container({"Workbook": b"x"}), "a.xls")
    assert refusal(a_container({"Workbook": b"x"})[:700], "a.doc") == f"“a.doc” {DAMAGED}"


def test_broken_documents_are_called_so():
    assert refusal(a_real_docx()[:3000], "a.docx") == f"“a.docx” {DAMAGED}"
    assert refusal(a_docx(body="<w:p>"), "a.docx") == f"“a.docx” {DAMAGED}"
    missing = "is not the document that its name says, or parts of it are missing. Save it again, or as a PDF, "
    assert refusal(a_zip({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "a.docx").startswith(
        f"“a.docx” {missing}"
    )
    assert missing in refusal(a_zip({"x.exe": AN_EXE}), "a.odt")
    assert "is not a file we can keep" in refusal(a_zip({"x.exe": AN_EXE}), "a.zip")


def test_a_broken_part_and_an_unreadable_name():
    data = bytearray(a_docx(body="<w:p/>" * 200))
    at = data.find(b"word/document.xml") + len(b"word/document.xml")
    data[at : at + 12] = b"\xff" * 12
    assert "damaged" in refusal(bytes(data), "report.docx")
    assert "damaged" in refusal(a_docx({"word/é.xml": b"x"}).replace("é".encode(), b"\xff\xfe"), "report.docx")


def test_macros():
    message = refusal(a_docx({"word/vbaProject.bin": b"x"}), "a.docx")
    assert message == "“a.docx” contains macros. Save it without macros, or as a PDF."
    assert "contains macros" in refusal(an_odt({"Basic/Standard/Module1.xml": b"x"}), "a.odt")
    runs = '<office:event-listeners><script:event-listener xlink:href="x"/></office:event-listeners>'
    assert "contains macros" in refusal(an_odt(body=runs), "a.odt")


def test_files_inside():
    for part in ("word/embeddings/oleObject1.bin", "word/activeX/activeX1.bin"):
        assert "has other files inside it" in refusal(a_docx({part: b"x"}), "a.docx")
    assert "has other files inside it" in refusal(a_docx(body="<w:altChunk/>"), "a.docx")
    chunk = {"word/_rels/document.xml.rels": related("aFChunk", "afchunk.html", "Internal")}
    assert "has other files inside it" in refusal(a_docx(chunk), "a.docx")
    assert "has other files inside it" in refusal(an_odt(body="<draw:object-ole/>"), "a.odt")


def test_the_sheet_behind_a_chart_is_kept():
    assert check(a_docx({"word/embeddings/Sheet1.xlsx": b"x"}), "a.docx").content_type == DOCX


def test_an_attached_template():
    attached = {"word/_rels/settings.xml.rels": related("attachedTemplate", "https://example.org/t.dotm")}
    assert refusal(a_docx(attached), "a.docx") == f"“a.docx” {TEMPLATE}"
    meta = odt_xml('<office:meta><meta:template xlink:href="../t.ott"/></office:meta>')
    assert refusal(an_odt({"meta.xml": meta}), "a.odt") == f"“a.odt” {TEMPLATE}"


@pytest.mark.parametrize("kind", ["image", "oleObject", "subDocument", "frame", "mailMergeSource"])
def test_what_a_word_file_takes_from_outside(kind):
    linked = {"word/_rels/document.xml.rels": related(kind, "file:///C:/x.png")}
    assert refusal(a_docx(linked), "a.docx") == f"“a.docx” {OUTSIDE}"


def test_a_link_to_click_is_kept():
    link = {"word/_rels/document.xml.rels": related("hyperlink", "https://www.nhs.uk")}
    assert check(a_docx(link), "a.docx").content_type == DOCX
    assert check(an_odt(body='<text:p><text:a xlink:href="https://www.nhs.uk"/></text:p>'), "a.odt").content_type == ODT
    inside = {"word/_rels/document.xml.rels": related("customXml", "../customXml/item1.xml", "Internal")}
    assert check(a_docx(inside), "a.docx").content_type == DOCX


def code(*texts):
    return "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)


def field(*texts):
    begin, end = ('<w:r><w:fldChar w:fldCharType="' + kind + '"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{code(*texts)}{end}</w:p>"


@pytest.mark.parametrize(
    "body",
    [
        field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k"'),
        field(" DD", "EAU", "TO x"),
        field(' includetext "https://example.org/x.docx"'),
        field(' INCLUDEPICTURE "https://example.org/x.png"'),
        '<w:p><w:fldSimple w:instr="DDE excel x"/></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>' + field(" QUOTE 68 68 69") + code(" x") + "</w:p>",
    ],
)
def test_fields_that_fetch_or_start_something(body):
    assert refusal(a_docx(body=body), "a.docx") == f"“a.docx” {OUTSIDE}"


def test_fields_of_a_letter_are_kept():
    assert check(a_docx(body=field(" PAGE ") + field(" MERGEFIELD Linked ")), "a.docx").content_type == DOCX


@pytest.mark.parametrize(
    "body",
    [
        '<draw:image xlink:href="https://example.org/x.png"/>',
        '<draw:image xlink:href="../x.png"/>',
        '<text:section><text:section-source xlink:href="file:///etc/passwd"/></text:section>',
        "<office:dde-source/>",
    ],
)
def test_what_an_opendocument_text_takes_from_outside(body):
    assert refusal(an_odt(body=body), "a.odt") == f"“a.odt” {OUTSIDE}"


@pytest.mark.parametrize("path", ["../../evil.txt", "/etc/passwd", "C:\\x.txt", "word/../../x.txt", "c:x.txt"])
def test_parts_whose_paths_lead_out_of_the_document(path):
    message = refusal(a_docx({path: "x"}), "a.docx")
    assert message == (
        "“a.docx” has a part whose path leads outside the document, as harmful files do. "
        "Open it, save it as a PDF, and choose that file."
    )
    assert "leads outside the document" in refusal(an_odt({path: "x"}), "a.odt")


def test_xml_that_declares_a_type_is_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert "damaged" in refusal(a_docx({"word/styles.xml": bomb}), "a.docx")
    assert "damaged" in refusal(an_odt({"styles.xml": bomb}), "a.odt")


def test_the_same_part_twice():
    assert "damaged" in refusal(a_docx({"WORD/document.xml": "<x/>"}), "a.docx")


def test_zip_bombs():
    bomb = a_docx({"word/media/image1.bmp": b"\x00" * (20 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refusal(bomb, "a.docx") == "“a.docx” unpacks to far more than its size. Save it again as a PDF."
    assert "unpacks to far more" in refusal(a_docx({f"word/x{n}.xml": b"" for n in range(2_100)}), "a.docx")


def test_a_zip_that_lies_about_its_size():
    data = bytearray(a_docx({"word/x.bin": b"a" * 5000}))
    at = data.rindex(b"word/x.bin") - 46
    data[at + 24 : at + 28] = (9).to_bytes(4, "little")  # the size unpacked, in the central directory
    assert "is damaged and cannot be opened" in refusal(bytes(data), "a.docx")


def test_words_of_a_word_file():
    run = "<w:r><w:t>Two</w:t><w:tab/><w:t>words</w:t><w:br/><w:t>here</w:t></w:r>"
    gone = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a form field</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    paged = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Second page</w:t></w:r></w:p>"
    text = text_of(a_docx(body=f"<w:p>{run}{gone}</w:p>{control}{paged}"), DOCX)
    assert text == "Two\twords\nhere\nIn a form field\n\fSecond page\n"


def test_words_of_an_opendocument_text():
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Head</text:h>"
        '<text:p>Two<text:s text:c="2"/>words<text:note><text:p>a note</text:p></text:note></text:p>'
    )
    assert text_of(an_odt(body=body), ODT) == "Head\nTwo  words\n"
