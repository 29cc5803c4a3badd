"""E-mails as files: who wrote to whom and when, what they say, and what came with them.

A message within a message is named and not read: it is sent as a file of its own, so that it is checked as one.
"""

import email
import email.message
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.policy import compat32
from html.parser import HTMLParser
from typing import Any

from adapters.file_kinds import EML, EXTENSIONS, MESSAGES, UnsafeFile, clean_name, damaged, ending_of, unpacks_to_more

MOST_PARTS = 200
MOST_DEPTH = 12
MOST_ATTACHMENTS = 50
"""Parts of a message, how deep they nest, and what comes with it: long threads have 5 deep and some 20 pictures."""

MOST_BODY = 500_000
LONGEST_HEADER = 2_000
"""Characters that are read of the body and of one header."""

HEADERS = ("From", "To", "Cc", "Date", "Subject")

KNOWN = frozenset(
    {b"from", b"to", b"date", b"subject", b"message-id", b"mime-version", b"received", b"return-path", b"content-type"}
)
HEADER_LINE = re.compile(rb"([!-9;-~]+):")


@dataclass(frozen=True)
class Attachment:
    """What came with a message."""

    name: str
    content: bytes


@dataclass
class Message:
    """A message: its headers in the order of HEADERS, its words, what came with it, and the messages within it."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is read of it, as it is shown."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers) + f"\n\n{self.body}"


def begins_as_message(data: bytes) -> bool:
    """Whether it begins with the headers of an e-mail: lines of a name and a colon, at least two of them known."""
    names: set[bytes] = set()
    for at, line in enumerate(data[:100_000].splitlines()):
        if not line:
            break
        if (line[:1] in b" \t" and names) or (at == 0 and line.startswith(b"From ")):
            continue
        found = HEADER_LINE.match(line)
        if not found:
            return False
        names.add(found[1].lower())
    return len(names & KNOWN) >= 2


def check(data: bytes, content_type: str, name: str) -> None:
    """Refuse a message that does not open, or is made of far more parts than people's messages are."""
    _message(data, content_type, name, with_body=False)


def message_of(data: bytes, content_type: str) -> Message:
    """A message that was checked, with its words."""
    return _message(data, content_type, "", with_body=True)


def attachments_of(data: bytes, content_type: str) -> tuple[list[Attachment], list[str]]:
    """What came with a message that was checked, and the names of the messages within it."""
    message = _message(data, content_type, "", with_body=False)
    return message.attachments, message.not_read


def _message(data: bytes, content_type: str, name: str, *, with_body: bool) -> Message:
    try:
        message = _of_eml(data, name, with_body) if content_type == EML else _of_msg(data, name, with_body)
    except UnsafeFile:
        raise
    except Exception as error:  # parsers raise what they like of a broken message
        raise damaged(name) from error
    if len(message.attachments) + len(message.not_read) > MOST_ATTACHMENTS:
        raise UnsafeFile(f"“{name}” has more than {MOST_ATTACHMENTS} files with it. Save them, and send them apart.")
    return message


def _of_eml(data: bytes, name: str, with_body: bool) -> Message:
    if data.lower().count(b"boundary=") > MOST_PARTS:
        raise unpacks_to_more(name)
    parsed = email.message_from_bytes(data, policy=compat32)
    message = Message([(each, words) for each in HEADERS if (words := _header(parsed, each))])
    plain: list[email.message.Message] = []
    marked_up: list[email.message.Message] = []
    for part in _parts(parsed, name):
        kind, file_name = part.get_content_type(), _file_name(part)
        if part.is_multipart() or kind.startswith("message/") or ending_of(file_name) in MESSAGE_ENDINGS:
            message.not_read.append(file_name or _subject_within(part) or "a message without a subject")
        elif kind.startswith(BODIES) and not file_name and not _is_attached(part):
            (marked_up if kind == "text/html" else plain).append(part)
        else:
            file_name = file_name or f"{kind.partition('/')[0]}{EXTENSIONS.get(kind, ('',))[0]}"
            message.attachments.append(Attachment(file_name, _content(part)))
    if with_body:
        message.body = "\n\n".join(_words(part) for part in plain).strip()
        message.body = message.body or "\n\n".join(words_of_html(_words(part)) for part in marked_up)
    return message


BODIES = ("text/plain", "text/html", "multipart/")
"""What is read as the body; the last of a message that says it has parts, and has none."""

MESSAGE_ENDINGS = tuple(ending for kind in MESSAGES for ending in EXTENSIONS[kind])


def _parts(parsed: email.message.Message, name: str) -> Iterator[email.message.Message]:
    """The parts that are not made of parts, in their order. A message within is one part."""
    left: list[tuple[Any, int]] = [(parsed, 0)]
    seen = 0
    while left:
        part, depth = left.pop()
        seen += 1
        if seen > MOST_PARTS or depth > MOST_DEPTH:
            raise UnsafeFile(f"“{name}” is made of more parts than messages are. Print it to PDF, and send that.")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            left += [(inner, depth + 1) for inner in reversed(part.get_payload())]
        else:
            yield part


def _is_attached(part: email.message.Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _content(part: email.message.Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _words(part: email.message.Message) -> str:
    return _decoded(_content(part)[: 4 * MOST_BODY], part.get_content_charset() or "utf-8")[:MOST_BODY]


CHARSETS = re.compile(
    r"(?:utf|us-ascii|ascii|iso|windows|cp|koi8|big5|gb|euc|shift|latin|mac)[-_0-9a-z]*", re.IGNORECASE
)
"""What bytes are read as. Python knows other codecs, some of them slow on purpose-made bytes."""


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset if CHARSETS.fullmatch(charset) else "utf-8", "replace")
    except LookupError:
        return content.decode("latin-1")


def _header(part: email.message.Message, name: str) -> str:
    """The words of a header in one line."""
    return _plain(str(part.get(name, "")))


def _file_name(part: email.message.Message) -> str:
    found = part.get_filename()
    return clean_name(_plain(found)) if found else ""


def _plain(header: str) -> str:
    header = header[:LONGEST_HEADER]
    if "=?" in header:
        try:
            pieces = decode_header(header)
            if all(charset is None or CHARSETS.fullmatch(charset) for _, charset in pieces):
                header = str(make_header(pieces))
        except (ValueError, LookupError, email.errors.HeaderParseError):
            pass
    return " ".join(header.encode("utf-8", "replace").decode().replace("\x00", "").split())


def _subject_within(part: email.message.Message) -> str:
    inner = part.get_payload(0) if part.is_multipart() else None
    return _header(inner, "Subject") if isinstance(inner, email.message.Message) else ""


def _of_msg(data: bytes, name: str, with_body: bool) -> Message:
    import olefile
    import oxmsg

    with olefile.OleFileIO(io.BytesIO(data)) as container:
        if sum(container.get_size("/".join(path)) for path in container.listdir()) > len(data):
            raise unpacks_to_more(name)  # parts that lie upon each other
    opened = oxmsg.Message.load(data)
    to = ", ".join(" ".join(filter(None, (each.name, f"<{each.email_address}>"))) for each in opened.recipients)
    sent = f"{opened.sent_date:%a, %d %b %Y %H:%M:%S %z}" if opened.sent_date else ""
    known = {"From": opened.sender or "", "To": to, "Date": sent, "Subject": opened.subject}
    message = Message([(each, words) for each in HEADERS if (words := _plain(known.get(each, "")))])
    for attached in opened.attachments:
        content = attached.file_bytes
        shown = _plain(attached.file_name or attached.properties.str_prop_value(DISPLAY_NAME) or "file")
        if content is None or ending_of(shown) in MESSAGE_ENDINGS:
            message.not_read.append(shown)
        else:
            message.attachments.append(Attachment(clean_name(shown), content))
    if with_body:
        body = (opened.body or "").strip() or words_of_html(opened.html_body or "")
        message.body = body[:MOST_BODY].replace("\r\n", "\n")
    return message


DISPLAY_NAME = 0x3001
"""PidTagDisplayName: what Outlook calls a message within a message. Source: [MS-OXPROPS] 2.676."""


def words_of_html(html: str) -> str:
    """The words of a page, in lines; nothing of it is drawn, fetched or run."""
    words = _HtmlWords()
    words.feed(html[:MOST_BODY])
    lines = (" ".join(line.split()) for line in "".join(words.found).split("\v"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _HtmlWords(HTMLParser):
    """Collects what is read of HTML: a line for each block, marked by a vertical tab; no scripts and no styles."""

    BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "table"})
    UNREAD = frozenset({"script", "style", "head", "title", "template", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in self.UNREAD
        if tag in self.BLOCKS:
            self.found.append("\v")
        elif tag == "td":
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.unread = max(0, self.unread - (tag in self.UNREAD))
        if tag in self.BLOCKS:
            self.found.append("\v")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.found.append(data.replace("\v", " "))
