"""What a file really is, and whether it may be kept: by content, size, active content, encryption, zip bombs.

Every refusal is one sentence that says what is wrong with the file and what to do.
"""

import hashlib
import io
import lzma
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import pikepdf
import puremagic

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PNG = "image/png"
JPEG = "image/jpeg"
TEXT = "text/plain"

EXTENSIONS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    DOCX: (".docx",),
    ODT: (".odt",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    TEXT: (".txt",),
}
"""The content types that are kept, and the endings a file of each may have."""

KINDS = "a PDF, a Word document (.docx), an OpenDocument text (.odt), a picture (.png or .jpg) or plain text (.txt)"
ACCEPT = ",".join(ending for endings in EXTENSIONS.values() for ending in endings)
"""For the `accept` attribute of a file input."""

RISKY_ENDINGS = frozenset(
    {".bat", ".cmd", ".com", ".cpl", ".dll", ".docm", ".exe", ".hta", ".htm", ".html", ".jar", ".js", ".jse", ".lnk"}
    | {".mht", ".msi", ".pif", ".ps1", ".py", ".rtf", ".scr", ".sh", ".svg", ".vb", ".vbe", ".vbs", ".wsf", ".xhtml"}
    | {".xlsm", ".xml", ".zip"}
)
"""Endings that may not stand before the last one: "report.exe.pdf"."""

MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_RATIO = 200
"""How much a zipped document may unpack to: bytes in all, parts, and times its size on disk."""

DAMAGED_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, OSError, EOFError, ValueError),
)
"""What zipfile may raise for a file that is broken, by accident or on purpose."""

LONGEST_NAME = 200

SEND_APART = "Print it to PDF, and send the other files apart."


class UnsafeFile(Exception):
    """The file may not be kept; str() is the sentence that says why."""


@dataclass(frozen=True)
class FileFacts:
    """What is known of a file that passed: its cleaned name, type by content, bytes and SHA-256 (hex)."""

    name: str
    content_type: str
    size: int
    sha256: str


def facts_of_file(content: BinaryIO, name: str, *, most_bytes: int) -> FileFacts:
    """The facts of a file that may be kept. Reads it from the start and leaves it there.

    Raises UnsafeFile with the sentence to show.
    """
    name = clean_name(name)
    data = _whole(content, name, most_bytes)
    _check_endings(name)
    content_type = type_of(data)
    ending = PurePosixPath(name).suffix.lower()
    if content_type is None:
        raise UnsafeFile(f"“{name}” is not a file we can keep. Choose {KINDS}.")
    if ending not in EXTENSIONS[content_type]:
        right = EXTENSIONS[content_type][0]
        raise UnsafeFile(f"“{name}” does not end as its content does ({right}). Rename it, or save it again.")
    if content_type == PDF:
        _check_pdf(data, name)
    elif content_type in (DOCX, ODT):
        _check_zipped(data, name)
    return FileFacts(name, content_type, len(data), hashlib.sha256(data).hexdigest())


def clean_name(name: str) -> str:
    """The name without a path or control characters, no longer than the database keeps; its ending stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable()).strip(" .") or "file"
    if len(plain) <= LONGEST_NAME:
        return plain
    ending = PurePosixPath(plain).suffix[:10]
    return plain[: LONGEST_NAME - len(ending)] + ending


def type_of(data: bytes) -> str | None:
    """The content type, told by the content alone; None for what is not kept."""
    if _is_text(data):
        return None if _looks_like_markup_or_script(data) else TEXT
    if data.startswith(b"PK\x03\x04"):
        return _zipped_type(data)
    try:
        guesses = {guess.mime_type for guess in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        return None
    if data.startswith(b"%PDF-") and PDF in guesses:
        return PDF
    return next((known for known in (PNG, JPEG) if known in guesses and _begins_as(data, known)), None)


def _begins_as(data: bytes, content_type: str) -> bool:
    return data.startswith({PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}[content_type])


def _whole(content: BinaryIO, name: str, most_bytes: int) -> bytes:
    content.seek(0)
    data = content.read(most_bytes + 1)
    content.seek(0)
    if not data:
        raise UnsafeFile(f"“{name}” is empty. Check the file and choose it again.")
    if len(data) > most_bytes:
        raise UnsafeFile(f"“{name}” is larger than {megabytes(most_bytes)}. Choose a smaller file.")
    return data


def megabytes(size: int) -> str:
    """Bytes as people say them: "20 MB"."""
    return f"{size / (1024 * 1024):.0f} MB" if size >= 1024 * 1024 else f"{size / 1024:.0f} KB"


def _check_endings(name: str) -> None:
    earlier = [ending.lower().strip() for ending in PurePosixPath(name).suffixes[:-1]]
    if any(ending in RISKY_ENDINGS for ending in earlier):
        raise UnsafeFile(f"“{name}” has two endings, as harmful files do. Rename it with one ending.")


def _is_text(data: bytes) -> bool:
    if b"\x00" in data or data.startswith(b"%PDF-"):
        return False
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _is_western_text(data)
    return True


MOSTLY = 0.9


def _is_western_text(data: bytes) -> bool:
    """Text from an older Windows program: mostly ordinary characters, no control characters."""
    if any(byte < 0x20 and byte not in b"\t\n\r\f" for byte in data):
        return False
    return sum(byte < 0x7F for byte in data) > MOSTLY * len(data)


def _looks_like_markup_or_script(data: bytes) -> bool:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<", b"#!", b"{\\rtf", b"mz"))


def _zipped_type(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            if "mimetype" in names and parts.getinfo("mimetype").file_size < 200:
                return ODT if parts.read("mimetype").strip() == ODT.encode() else None
    except DAMAGED_ZIP:
        return None
    return DOCX if {"[Content_Types].xml", "word/document.xml"} <= names else None


def _check_zipped(data: bytes, name: str) -> None:
    """Refuse zip bombs, encryption, macros and embedded objects in a Word or OpenDocument file."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        entries = parts.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(data):
            raise UnsafeFile(f"“{name}” unpacks to far more than its size. Save it again as a PDF.")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise UnsafeFile(f"“{name}” is locked with a password. Save it without one and choose it again.")
        names = [entry.filename.lower() for entry in entries]
        if any("vbaproject" in part or part.startswith(("basic/", "scripts/")) for part in names):
            raise UnsafeFile(f"“{name}” contains macros. Save it without macros, or as a PDF.")
        if any(_is_foreign(part) for part in names):
            raise UnsafeFile(f"“{name}” has other files inside it. {SEND_APART}")
        _check_unpacks_as_it_says(parts, entries, name)


def _is_foreign(part: str) -> bool:
    """A program or packed file inside a document. The sheet behind a chart is none."""
    if part.startswith("word/embeddings/"):
        return not part.endswith((".xlsx", ".docx", ".pptx", "/"))
    return part.startswith("word/activex/")


def _check_unpacks_as_it_says(parts: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """Unpack in small pieces: the sizes a zip file declares may be lies."""
    unpacked = 0
    try:
        for entry in entries:
            with parts.open(entry) as part:
                while piece := part.read(65_536):
                    unpacked += len(piece)
                    if unpacked > MOST_UNPACKED:
                        raise UnsafeFile(f"“{name}” unpacks to far more than its size. Save it again as a PDF.")
    except DAMAGED_ZIP as error:
        raise UnsafeFile(f"“{name}” is damaged and cannot be opened. Save it again, or as a PDF.") from error


ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie"}
)
ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/3D"})


def _check_pdf(data: bytes, name: str) -> None:
    """Refuse a PDF that is encrypted, damaged, or does anything but be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise UnsafeFile(f"“{name}” is locked with a password. Save it without one and choose it again.") from error
    except pikepdf.PdfError as error:
        raise UnsafeFile(f"“{name}” is damaged and cannot be opened. Save it again, or print it to PDF.") from error
    with pdf:
        if pdf.is_encrypted:
            raise UnsafeFile(f"“{name}” is encrypted. Save it without protection and choose it again.")
        try:
            if not pdf.pages:
                raise UnsafeFile(f"“{name}” has no pages. Check the file and choose it again.")
            _check_pdf_is_quiet(pdf, name)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError) as error:
            raise UnsafeFile(f"“{name}” is damaged and cannot be opened. Save it again, or print it to PDF.") from error


def _check_pdf_is_quiet(pdf: pikepdf.Pdf, name: str) -> None:
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        raise UnsafeFile(f"“{name}” has other files inside it. {SEND_APART}")
    for thing in pdf.objects:
        for part in _dictionaries_in(thing):
            if _acts(part):
                raise UnsafeFile(f"“{name}” contains scripts or actions. Print it to PDF and choose that file.")
            if (part.get("/Type") == "/Filespec" and "/EF" in part) or _kind(part, "/Subtype") in ACTIVE_ANNOTATIONS:
                raise UnsafeFile(f"“{name}” has other files inside it. {SEND_APART}")


def _acts(part: pikepdf.Object) -> bool:
    """Whether this dictionary makes the reader's program do something: scripts, programs, forms sent, XFA."""
    return "/JS" in part or "/XFA" in part or _kind(part, "/S") in ACTIVE_ACTIONS


def _kind(part: pikepdf.Object, key: str) -> str:
    value = part.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionaries_in(thing: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The dictionary of this object and those written within it, however deep; others are objects of their own."""
    left = [thing]
    while left:
        part = left.pop()
        if isinstance(part, pikepdf.Stream):
            part = part.stream_dict
        if isinstance(part, pikepdf.Dictionary):
            yield part
            within = list(part.values())
        elif isinstance(part, pikepdf.Array):
            within = list(part)
        else:
            continue
        left += [value for value in within if isinstance(value, pikepdf.Object) and not value.is_indirect]
