"""Word and OpenDocument files: whether one may be kept, and its words."""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from adapters.file_kinds import (
    DOCUMENTS,
    DOCX,
    EXTENSIONS,
    MSG,
    ODT,
    UnsafeFile,
    damaged,
    ending_of,
    has_files_inside,
    locked,
    unpacks_to_more,
)

ZIP = b"PK\x03\x04"
END_OF_ZIP = b"PK\x05\x06"
CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a zipped document begins, and how the container of old and of locked Office files and of Outlook messages."""

MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_RATIO = 200
"""How much a zipped document may unpack to: bytes in all, parts, and times its size on disk."""

MOST_XML = 20 * 1024 * 1024
"""Bytes of XML that are read through, which takes 4 seconds: a report of 1,000 pages has about 10 MB."""

DAMAGED_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, OSError, EOFError, ValueError, KeyError),
)
"""What zipfile may raise for a file that is broken, by accident or on purpose."""

NEEDED = {DOCX: ("[Content_Types].xml", "word/document.xml"), ODT: ("mimetype", "content.xml")}


def type_of_zipped(data: bytes, name: str) -> str | None:
    """Which document a zip file is; None for one that is none. What ends as a document and is none is damaged."""
    claims = any(ending_of(name) in EXTENSIONS[kind] for kind in DOCUMENTS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            if "mimetype" in names and parts.getinfo("mimetype").file_size < 200:
                found = ODT if parts.read("mimetype").strip() == ODT.encode() else None
            else:
                found = DOCX
    except DAMAGED_ZIP as error:
        if claims:
            raise damaged(name) from error
        return None
    if found and names.issuperset(NEEDED[found]):
        return found
    if claims:
        raise UnsafeFile(
            f"“{name}” is not the document that its name says, or parts of it are missing. "
            "Save it again, or as a PDF, and choose that file."
        )
    return None


def type_of_container(data: bytes, name: str) -> str | None:
    """Of what begins as an old Office file only an Outlook message is kept. Others are told what they are."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {"/".join(path) for path in container.listdir()}
    except Exception as error:  # it raises what it likes of a broken file
        raise damaged(name) from error
    if "EncryptedPackage" in names:
        raise locked(name)
    if "WordDocument" in names:
        raise UnsafeFile(
            f"“{name}” is an old Word document (.doc). Save it as .docx or as a PDF, and choose that file."
        )
    return MSG if "__properties_version1.0" in names else None


def check(data: bytes, content_type: str, name: str) -> None:
    """Refuse zip bombs, locks, macros, files inside, and whatever reaches outside the document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check_parts(parts, parts.infolist(), len(data), name)
            _check_words(parts, content_type, name)
    except (*DAMAGED_ZIP, SAXException, DefusedXmlException, RecursionError) as error:
        raise damaged(name) from error


def _check_parts(parts: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size:
        raise unpacks_to_more(name)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise locked(name)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):  # which of the two a program opens is its choice
        raise damaged(name)
    if any(_reaches_outside(part) for part in names):
        raise UnsafeFile(
            f"“{name}” has a part whose path leads outside the document, as harmful files do. "
            "Open it, save it as a PDF, and choose that file."
        )
    if any("vbaproject" in part or part.startswith(("basic/", "scripts/")) for part in names):
        raise _has_macros(name)
    if any(_is_foreign(part) for part in names):
        raise has_files_inside(name)
    _check_unpacks_as_it_says(parts, entries, name)


def _has_macros(name: str) -> UnsafeFile:
    return UnsafeFile(f"“{name}” contains macros. Save it without macros, or as a PDF.")


def _draws_on(what: str, name: str) -> UnsafeFile:
    return UnsafeFile(f"“{name}” draws on {what} outside the file. Save it as a PDF, and choose that file.")


TEMPLATE = "a template"
OTHER = "a picture or another document"


def _reaches_outside(path: str) -> bool:
    """Whether a path leads out of the document: absolute, on a drive, or up past its top."""
    path = path.replace("\\", "/")
    return path.startswith("/") or ":" in path or posixpath.normpath(path).split("/")[0] == ".."


def _is_foreign(part: str) -> bool:
    """A program or packed file inside a document. The sheet behind a chart is none."""
    if part.startswith("word/embeddings/"):
        return not part.endswith((".xlsx", ".docx", ".pptx", "/"))
    return part.startswith("word/activex/")


def _check_unpacks_as_it_says(parts: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """Unpack in small pieces: the sizes a zip file declares may be lies."""
    unpacked = 0
    for entry in entries:
        with parts.open(entry) as part:
            while piece := part.read(65_536):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise unpacks_to_more(name)


def _check_words(parts: zipfile.ZipFile, content_type: str, name: str) -> None:
    """Read its XML through for what reaches outside, or is put in from elsewhere when it is opened."""
    names = [each for each in parts.namelist() if _is_read_through(each, content_type)]
    if sum(parts.getinfo(each).file_size for each in names) > MOST_XML:
        raise unpacks_to_more(name)
    for each in names:
        if content_type == ODT:
            _parse(parts.read(each), _OdtChecks(name))
        elif each.endswith(".rels"):
            _parse(parts.read(each), _Relationships(each, name))
        else:
            _parse(parts.read(each), _WordFields(name))


def _is_read_through(part: str, content_type: str) -> bool:
    if content_type == DOCX:
        return part.endswith(".rels") or (part.startswith("word/") and part.endswith(".xml"))
    own = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.xml")
    return posixpath.basename(part) in own


def _parse(xml: bytes, handler: ContentHandler) -> None:
    """Read XML with a handler. No document needs a document type, which is how XML is made to explode or to fetch."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    parser.parse(io.BytesIO(xml))


class _Relationships(ContentHandler):
    """What a part of a Word file refers to. Only a link may lead outside: somebody has to follow it."""

    def __init__(self, part: str, name: str) -> None:
        super().__init__()
        self.folder = posixpath.dirname(posixpath.dirname(part))
        self.name = name

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        if name[1] != "Relationship":
            return
        found = {key[1]: value for key, value in attrs.items()}
        kind = found.get("Type", "").rpartition("/")[2].lower()
        target = found.get("Target", "")
        if kind == "afchunk":
            raise has_files_inside(self.name)
        if found.get("TargetMode", "").lower() == "external":
            if kind != "hyperlink":
                raise _draws_on(TEMPLATE if kind == "attachedtemplate" else OTHER, self.name)
        elif _reaches_outside(target.lstrip("/") if target.startswith("/") else posixpath.join(self.folder, target)):
            raise _draws_on(TEMPLATE if kind == "attachedtemplate" else OTHER, self.name)


FETCHING_FIELDS = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE
)
"""Fields of Word that fetch something from elsewhere, or start a program, when the document is opened."""


class _WordFields(ContentHandler):
    """The fields of a part of a Word file: none that fetches. Their codes may be written in pieces, and nested."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.codes: list[str] = []
        self.is_code = False

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        found = {key[1]: value for key, value in attrs.items()}
        if name[1] == "altChunk":
            raise has_files_inside(self.name)
        if name[1] == "fldSimple":
            self._check(found.get("instr", ""))
        if name[1] == "fldChar":
            self._turn(found.get("fldCharType", ""))
        self.is_code = name[1] == "instrText"

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        self.is_code = False

    def characters(self, content: str) -> None:
        if self.is_code and self.codes:
            self.codes[-1] += content

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            if self.codes and not self.codes[-1].strip():  # what the field does would be made up by another
                raise _draws_on(OTHER, self.name)
            self.codes.append("")
        elif kind in ("separate", "end") and self.codes:
            self._check(self.codes[-1])
            # The result that follows a separator is no code: a field within it stands by itself.
            self.codes[-1] = "result"
            if kind == "end":
                self.codes.pop()

    def _check(self, code: str) -> None:
        if FETCHING_FIELDS.match(code):
            raise _draws_on(OTHER, self.name)


LINKS = ("a", "hyperlink")
"""Elements of OpenDocument that are links: somebody has to follow them."""


class _OdtChecks(ContentHandler):
    """A part of an OpenDocument text: no macros, no lock, and nothing fetched from outside."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        space, element = name[0] or "", name[1]
        if element == "encryption-data":
            raise locked(self.name)
        if ":script:" in space or element in ("event-listener", "script"):
            raise _has_macros(self.name)
        if element == "object-ole":
            raise has_files_inside(self.name)
        if element.startswith("dde-"):
            raise _draws_on(OTHER, self.name)
        href = next((value for key, value in attrs.items() if key[1] == "href"), "")
        if element == "template" and href:
            raise _draws_on(TEMPLATE, self.name)
        if element not in LINKS and not href.startswith("#") and _reaches_outside(href):
            raise _draws_on(OTHER, self.name)


def text_of(data: bytes, content_type: str) -> str:
    """The words of a document that was checked; its pages parted by a form feed, where it says where they end."""
    handler = _WordText() if content_type == DOCX else _OdtText()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        _parse(parts.read(NEEDED[content_type][1]), handler)
    return "".join(handler.words)


class _Words(ContentHandler):
    """Collects words between the elements that hold them; none within the elements that are left out."""

    left_out: Iterable[str] = ()
    holding: Iterable[str] = ()
    put_in: dict[str, str] = {}
    paragraphs: Iterable[str] = ()

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.held = self.skipped = 0

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802
        element = name[1]
        self.skipped += element in self.left_out
        self.held += element in self.holding
        if element in self.put_in and not self.skipped:
            many = next((value for key, value in attrs.items() if key[1] == "c"), "1") if element == "s" else "1"
            self.words.append(self.put_in[element] * min(int(many) if many.isdecimal() else 1, 100))

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        element = name[1]
        self.skipped -= element in self.left_out
        self.held -= element in self.holding
        if element in self.paragraphs and not self.skipped:
            self.words.append("\n")

    def characters(self, content: str) -> None:
        if self.held and not self.skipped:
            self.words.append(content)


class _WordText(_Words):
    """A text box stands twice in Word's XML, once for older programs; deleted words have an element of their own."""

    left_out = ("Fallback",)
    holding = ("t",)
    put_in = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "lastRenderedPageBreak": "\f"}
    paragraphs = ("p",)


class _OdtText(_Words):
    left_out = ("tracked-changes", "annotation", "note")
    holding = paragraphs = ("p", "h")
    put_in = {"s": " ", "tab": "\t", "line-break": "\n", "soft-page-break": "\f"}
