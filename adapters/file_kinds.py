"""The kinds of file that are kept, how they end, and what is said of a file that may not be kept."""

from pathlib import PurePosixPath

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PNG = "image/png"
JPEG = "image/jpeg"
HEIC = "image/heic"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
TEXT = "text/plain"

EXTENSIONS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    DOCX: (".docx",),
    ODT: (".odt",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    HEIC: (".heic", ".heif"),
    EML: (".eml",),
    MSG: (".msg",),
    TEXT: (".txt",),
}
"""The content types that are kept, and the endings a file of each may have."""

PICTURES = (PNG, JPEG, HEIC)
MESSAGES = (EML, MSG)
DOCUMENTS = (DOCX, ODT)

KINDS = (
    "a PDF, a Word document (.docx), an OpenDocument text (.odt), a picture (.png, .jpg or .heic), "
    "an e-mail (.eml or .msg) or plain text (.txt)"
)
ACCEPT = ",".join(ending for endings in EXTENSIONS.values() for ending in endings)
"""For the `accept` attribute of a file input."""

LONGEST_NAME = 200


class UnsafeFile(Exception):
    """The file may not be kept; str() is the sentence that says why."""


def locked(name: str) -> UnsafeFile:
    """It opens with a password only."""
    return UnsafeFile(f"“{name}” is locked with a password. Save it without one and choose it again.")


def damaged(name: str) -> UnsafeFile:
    """It is of a kind that is kept, but does not open."""
    return UnsafeFile(f"“{name}” is damaged and cannot be opened. Save it again, or as a PDF, and choose that file.")


def has_files_inside(name: str) -> UnsafeFile:
    """It carries other files, which nobody checked."""
    return UnsafeFile(f"“{name}” has other files inside it. Print it to PDF, and send the other files apart.")


def unpacks_to_more(name: str) -> UnsafeFile:
    """Opening it would take far more than it takes on disk."""
    return UnsafeFile(f"“{name}” unpacks to far more than its size. Save it again as a PDF.")


def ending_of(name: str) -> str:
    """The ending in small letters: ".pdf"; "" of a name without one."""
    return PurePosixPath(name).suffix.lower()


def clean_name(name: str) -> str:
    """The name without a path or control characters, no longer than the database keeps; its ending stays."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable()).strip(" .") or "file"
    if len(plain) <= LONGEST_NAME:
        return plain
    ending = PurePosixPath(plain).suffix[:10]
    return plain[: LONGEST_NAME - len(ending)] + ending


def megabytes(size: int) -> str:
    """Bytes as people say them: "20 MB"."""
    return f"{size / (1024 * 1024):.0f} MB" if size >= 1024 * 1024 else f"{size / 1024:.0f} KB"
