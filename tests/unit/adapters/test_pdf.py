"""PDFs that anybody can read, made without asking anybody outside."""

import io

import pikepdf
import pytest
from django.conf import settings

from adapters import pdf

pytestmark = pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")

PAGE = """<!doctype html>
<html lang="en-GB"><head><title>A plan</title></head><body><h1>A plan</h1><p>Hello</p>%s</body></html>"""
OUTSIDE = ("http://127.0.0.1:9/x.png", "file:///etc/passwd", "static:../README.md")


def printed(body=""):
    return pikepdf.open(io.BytesIO(pdf.print_pdf(PAGE % body, static=settings.BASE_DIR / "static").content))


def test_it_is_tagged_titled_and_says_its_language():
    with printed() as made:
        assert made.Root.MarkInfo.Marked is True
        assert "/StructTreeRoot" in made.Root
        assert str(made.Root.Lang) == "en-GB"
        assert str(made.docinfo["/Title"]) == "A plan"
        assert made.Root.ViewerPreferences.DisplayDocTitle is True
        with made.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == "1"


def test_nothing_outside_is_fetched(caplog):
    with printed("".join(f'<img alt="x" src="{address}">' for address in OUTSIDE)) as made:
        assert not made.pages[0].get_images()
    assert caplog.text.count("Not fetched when printing") == 3


def test_without_pango_it_is_said(monkeypatch):
    def missing():
        raise pdf.PdfUnavailable("no Pango")

    monkeypatch.setattr(pdf, "_weasyprint", missing)
    assert pdf.is_available() is False
    with pytest.raises(pdf.PdfUnavailable):
        pdf.print_pdf(PAGE % "", static=settings.BASE_DIR / "static")
