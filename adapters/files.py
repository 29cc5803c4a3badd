"""What a file really is, and whether it may be kept: by its content alone, and as nothing else than that.

What each kind is held to stands beside this module: `pdf_files`, `office_files`, `pictures`, `messages`. Every refusal
is one sentence that says what is wrong with the file and what to do.
"""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from adapters import messages, office_files, pdf_files, pictures
from adapters.file_kinds import (
    DOCUMENTS,
    EML,
    EXTENSIONS,
    KINDS,
    MESSAGES,
    MSG,
    PDF,
    PICTURES,
    TEXT,
    UnsafeFile,
    clean_name,
    ending_of,
    megabytes,
)

RISKY_ENDINGS = frozenset(
    {".bat", ".cmd", ".com", ".cpl", ".dll", ".docm", ".exe", ".hta", ".htm", ".html", ".jar", ".js", ".jse", ".lnk"}
    | {".mht", ".msi", ".pif", ".ps1", ".py", ".rtf", ".scr", ".sh", ".svg", ".vb", ".vbe", ".vbs", ".wsf", ".xhtml"}
    | {".xlsm", ".xml", ".zip"}
)
"""Endings that may not stand before the last one: "report.exe.pdf"."""


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
    content_type = type_of(data, name)
    if content_type is None:
        raise UnsafeFile(f"“{name}” is not a file we can keep. Choose {KINDS}.")
    if ending_of(name) not in EXTENSIONS[content_type]:
        right = EXTENSIONS[content_type][0]
        raise UnsafeFile(f"“{name}” does not end as its content does ({right}). Rename it, or save it again.")
    _check_is_one_kind(data, content_type, name)
    if content_type == PDF:
        pdf_files.check(data, name)
    elif content_type in DOCUMENTS:
        office_files.check(data, content_type, name)
    elif content_type in PICTURES:
        pictures.check(data, content_type, name)
    elif content_type in MESSAGES:
        messages.check(data, content_type, name)
    return FileFacts(name, content_type, len(data), hashlib.sha256(data).hexdigest())


def type_of(data: bytes, name: str) -> str | None:
    """The content type, told by the content; None for what is not kept.

    The name tells a document that is broken or locked from a file of another kind, and an e-mail from a text that
    begins as one. Raises UnsafeFile where more can be said than that the file is not kept.
    """
    if data.startswith(office_files.ZIP):
        return office_files.type_of_zipped(data, name)
    if data.startswith(office_files.CONTAINER):
        return office_files.type_of_container(data, name)
    if picture := pictures.type_of(data):
        return picture
    is_text = _is_text(data)
    if pdf_files.HEADER in data[: pdf_files.HEADER_WITHIN] and (not is_text or pdf_files.opens(data)):
        return PDF
    if ending_of(name) in EXTENSIONS[EML] and messages.begins_as_message(data):
        return EML
    return TEXT if is_text and not _looks_like_markup_or_script(data) else None


def _whole(content: BinaryIO, name: str, most_bytes: int) -> bytes:
    content.seek(0)
    data = content.read(most_bytes + 1)
    content.seek(0)
    if not data:
        raise UnsafeFile(f"“{name}” is empty. Check the file and choose it again.")
    if len(data) > most_bytes:
        raise UnsafeFile(f"“{name}” is larger than {megabytes(most_bytes)}. Choose a smaller file.")
    return data


def _check_endings(name: str) -> None:
    earlier = [ending.lower().strip() for ending in PurePosixPath(name).suffixes[:-1]]
    if any(ending in RISKY_ENDINGS for ending in earlier):
        raise UnsafeFile(f"“{name}” has two endings, as harmful files do. Rename it with one ending.")


def _check_is_one_kind(data: bytes, content_type: str, name: str) -> None:
    """Nothing opens as another kind than the one that was checked: no PDF that is a zip file too, and the like.

    What an Outlook message carries stands in it as it is, so that its end may look like one of a zip file.
    """
    is_pdf = content_type != PDF and pdf_files.HEADER in data[: pdf_files.HEADER_WITHIN] and pdf_files.opens(data)
    is_zip = content_type not in (*DOCUMENTS, MSG) and _opens_as_zip(data)
    if is_pdf or is_zip:
        raise UnsafeFile(f"“{name}” is two kinds of file in one, as harmful files are. Print it to PDF, and send that.")


def _opens_as_zip(data: bytes) -> bool:
    if office_files.END_OF_ZIP not in data:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return bool(parts.namelist())
    except office_files.DAMAGED_ZIP:
        return False


def _is_text(data: bytes) -> bool:
    if b"\x00" in data:
        return False
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _is_western_text(data)
    return True


MOSTLY = 0.9


def _is_western_text(data: bytes) -> bool:
    """Text from an older Windows program: mostly ordinary characters, no control characters."""
    ordinary = data.translate(None, delete=bytes(byte for byte in range(0x20) if byte not in b"\t\n\r\f"))
    if len(ordinary) < len(data):
        return False
    return len(data.translate(None, delete=bytes(range(0x7F, 0x100)))) > MOSTLY * len(data)


def _looks_like_markup_or_script(data: bytes) -> bool:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<", b"#!", b"{\\rtf", b"mz"))
