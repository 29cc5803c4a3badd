"""Words quoted from a report: found in its text however they were copied, and marked in it.

Text and quote are folded first: what a file, a keyboard and a printed page write differently is written alike. Each
letter of a folded text knows where it stood, so that what is found is a stretch of the text as it was.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat

from casework.enums import LONGEST_PASSAGE

SOFT_HYPHEN = "\u00ad"
NOT_SEEN = re.compile(
    "[\u0000\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]|\u00ad(?!\\s)"
)
"""Characters without width: joiners, marks of direction, and those that choose a letter's shape.

A soft hyphen is seen at the end of a line alone."""

HYPHENS = "-\u2010\u2011"
DASHES = HYPHENS + "\u2012\u2013\u2014\u2015\u2043\u207b\u2212\u02d7\u2e3a\u2e3b\ufe31\ufe32\ufe58\ufe63\uff0d"
HYPHEN, DASH = f"[{re.escape(HYPHENS)}]", f"[{re.escape(DASHES)}]"
ALIKE = dict.fromkeys("'‘’‚‛‹›′‵`´ʹʻʼˈ＇｀", "'") | dict.fromkeys('"“”„‟«»″‶ʺ〝〞〟＂', '"') | {"…": "..."}
"""Quotation marks, primes and accents that stand alone: single ones are alike, and double ones."""

SHAPES = ("<wide>", "<narrow>", "<isolated>", "<initial>", "<medial>", "<final>")
"""Shapes of one letter. What is raised, lowered or a fraction is another: 10² is not 102."""

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese and Japanese letters: a line may end after each, where no space is."""

BUILT_OF = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M")
"""Accents, vowel signs and what else is written onto the letter before."""

BREAK = r"\s*\n\s*(?=\S)"
DIVIDED = rf"(?<=\S)(?:{SOFT_HYPHEN}\s+(?=\S)|({HYPHEN}){BREAK})"
"""A word that the end of a line divides: a soft hyphen shows only there."""

TOKEN = re.compile(
    rf"(?P<plain>[!#-&(-,./0-9:-_a-z{{|}}~]+(?![{BUILT_OF}]))"
    rf"|(?P<divided>{DIVIDED.replace('([', '(?:[')})"
    rf"|(?P<dash_at_line_end>(?<=\S){DASH}+{BREAK})"
    rf"|(?P<dash_and_space>(?<=\S){DASH}+\s+(?=\S))"
    rf"|(?P<dash>{DASH}+)"
    rf"|(?P<nothing>{SOFT_HYPHEN}|(?<=[{UNSPACED}])\s+(?=[{UNSPACED}]))"
    rf"|(?P<space>\s+)"
    rf"|(?P<other>.[{BUILT_OF}\u1160-\u11ff]*)",
    re.DOTALL,
)
BEFORE = {"": 1, "dash": 2, "dash_and_space": 4, "divided": 8, "dash_at_line_end": 16}
"""What may stand before a letter of a folded text, besides the letters: a bit each."""

DENIED = {"": ("dash", "dash_and_space", "dash_at_line_end"), "dash": ("", "dash_and_space"), "dash_at_line_end": ("",)}
"""What cannot stand in the text, by what the quote has there.

A hyphen at the end of a line may belong to the word or only divide it, as may one with a space after it in a quote,
which has lost its lines.
"""
TO_DENIED = bytes.maketrans(
    bytes(BEFORE.values()), bytes(sum(BEFORE[kind] for kind in DENIED.get(name, ())) for name in BEFORE)
)


@dataclass
class Folded:
    """A text as it is compared: its letters, what stands before each, and each one's place in the text, from and to."""

    letters: str = ""
    before: bytearray = field(default_factory=bytearray)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    dashes: dict[int, tuple[int, int]] = field(default_factory=dict)

    def dash_at(self, first: int, last: int) -> tuple[int, int] | None:
        """Where the dash stands that lies before one of these letters."""
        return next((self.dashes[at] for at in range(first, last + 1) if at in self.dashes), None)


def folded(text: str) -> Folded:
    """The text without what a copy changes. In time that grows as the text does."""
    hidden = {found.start() for found in NOT_SEEN.finditer(text)}
    if hidden:
        places = [at for at in range(len(text)) if at not in hidden]
        made = _folded("".join(text[at] for at in places))
        made.starts = [places[start] for start in made.starts]
        made.ends = [places[end - 1] + 1 for end in made.ends]
        made.dashes = {at: (places[start], places[end - 1] + 1) for at, (start, end) in made.dashes.items()}
        return made
    return _folded(text)


def _folded(text: str) -> Folded:
    made, written, before = Folded(), [], ""
    for token in TOKEN.finditer(text):
        kind, (start, end) = token.lastgroup or "", token.span()
        if kind == "nothing":
            continue
        if kind in BEFORE:
            run = len(token[0]) - len(token[0].lstrip(DASHES + SOFT_HYPHEN))
            made.dashes.setdefault(len(made.starts), (start, start + run))
            before = kind
            continue
        if kind == "plain":
            letters = token[0].lower()
            made.starts.extend(range(start, end))
            made.ends.extend(range(start + 1, end + 1))
        else:
            letters = " " if kind == "space" else _letters_of(token[0])
            made.starts.extend(repeat(start, len(letters)))
            made.ends.extend(repeat(end, len(letters)))
        if letters:
            made.before += bytes((BEFORE[before],)) + b"\x01" * (len(letters) - 1)
            written.append(letters)
            before = ""
    made.letters = "".join(written)
    return made


@lru_cache(maxsize=4096)
def _letters_of(written: str) -> str:
    """One letter with what is written onto it, or one sign, as it is compared."""
    plain = "".join(map(_in_its_usual_shape, written))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())


def _in_its_usual_shape(letter: str) -> str:
    if letter in ALIKE:
        return ALIKE[letter]
    kind, _, codes = unicodedata.decomposition(letter).partition(" ")
    if kind in SHAPES or kind == "<compat>":
        usual = "".join(chr(int(code, 16)) for code in codes.split())
        return usual if kind in SHAPES or usual.isalpha() else letter
    return letter


def tidy(words: str) -> str:
    """Words in one line: every run of spaces and line ends is one space, and a word that a line divides is one word."""
    joined = re.sub(DIVIDED, lambda found: found[1] or "", words)
    return " ".join(re.sub("[\u0000\u200b\u2060\ufeff\u00ad]", "", joined).split())


GAP = re.compile(r"\s*[\[(]?(?:…|\.\.\.)[\])]?\s*")
"""“The first words … the last words” stands for all that lies between them."""


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quoted words stand in the text, from and to; None when they do not.

    Spaces, line ends, capitals, the shape of letters, quotation marks and dashes, and what has no width do not count;
    accents do. Of a quote that leaves out its middle with "…", the first place is taken where both ends lie within a
    passage's length.
    """
    return _find(quote, folded(text))


def _find(quote: str, text: Folded) -> tuple[int, int] | None:
    whole = next(_places(quote, text), None)
    if whole is not None:
        return whole
    ends = GAP.split(tidy(quote))
    if len(ends) != 2 or not all(ends):
        return None
    closings = _places(ends[1], text)
    end: tuple[int, int] | None = None
    for start in _places(ends[0], text):
        while end is None or end[0] < start[1]:  # else the closing found last is still the next one
            end = next(closings, None)
            if end is None:
                return None
        if end[1] <= start[0] + LONGEST_PASSAGE:
            return start[0], end[1]
    return None


def _places(quote: str, text: Folded) -> Iterator[tuple[int, int]]:
    """Every place of the quoted words in the text, one after the other, from and to."""
    asked = folded(quote)
    spaces = len(asked.letters) - len(asked.letters.lstrip())
    words = asked.letters.strip()
    denied = int.from_bytes(asked.before[spaces + 1 : spaces + len(words)].translate(TO_DENIED))
    opens, closes = asked.dash_at(0, spaces), asked.dash_at(spaces + len(words), len(asked.letters))
    at = text.letters.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        stands = int.from_bytes(text.before[at + 1 : end])
        if not stands & denied and _is_whole(text.letters, at, end):
            span = _with_dashes(text, at, end, opens=opens is not None, closes=closes is not None)
            if span is not None:
                yield span
        at = text.letters.find(words, at + 1)


def _is_whole(letters: str, start: int, end: int) -> bool:
    """Whether no letter is taken without what is written onto it: "cafe" does not stand in "café"."""
    return not any(
        unicodedata.category(letter)[0] == "M" for letter in (letters[start], letters[end : end + 1]) if letter
    )


def _with_dashes(text: Folded, start: int, end: int, *, opens: bool, closes: bool) -> tuple[int, int] | None:
    """The place of letters, with the dash that a quote begins or ends with; None where there is no such dash."""
    first, last = text.starts[start], text.ends[end - 1]
    if opens:
        dash = text.dash_at(start - 1 if text.letters[start - 1 : start] == " " else start, start)
        if dash is None:
            return None
        first = dash[0]
    if closes:
        dash = text.dash_at(end, end + 1 if text.letters[end : end + 1] == " " else end)
        if dash is None:
            return None
        last = dash[1]
    return first, last


def is_same_quote(one: str, other: str) -> bool:
    """Whether two quotes are the same words, however they were copied."""
    both = folded(one), folded(other)
    if both[0].letters.strip() != both[1].letters.strip():
        return False
    return any(next(_places(quote, text), None) is not None for quote, text in ((one, both[1]), (other, both[0])))


def paragraph_at(start: int, text: str) -> str:
    """The place of a quote that begins at `start`: "paragraph 3"; "" in a text of one paragraph."""
    lines = re.finditer(r"[^\n]+", text)
    starts = [line.start() for line in lines if NOT_SEEN.sub("", line[0]).strip()]
    if len(starts) < 2:
        return ""
    return f"paragraph {sum(begin <= start for begin in starts)}"


@dataclass(frozen=True)
class Piece:
    """A stretch of a report's text, and whether it lies in a passage."""

    text: str
    is_marked: bool


def pieces_of(text: str, quotes: Iterable[str]) -> list[Piece]:
    """The whole text in stretches, marked where one of the quotes stands; passages that overlap are marked as one."""
    asked = list(quotes)
    once = folded(text) if asked else Folded()
    spans = sorted(span for quote in asked if (span := _find(quote, once)) is not None)
    pieces, done = [], 0
    for start, end in spans:
        if end <= done:
            continue
        if start > done:
            pieces.append(Piece(text[done:start], is_marked=False))
        pieces.append(Piece(text[max(start, done) : end], is_marked=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], is_marked=False))
    return pieces
