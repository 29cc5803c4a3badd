"""Filters that write pounds and days the way GOV.UK writes them, and long texts as they were meant."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from base.words import day_in_words, local_day, moment_in_words

register = template.Library()

PENNY = Decimal("0.01")


@register.filter
def pounds(amount: Decimal | None) -> str:
    """£4,000.00. Takes Decimal (or None, drawn as nothing); anything else raises TypeError."""
    if amount is None or amount == "":
        return ""
    if not isinstance(amount, Decimal):
        raise TypeError(f"Money is Decimal, not {type(amount).__name__}")
    rounded = amount.quantize(PENNY, ROUND_HALF_UP)
    sign = "−" if rounded < 0 else ""
    return f"{sign}£{abs(rounded):,.2f}"


@register.filter
def pounds_short(amount: Decimal | None) -> str:
    """£4,000, and £4,000.50 where there are pence."""
    return pounds(amount).removesuffix(".00")


register.filter("day", day_in_words)
register.filter("moment", moment_in_words)


@register.filter
def iso(value: datetime) -> str:
    """A moment for machines, in London: 2026-12-03T14:02:00+00:00. Takes an aware datetime."""
    return timezone.localtime(value).isoformat()


WHOLE_ROW = dict.fromkeys(("key", "value", "tag", "sub", "href", "action", "hidden"), "")


@register.filter
def whole_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a summary list with every key it may have: Django looks for a missing one in three ways, and fails."""
    return [WHOLE_ROW | row for row in rows]


@register.filter
def day_short(value: Any) -> str:
    """3 Dec."""
    local = local_day(value)
    return f"{local.day} {local:%b}" if local else ""


BULLET = re.compile(r"\s*(?:[-*•●▪◦‣·–\uf0a7\uf0b7]|(?P<number>[0-9]{1,3})[.)])\s+(?=\S)")
"""What somebody types before an item of a list."""

OF_WRITING = (
    ("el", "\u0370-\u03ff\u1f00-\u1fff"), ("und-Cyrl", "\u0400-\u052f"), ("hy", "\u0530-\u058f"),
    ("he", "\u0590-\u05ff"), ("und-Arab", "\u0600-\u06ff\u0750-\u077f"), ("und-Deva", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"), ("pa", "\u0a00-\u0a7f"), ("gu", "\u0a80-\u0aff"), ("or", "\u0b00-\u0b7f"),
    ("ta", "\u0b80-\u0bff"), ("te", "\u0c00-\u0c7f"), ("kn", "\u0c80-\u0cff"), ("ml", "\u0d00-\u0d7f"),
    ("si", "\u0d80-\u0dff"), ("th", "\u0e00-\u0e7f"), ("lo", "\u0e80-\u0eff"), ("my", "\u1000-\u109f"),
    ("ka", "\u10a0-\u10ff"), ("ko", "\u1100-\u11ff\uac00-\ud7af"), ("und-Ethi", "\u1200-\u139f"),
    ("km", "\u1780-\u17ff"), ("ja", "\u3040-\u30ff"), ("zh", "\u3400-\u9fff"),
)  # fmt: skip
"""The language that a writing stands for in this country, or the writing alone where several share it (BCP 47)."""


class Line(NamedTuple):
    """A line of a long text: of a list by its kind ("ul", "ol"), or of a paragraph ("p")."""

    kind: str
    text: str
    number: int = 0


@register.filter
def long_text(text: str | Iterable[str] | None, classes: str = "") -> SafeString:
    """What somebody wrote at length: paragraphs, and lists where lines begin with "- ", "•", "*", "1." or "1)".

    `text` may be its paragraphs; `classes` are added to each. Whatever reads from right to left says so.
    """
    whole = text if isinstance(text, str) else "\n\n".join(text or ())
    blocks = groupby(_lines_of(whole), key=lambda line: (line.kind, _reads_from_right(line.text)))
    return format_html_join("\n", "{}", ((_block(kind, list(lines), classes),) for (kind, _), lines in blocks))


def _lines_of(text: str) -> list[Line]:
    """The lines, each paragraph as one; what is indented below an item belongs to it."""
    lines: list[Line] = []
    is_apart = True
    for written in re.split(r"\r\n|\r|\n", text):
        bullet, line = BULLET.match(written), written.strip()
        if bullet:
            number = bullet["number"]
            lines.append(Line("ol" if number else "ul", written[bullet.end() :].strip(), int(number or 0)))
        elif line and lines and (not is_apart if lines[-1].kind == "p" else written[0].isspace()):
            lines[-1] = lines[-1]._replace(text=f"{lines[-1].text}\n{line}")
        elif line:
            lines.append(Line("p", line))
        is_apart = not line
    return lines


def _block(kind: str, lines: list[Line], classes: str) -> SafeString:
    added = f" {classes}" if classes else ""
    if kind == "p":
        paragraphs = ((added, _written(line), _broken(line)) for line in lines)
        return format_html_join("\n", '<p class="govuk-body{}"{}>{}</p>', paragraphs)
    items = format_html_join("", "<li{}{}>{}</li>", ((_value(line), _written(line), _broken(line)) for line in lines))
    how = "number" if kind == "ol" else "bullet"
    opened = '<{0} class="govuk-list govuk-list--{1}{2}"{3}>{4}</{0}>'
    return format_html(opened, kind, how, added, _written(lines[0]), items)


def _value(line: Line) -> SafeString | str:
    return format_html(' value="{}"', line.number) if line.kind == "ol" else ""


def _broken(line: Line) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((part,) for part in line.text.split("\n")))


def _written(line: Line) -> SafeString | str:
    """The attributes of a text in another writing: its language, and that it reads from right to left."""
    first = _first_letter(line.text)
    language = next((name for name, letters in OF_WRITING if first and re.match(f"[{letters}]", first)), "")
    if language == "zh" and re.search("[\u3040-\u30ff]", line.text):
        language = "ja"
    direction = SafeString(' dir="rtl"') if _reads_from_right(line.text) else ""
    return format_html("{}{}", format_html(' lang="{}"', language) if language else "", direction)


def _first_letter(text: str) -> str:
    return next((letter for letter in text if unicodedata.bidirectional(letter) in ("L", "R", "AL")), "")


def _reads_from_right(text: str) -> bool:
    """As its first letter does: Unicode Bidirectional Algorithm, P2 and P3."""
    return unicodedata.bidirectional(_first_letter(text) or "a") != "L"
