"""PDFs that come from outside: whether one may be kept, and the words of its pages."""

import io
import logging
import time
import warnings
from collections.abc import Iterator

import pikepdf

from adapters.file_kinds import UnsafeFile, damaged, has_files_inside, locked

HEADER = b"%PDF-"
HEADER_WITHIN = 1024
"""Readers look for the header in the first 1,024 bytes, whatever stands before it (ISO 32000-1, annex H.3.4.1)."""

ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition", "/Movie"}
)
ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/3D"})

BROKEN = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, OverflowError, KeyError)
"""What pikepdf may raise of a PDF that opens and is broken within."""


def _opened(data: bytes) -> pikepdf.Pdf:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pikepdf.open(io.BytesIO(data), suppress_warnings=True)


def opens(data: bytes) -> bool:
    """Whether a reader would take it for a PDF: it opens and has a page, or asks for its password."""
    try:
        with _opened(data) as pdf:
            return len(pdf.pages) > 0
    except pikepdf.PasswordError:
        return True
    except BROKEN:
        return False


def check(data: bytes, name: str) -> None:
    """Refuse a PDF that needs a password, is damaged, or does anything but be read.

    One that opens without a password is taken, also where it may not be changed or printed.
    """
    try:
        pdf = _opened(data)
    except pikepdf.PasswordError as error:
        raise locked(name) from error
    except BROKEN as error:
        raise damaged(name) from error
    with pdf:
        try:
            if not pdf.pages:
                raise UnsafeFile(f"“{name}” has no pages. Check the file and choose it again.")
            _check_is_quiet(pdf, name)
        except BROKEN as error:
            raise damaged(name) from error


def _check_is_quiet(pdf: pikepdf.Pdf, name: str) -> None:
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names:
        raise has_files_inside(name)
    for thing in pdf.objects:
        for part in _dictionaries_in(thing):
            if _acts(part):
                raise UnsafeFile(f"“{name}” contains scripts or actions. Print it to PDF and choose that file.")
            if (part.get("/Type") == "/Filespec" and "/EF" in part) or _kind(part, "/Subtype") in ACTIVE_ANNOTATIONS:
                raise has_files_inside(name)


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


def pages_of(data: bytes, *, most_pages: int, until: float) -> tuple[list[str], bool]:
    """The words of each page, and whether that is all of them: no page is begun after `until` (time.monotonic)."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every fault of a file that it can read
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    pages: list[str] = []
    for page in reader.pages:
        if len(pages) == most_pages or time.monotonic() > until:
            return pages, False
        pages.append(page.extract_text())
    return pages, True
