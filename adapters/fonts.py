"""The fonts that documents are printed with: which of them a text needs, and which of its letters none of them has.

`bin/build_static.js` writes what letters each font file has into `static/build/fonts/letters.json`, in the order in
which they are asked.
"""

import functools
import json
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from base.words import counted, listed

FOLDER = Path("build/fonts")
WEIGHTS = (400, 700)
MOST_NAMED = 5

UNDRAWN = ("Cc", "Cf", "Zs", "Zl", "Zp")
"""Kinds of characters that are not drawn: spaces, line ends, joiners and marks of direction."""
SELECTORS = re.compile("[\u034f\u115f\u1160\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What chooses the shape of the letter before it, or fills a place, and is not drawn either."""

WITH_ACCENTS = re.compile(r"[^\W\d_][\u0300-\u036f\u0653-\u0655\u3099\u309a]+")
WITH_LOOSE_ACCENTS = re.compile(r"[^\W\d_]*[^\W\d_][\u0300-\u036f]+(?:[^\W\d_]|[\u0300-\u036f])*")
OF_ACCENTS = "dejavu-sans-latin"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
KANA, HANGUL = re.compile("[\u3041-\u3096\u30a1-\u30fa]"), re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


def as_printed(text: str) -> str:
    """The text as it is printed: each letter in one with its accents, and nothing that only steers a machine."""
    composed = WITH_ACCENTS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return CONTROLS.sub(" ", composed)


def faces_for(text: str, static: Path) -> list[str]:
    """The font files that have the letters of `text`, by the names in `letters.json`, the ones for most text first."""
    return _share_out(text, static)[0]


def letters_without_font(text: str, static: Path) -> list[str]:
    """The letters of `text` that no font has, each once, in their order. Where no fonts were built, none are known."""
    missing = _share_out(text, static)[1]
    return list(dict.fromkeys(letter for letter in as_printed(text) if ord(letter) in missing))


def letters_in_words(letters: Sequence[str]) -> str:
    """Letters as a sentence names them, though a screen may not show them: "“𓂀” (U+13080) and 2 other letters"."""
    named = [f"“{letter}” (U+{ord(letter):04X})" for letter in letters[:MOST_NAMED]]
    if len(letters) > MOST_NAMED:
        named.append(counted(len(letters) - MOST_NAMED, "other letter"))
    return listed(named)


def font_style(text: str, static: Path) -> str:
    """The style sheet by which a page with this text is printed in our fonts."""
    faces = faces_for(text, static)
    rules = [
        f'@font-face {{ font-family: "{face}"; font-weight: {weight}; src: url(static:{FOLDER}/{name}) }}'
        for face in faces
        for weight in WEIGHTS
        if (static / FOLDER / (name := f"{face}-{weight}-normal.woff")).is_file()
    ]
    # A family each: WeasyPrint takes all files of one family for one font, and draws wrong letters.
    families = ", ".join([*(f'"{face}"' for face in faces), "sans-serif"])
    return "\n".join([*rules, f"@page {{ font-family: {families} }}", f"body {{ font-family: {families} }}"])


def in_one_font(html: str, static: Path) -> str:
    """A page to be printed, with words set in one font whose accents are no part of their letters, as in Twi: "sɔ̃".

    An accent out of another font than its letter stands beside it. Nothing else of the page is touched.
    """
    index = static / FOLDER / "letters.json"
    if not index.is_file():
        return html
    has = functools.partial(_has, _letters_of(index, index.stat().st_mtime_ns)[OF_ACCENTS])
    head, body, rest = html.partition("<body")

    def in_its_font(found: re.Match[str]) -> str:
        is_whole = all(has(ord(letter)) for letter in found[0])
        return f'<span style="font-family: {OF_ACCENTS}">{found[0]}</span>' if is_whole else found[0]

    return head + body + WITH_LOOSE_ACCENTS.sub(in_its_font, rest)


def _has(ranges: list[int], code: int) -> bool:
    return bisect_right(ranges, code) % 2 == 1


def _share_out(text: str, static: Path) -> tuple[list[str], Collection[int]]:
    """The files that have the letters, and the code points that none has."""
    index = static / FOLDER / "letters.json"
    if not index.is_file():
        return [], ()
    left = {ord(letter) for letter in set(as_printed(text)) if _is_drawn(letter)}
    letters = _letters_of(index, index.stat().st_mtime_ns)
    faces: list[str] = []
    for face in _in_order(letters, text):
        if not left:
            break
        has = {code for code in left if _has(letters[face], code)}
        if has:
            faces.append(face)
            left -= has
    if OF_ACCENTS not in faces and WITH_LOOSE_ACCENTS.search(as_printed(text)):
        faces.append(OF_ACCENTS)
    return faces, left


@functools.cache
def _letters_of(index: Path, changed: int) -> dict[str, list[int]]:
    return json.loads(index.read_text())


def _is_drawn(letter: str) -> bool:
    return unicodedata.category(letter) not in UNDRAWN and not SELECTORS.match(letter)


def _in_order(faces: Iterable[str], text: str) -> list[str]:
    """The files in the order in which they are asked: of those for Chinese letters, first that for the text's own."""
    preferred, order = f"-{_writing_of_han(text)}-", list(faces)
    first_of_han = next((place for place, face in enumerate(order) if "-sc-" in face), 0)
    places = {face: first_of_han if preferred in face else place for place, face in enumerate(order)}
    return sorted(order, key=lambda face: (places[face], preferred not in face))


def _writing_of_han(text: str) -> str:
    """In which of four writings Chinese letters are drawn: Japanese beside kana, Korean beside Hangul.

    Alone they are taken for simplified or traditional, by which of the two character sets has more of them.
    """
    han = Counter(HAN.findall(text))
    if han and KANA.search(text):
        return "jp"
    if han and HANGUL.search(text):
        return "kr"
    traditional, simplified = (
        sum(count for letter, count in han.items() if _is_in(letter, charset)) for charset in ("big5", "gb2312")
    )
    return "tc" if traditional > simplified else "sc" if han else "none"


def _is_in(letter: str, charset: str) -> bool:
    return letter.encode(charset, "ignore") != b""
