"""Files made in code, harmless and not: PDFs, documents, pictures, e-mails, and the containers of older programs."""

import base64
import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any

import pikepdf
from PIL import Image

from adapters.file_kinds import ODT
from demonstration.papers import write_page

A_HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAA"
    "AAACAAAAEGlkYXQAAAAAAEAAMAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAIFAAEAAAAAAAAARgACAAEAAAAAAAAAAQAAAAAAAAAIAAMAAAAAAAAC"
    "SwABAAAAAAAAAGYAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAAABVpbmZlAgAAAAACAABncmlkAAAAABVpbmZlAgAAAQADAABF"
    "eGlmAAAAANVpcHJwAAAAs2lwY28AAABzaHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEA"
    "J0IBAQNwAAADAJAAAAMAAAMAHqAggQWW6uSmubAgAAADACAAAAMAISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAA"
    "AABAAAAAMAAAABBwaXhpAAAAAAMICAgAAAAaaXBtYQAAAAAAAAACAAECgQIAAgIDhAAAAChpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MA"
    "AwABAAIAAAC0bWRhdAAAAEIoAa8ZgPeIhta3r66V/IJZ/m29QYKdTHjDGW9650ZsBlzaPnpUXjbHdSRrGJnT9uZymTzgXl7mBFPToAeHVSfOG3AA"
    "AAAATU0AKgAAAAgAAgEQAAIAAAAFAAAAJoglAAQAAAABAAAALAAAAABEZW1vAAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAASgAAAAAAAAAzAAAA"
    "AQAAAB4AAAABAAAAAAAAAAE="
)
"""A photograph of 64 by 48 pixels as a telephone writes it, green above and blue, with a place and a camera in it."""

AN_EXE = b"MZ\x90\x00\x03" + b"\x00" * 200 + b"This program cannot be run in DOS mode"


def a_pdf(change: Callable[[pikepdf.Pdf], object] | None = None, *pages: str, **saving: Any) -> bytes:
    """A PDF of one empty page, or of pages with these words; `change` is done to it, `saving` says how it is saved."""
    pdf = pikepdf.new()
    for words in pages or ("",):
        write_page(pdf, words)
    if change:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **saving)
    return out.getvalue()


def a_zip(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in parts.items():
            into.writestr(name, content)
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def a_docx(extra: Mapping[str, bytes | str] | None = None, body: str = "") -> bytes:
    """A Word file with `body` as its XML, and parts beside it."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": f'<Types xmlns="{TYPES}"/>', "word/document.xml": document}
    return a_zip({**parts, **(extra or {})})


def related(kind: str, target: str, mode: str = "External") -> str:
    """What a Word file refers to, as XML of one of its `.rels`."""
    relation = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="{RELS}">{relation}</Relationships>'


ODT_NAMES = " ".join(
    f'xmlns:{short}="{long}"'
    for short, long in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def an_odt(extra: Mapping[str, bytes | str] | None = None, body: str = "") -> bytes:
    """An OpenDocument text with `body` as its XML, and parts beside it."""
    return a_zip({"mimetype": ODT, "content.xml": odt_xml(body), **(extra or {})})


def odt_xml(body: str) -> str:
    return f"<office:document-content {ODT_NAMES}>{body}</office:document-content>"


def a_picture(kind: str = "PNG", size: tuple[int, int] = (4, 3), **saving: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **saving)
    return out.getvalue()


def a_photograph_with_its_place() -> bytes:
    """A JPEG that says where it was taken and with what."""
    exif = Image.Exif()
    exif[0x0110] = "Telephone 5"
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture("JPEG", exif=exif)


def an_email(
    body: str = "Rowan needs an adult each day.",
    *,
    html: str = "",
    attached: Mapping[str, bytes] | None = None,
    within: EmailMessage | None = None,
    subject: str = "Rowan’s report",
) -> EmailMessage:
    """A message as a mail program saves it; `attached` are files by name, `within` is a message forwarded in it."""
    message = EmailMessage()
    message["From"], message["To"] = "Dr K. Lim <lim@example.org>", "SEND team <send@example.org>"
    message["Date"], message["Subject"] = "Mon, 02 Nov 2026 09:30:00 +0000", subject
    if body:
        message.set_content(body)
    if html:
        (message.add_alternative if body else message.set_content)(html, subtype="html")
    for name, content in (attached or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    if within:
        message.add_attachment(within)
    return message


SECTOR, MINI, SMALL = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


def a_container(tree: Tree) -> bytes:
    """A compound file, as old Office files, locked ones and Outlook messages are: streams, and storages of streams."""
    entries: list[list[Any]] = [["Root Entry", 5, b"", FREE, FREE]]
    _enter(tree, 0, entries)
    mini = b"".join(_padded(each[2], MINI) for each in entries if each[1] == 2 and len(each[2]) < SMALL)
    big = [each[2] for each in entries if each[1] == 2 and len(each[2]) >= SMALL]
    mini_table, starts = _chains([-(-len(e[2]) // MINI) for e in entries if e[1] == 2 and len(e[2]) < SMALL])
    directory = len(_padded(b"\x00" * 128 * len(entries), SECTOR))
    lengths = [directory, 4 * len(mini_table), len(mini), *map(len, big)]
    counts = [-(-length // SECTOR) for length in lengths]
    tables = 1
    while tables * SECTOR // 4 < tables + sum(counts):
        tables += 1
    table, firsts = _chains(counts, begin=tables)
    table = [FAT] * tables + table
    small, large = iter(starts), iter(firsts[3:])
    begins = [next(small if len(each[2]) < SMALL else large) if each[1] == 2 else 0 for each in entries]
    begins[0] = firsts[2]
    written = b"".join(
        _directory_entry(*each, begin, len(mini) if not at else len(each[2]))
        for at, (each, begin) in enumerate(zip(entries, begins, strict=True))
    )
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, firsts[0], 0, SMALL, firsts[1] if mini_table else END, counts[1], END, 0),
        0,
    )[:76]
    header += struct.pack("<109I", *range(tables), *[FREE] * (109 - tables))
    table += [FREE] * (tables * SECTOR // 4 - len(table))
    sectors = [struct.pack(f"<{len(table)}I", *table), written, struct.pack(f"<{len(mini_table)}I", *mini_table), mini]
    return header + b"".join(_padded(each, SECTOR) for each in [*sectors, *big])


def _enter(tree: Tree, parent: int, entries: list[list[Any]]) -> None:
    previous = None
    for name, content in tree.items():
        at = len(entries)
        is_stream = isinstance(content, bytes)
        entries.append([name, 2 if is_stream else 1, content if is_stream else b"", FREE, FREE])
        if previous is None:
            entries[parent][4] = at
        else:
            entries[previous][3] = at
        previous = at
        if not isinstance(content, bytes):
            _enter(content, at, entries)


def _chains(counts: list[int], begin: int = 0) -> tuple[list[int], list[int]]:
    """A table in which each run of sectors is a chain, and where each begins."""
    table: list[int] = []
    firsts = []
    for count in counts:
        first = begin + len(table)
        firsts.append(first if count else END)
        table += [*range(first + 1, first + count), END] if count else []
    return table, firsts


def _directory_entry(name: str, kind: int, _: bytes, right: int, child: int, begin: int, size: int) -> bytes:
    named = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIII", named, len(named) + 2, kind, 1, FREE, right, child, b"", 0, 0, 0, begin, size, 0
    )


def _padded(content: bytes, to: int) -> bytes:
    return content + b"\x00" * (-len(content) % to)


def _properties(header: int, words: Mapping[int, str | bytes]) -> dict[str, bytes]:
    """The properties of a message, a recipient or an attachment: texts and contents by their number."""
    table, streams = b"\x00" * header, {}
    for number, value in sorted(words.items()):
        kind, content = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
        table += struct.pack("<HHIII", kind, number, 6, len(content), 0)
        streams[f"__substg1.0_{number:04X}{kind:04X}"] = content
    return {"__properties_version1.0": table, **streams}


def a_msg(
    body: str = "Rowan needs an adult each day.",
    *,
    html: str = "",
    attached: Mapping[str, bytes] | None = None,
    within: str = "",
) -> bytes:
    """A message as Outlook saves it; `within` is the name of a message attached to it."""
    words: dict[int, str | bytes] = {0x37: "Rowan’s report", 0xC1A: "Dr K. Lim", 0xC1F: "lim@example.org"}
    words |= {0x1000: body} if body else {}
    words |= {0x1013: html.encode()} if html else {}
    tree: dict[str, bytes | Tree] = dict(_properties(32, words))
    tree["__recip_version1.0_#00000000"] = _properties(8, {0x3001: "SEND team", 0x3003: "send@example.org"})
    for at, (name, content) in enumerate((attached or {}).items()):
        tree[f"__attach_version1.0_#{at:08X}"] = _properties(8, {0x3707: name, 0x3701: content})
    if within:
        tree["__attach_version1.0_#000000FF"] = _properties(8, {0x3001: within})
    return a_container(tree)
