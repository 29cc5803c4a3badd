"""PDF by WeasyPrint: tagged for PDF/UA, with our own font, fetching nothing from outside."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

STATIC = "static:"
"""In a stylesheet or a page to be printed: `url(static:build/fonts/arimo.woff)`.

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
    """`html` as a PDF/UA-1. Only `data:` addresses and files under `static` are read.

    Raises PdfUnavailable where Pango is missing.
    """
    weasyprint = _weasyprint()
    fetcher = _fetcher(weasyprint, static.resolve())
    content = weasyprint.HTML(string=html, base_url=STATIC, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return PrintedPdf(content, len(pdf.pages))


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(str(error)) from error
    return weasyprint


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
