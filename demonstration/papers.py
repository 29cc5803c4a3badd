"""Files of a made-up report, made as it is recorded: an e-mail with the report as a PDF, and a child's drawing."""

import io
from email.message import EmailMessage

import pikepdf
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

PAGES = (
    "Specialist teacher for reading\nVisits of 6 and 20 October\n\nReading comes to life with a story about trains.\n"
    "A page of forty words takes six minutes, with help at\nevery third word.",
    "What helps\n\nTwenty minutes a day with one adult, in a quiet place.\nBooks with few words to a line.\n"
    "Reading to a younger child on Fridays.",
)
BODY = "Dear team,\n\nplease find my report with this, and a drawing made during the second visit.\n\nK. Brand"


def report_by_email() -> ContentFile:
    """An e-mail with a PDF of two pages and a drawing."""
    message = EmailMessage()
    message["From"], message["To"] = "K. Brand <k.brand@example.org>", "SEND casework <send@example.org>"
    message["Date"], message["Subject"] = "Mon, 26 Oct 2026 16:10:00 +0000", "Report of the reading service"
    message.set_content(BODY)
    message.add_attachment(_report(), maintype="application", subtype="pdf", filename="reading.pdf")
    message.add_attachment(_drawing(), maintype="image", subtype="png", filename="drawing.png")
    return ContentFile(bytes(message), name="Report of the reading service.eml")


def _report() -> bytes:
    pdf = pikepdf.new()
    for words in PAGES:
        write_page(pdf, words)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def write_page(pdf: pikepdf.Pdf, words: str) -> None:
    """Another page of a PDF, with these words in lines."""
    page = pdf.add_blank_page(page_size=(595, 842))
    lines = "".join(f"({line}) Tj 0 -20 Td " for line in words.split("\n"))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 70 770 Td {lines}ET".encode("latin-1"))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))


def _drawing() -> bytes:
    """A train, in crayon."""
    picture = Image.new("RGB", (640, 360), "white")
    draw = ImageDraw.Draw(picture)
    draw.line((20, 300, 620, 300), fill="brown", width=8)
    draw.rectangle((80, 160, 340, 260), outline="green", width=10)
    draw.rectangle((360, 120, 540, 260), outline="red", width=10)
    draw.rectangle((400, 60, 430, 120), outline="red", width=10)
    for at in (110, 250, 380, 470):
        draw.ellipse((at, 250, at + 60, 310), outline="black", width=8)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
