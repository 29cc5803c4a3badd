"""PDF by WeasyPrint: tagged for PDF/UA, with our own fonts, fetching nothing from outside."""

import codecs
import functools
import html as markup
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from adapters.fonts import as_printed, font_style, in_one_font

STATIC = "static:"
"""In a stylesheet or a page to be printed: `url(static:build/fonts/arimo-latin-400-normal.woff)`.

Never woff2: WeasyPrint would rebuild its glyphs one by one at every print, which takes longer than all the rest.
"""


class PdfUnavailable(Exception):
    """The libraries WeasyPrint needs (Pango) are not on this machine."""


@dataclass(frozen=True)
class PrintedPdf:
    """A finished PDF and how many pages it has."""

    content: bytes
    pages: int


def is_available() -> bool:
    """Whether this machine can make PDFs."""
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


def print_pdf(html: str, *, static: Path) -> PrintedPdf:
    """`html` as a PDF/UA-1, in the fonts that have its letters.

    Only `data:` addresses and files under `static` are read.

    Raises PdfUnavailable where Pango is missing.
    """
    weasyprint = _weasyprint()
    style = f"<style>\n{font_style(markup.unescape(html), static)}\n</style>\n</head>"
    html = in_one_font(as_printed(html), static).replace("</head>", style, 1)
    fetcher = _fetcher(weasyprint, static.resolve())
    content = weasyprint.HTML(string=html, base_url=STATIC, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return PrintedPdf(content, len(pdf.pages))


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(str(error)) from error
    _tell_what_was_written(weasyprint)
    return weasyprint


JOINED = re.compile("[\u0300-\u036f\u0900-\u1cff\ua840-\uabff]")
"""Letters of writings that draw one letter around others, or several as one."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Readers turn these lines round by themselves, and would turn round what they are told too."""


def _tell_what_was_written(weasyprint: Any) -> None:
    """Let each line in such a writing carry its letters (ActualText), for whoever has it read out or copies it.

    WeasyPrint tells a letter by the shape that was drawn, which many words share: कर्म would be read as कमर्म.
    """
    from weasyprint.draw import text as drawing

    draw = drawing.draw_first_line
    if getattr(draw, "tells_what_was_written", False):
        return

    @functools.wraps(draw)
    def draw_and_tell(stream: Any, textbox: Any, *args: Any) -> Any:
        if not JOINED.search(textbox.text) or RIGHT_TO_LEFT.search(textbox.text):
            return draw(stream, textbox, *args)
        written = (codecs.BOM_UTF16_BE + textbox.text.encode("utf-16-be")).hex().encode()
        stream.begin_marked_content("Span", b"<</ActualText <" + written + b">>>")
        drawn = draw(stream, textbox, *args)
        stream.end_marked_content()
        return drawn

    draw_and_tell.tells_what_was_written = True  # type: ignore[attr-defined]
    drawing.draw_first_line = draw_and_tell


def _fetcher(weasyprint: Any, static: Path) -> Any:
    """A fetcher that knows `data:` and our static files, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = (static / url.removeprefix(STATIC).lstrip("/")).resolve()
            if not url.startswith(STATIC) or not path.is_relative_to(static) or not path.is_file():
                raise ValueError(f"Not fetched when printing: {url}")
            return URLFetcherResponse(url, path.read_bytes())

    return OnlyOurs(allowed_protocols=("data",))
