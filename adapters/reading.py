"""Reading a file that came from outside: its words, or the picture of it that pages show.

A file that passed the checks may still take hours or all memory to read, so a program of its own reads it, which is
ended when it takes too long: it has no database, no key and no address. `python -m adapters.reading words TYPE` reads
the file from its input.
"""

import json
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from adapters import messages, office_files, pdf_files, pictures
from adapters.file_kinds import DOCUMENTS, MESSAGES, PDF, PICTURES

MOST_PAGES = 300
MOST_CHARACTERS = 500_000
"""What is read of one file: the longest reports have some 60 pages, of 3,000 characters each."""

MOST_SECONDS = 60
MOST_MEMORY = 2 * 1024 * 1024 * 1024
"""What reading one file may take. After two thirds of the time no new page is begun, and what was read is kept."""

PAGE_END = "\f"

CONTROLS = dict.fromkeys([*(code for code in range(0x20) if chr(code) not in "\n\t\f"), 0x7F])
"""What no words need, and a database refuses."""


class Unreadable(Exception):
    """The file could not be read: it is broken within, or took too long."""


@dataclass(frozen=True)
class Words:
    """The words of a file, its pages parted by PAGE_END; `is_whole` says whether they are all its words.

    Without pages, as in a text or in most Word files, `has_pages` is False.
    """

    text: str
    is_whole: bool = True
    has_pages: bool = False


def words_of(data: bytes, content_type: str) -> Words:
    """The words of a file that passed the checks; none of a picture. Raises Unreadable."""
    return Words(**json.loads(_read_apart("words", data, content_type)))


def picture_of(data: bytes, content_type: str) -> bytes:
    """A picture that passed the checks as the JPEG that pages show (see `pictures.shown`). Raises Unreadable."""
    return _read_apart("picture", data, content_type)


def _read_apart(what: str, data: bytes, content_type: str) -> bytes:
    command = [sys.executable, "-m", "adapters.reading", what, content_type]
    env = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    root = Path(__file__).resolve().parent.parent
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and nothing in it that anybody typed
            command, input=data, capture_output=True, timeout=MOST_SECONDS + 10, env=env, cwd=root, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Unreadable(content_type) from error
    return done.stdout


def read_words(data: bytes, content_type: str) -> Words:
    """The words of a file, here and now. Raises whatever the readers raise."""
    is_whole = True
    if content_type == PDF:
        pages, is_whole = pdf_files.pages_of(data, most_pages=MOST_PAGES, until=time.monotonic() + MOST_SECONDS * 2 / 3)
        text = PAGE_END.join(page.replace(PAGE_END, "\n").strip() for page in pages)
    elif content_type in DOCUMENTS:
        text = office_files.text_of(data, content_type)
    elif content_type in MESSAGES:
        text = messages.message_of(data, content_type).text.replace(PAGE_END, "\n")
    elif content_type in PICTURES:
        text = ""
    else:
        text = _decoded(data).replace(PAGE_END, "\n")
    is_whole = is_whole and len(text) <= MOST_CHARACTERS
    text = text[:MOST_CHARACTERS].replace("\r\n", "\n").translate(CONTROLS).encode("utf-8", "replace").decode()
    if not text.strip():
        return Words("")
    has_pages = content_type == PDF or PAGE_END in text
    return Words(text, is_whole, has_pages)


def _decoded(data: bytes) -> str:
    """Plain text as it is written today, or by an older Windows program."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _main(what: str, content_type: str) -> None:
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        with suppress(ValueError, OSError):  # where the system sets no such limit, the time of `_read_apart` holds
            resource.setrlimit(limit, (most, most))
    data = sys.stdin.buffer.read()
    if what == "words":
        out = json.dumps(asdict(read_words(data, content_type))).encode()
    else:
        out = pictures.shown(data, content_type)
    sys.stdout.buffer.write(out)


if __name__ == "__main__":
    _main(*sys.argv[1:])
