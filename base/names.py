"""How names are compared, found and put in order: folded to plain letters, alike on both databases.

What is kept of a name and what is typed to find it pass through the same folding. Accents, case and apostrophes do not
matter; a hyphen of any kind is as good as a space, or as nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from base.words import MONTHS, folded

APOSTROPHES = "'’‘‛ʼʹ′`´"
HYPHENS = "-‐‑‒–—―−﹣－\u00ad"
SIGNS = str.maketrans(dict.fromkeys(APOSTROPHES, "") | dict.fromkeys(HYPHENS, "-"))

INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")
"""Letters with stops between them, as in "C.E." or "J.R."; they are one word."""

LONGEST_WORD = 60
"""Characters of a word that are kept; of longer ones, and of longer typed ones, only the beginning counts."""

LONG_WORD = 6
"""Letters from which a typed word hardly stands in another by chance."""

MOST_WORDS = 8
"""How many typed words are looked for, the longest ones."""


def plain(text: str) -> str:
    """`text` in lower-case letters and digits, with single spaces; a hyphen of any kind is a "-"."""
    signs = folded(text.translate(SIGNS)).translate(SIGNS)
    letters = "".join(c if c in "-." or unicodedata.category(c)[0] in "LNM" else " " for c in _without_format(signs))
    joined = INITIALS.sub(lambda found: found[0].replace(".", ""), letters)
    return " ".join(joined.replace(".", " ").split())


def _without_format(text: str) -> str:
    """Without characters that have no width, such as a joiner or a mark of direction."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def parts_of(text: str) -> list[str]:
    """The words of a name, those of a hyphened one apart: "Mary-Ann O’Brien" is mary, ann, obrien."""
    return plain(text).replace("-", " ").split()


def name_words(text: str) -> set[str]:
    """Every word by which a name is found: its parts, and its parts joined ("smith", "jones", "smithjones")."""
    parts = parts_of(text)
    joined = {first + second for first, second in pairwise(parts)} | {"".join(parts)}
    return {word[:LONGEST_WORD] for word in {*parts, *joined} if word}


def code_word(code: str) -> str:
    """A code, such as a UPN, without its spaces and signs."""
    return "".join(parts_of(code))[:LONGEST_WORD]


def reference_words(reference: str) -> set[str]:
    """Every word by which a case's reference is found: of EX-2026-0412 ex20260412, 20260412, 0412 and 412."""
    *_, year, number = parts = parts_of(reference)
    return {"".join(parts), year + number, number, number.lstrip("0") or "0"}


def day_word(day: date) -> str:
    """A day as it is found: 20160327, and so by its year, or by year and month."""
    return f"{day:%Y%m%d}"


def sort_key(*names: str) -> str:
    """What a name is put in order by: word by word ("Smith, Zed" before "Smith Jones, Al")."""
    return "  ".join(" ".join(parts_of(name)) for name in names)


# What is typed to find somebody


@dataclass(frozen=True)
class Wanted:
    """One thing that was typed: it is found by any word that begins with one of `beginnings`, or that is `whole`."""

    beginnings: tuple[str, ...] = ()
    whole: str = ""

    @property
    def length(self) -> int:
        return len(self.whole or self.beginnings[0])


MONTH = rf"({'|'.join(MONTHS)})[a-z]*"
DAY, YEAR, BETWEEN = r"(\d{1,2})(?:st|nd|rd|th)?", r"(\d{4}|\d{2})", r"[\s./-]+"
LAST_SHORT_YEAR = 59
"""A year typed with two digits is of this century up to this one."""


def _day_month_year(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    return _word_of_day(year, month, day)


def _year_month_day(found: re.Match[str]) -> str:
    return _word_of_day(*found.groups())


def _word_of_day(year: str, month: str, day: str) -> str:
    """The word of a day as it was typed; "" of a day that there is not."""
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else int(month)
    whole_year = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= LAST_SHORT_YEAR else 1900)
    try:
        return day_word(date(whole_year, number, int(day)))
    except ValueError:
        return ""


def _month_year(found: re.Match[str]) -> str:
    return f"{found[2]}{MONTHS.index(found[1]) + 1:02d}"


CODES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str], bool], ...] = (
    (re.compile(r"\b(\d{4})[./-](\d{1,2})[./-](\d{1,2})\b"), _year_month_day, True),
    (re.compile(rf"\b{DAY}{BETWEEN}(\d{{1,2}}){BETWEEN}{YEAR}\b"), _day_month_year, True),
    (re.compile(rf"\b{DAY}[\s./-]*{MONTH}[\s,./-]*{YEAR}\b"), _day_month_year, True),
    (re.compile(rf"\b{MONTH}{BETWEEN}(\d{{4}})\b"), _month_year, False),
    (
        re.compile(r"(?<!\d)(20\d\d)[\s./_-]+(\d{1,6})(?!\d)"),
        lambda found: f"{found[1]}{int(found[2]):04d}",
        True,
    ),
    (re.compile(r"\b[a-z](?:\s?\d){11}\s?[0-9a-z]\b"), lambda found: code_word(found[0]), True),
)
"""What stands for one word although it is typed with spaces or signs: days, months, references, UPNs; and whether the
word is whole then, or may go on."""


def wanted_in(typed: str) -> list[Wanted]:
    """What was typed to find somebody, the longest first; each of it has to be found."""
    text, wanted = folded(typed.translate(SIGNS)).translate(SIGNS), []
    for pattern, word_of, is_whole in CODES:
        for found in list(pattern.finditer(text)):
            if word := word_of(found):
                wanted.append(Wanted(whole=word) if is_whole else Wanted((word,)))
                text = text.replace(found[0], " ", 1)
    parts = [word[:LONGEST_WORD] for word in parts_of(text)]
    wanted += [Wanted(_beginnings(parts, at)) for at in range(len(parts))]
    return sorted(set(wanted), key=lambda each: (-each.length, each.whole, each.beginnings))[:MOST_WORDS]


def _beginnings(parts: list[str], at: int) -> tuple[str, ...]:
    """A typed word, and it together with its neighbours: "Smith Jones" finds "Smithjones" too."""
    around = ("".join(pair) for pair in pairwise(parts[max(at - 1, 0) : at + 2]))
    return (parts[at], *(pair[:LONGEST_WORD] for pair in around))


# In the database


class FoldedField(models.CharField):
    """Folded words, compared letter by letter and alike everywhere, whatever language the database was set up in.

    So one plain index serves beginnings (`begins`) and order on both databases.
    """

    def db_parameters(self, connection: Any) -> Any:
        """In PostgreSQL the collation is named; SQLite compares so of itself."""
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters


class SortKeyField(FoldedField):
    """What rows are put in order by: the folded texts of the fields `of`, kept whenever the row is saved."""

    def __init__(self, *args: Any, of: Iterable[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        how: dict[str, Any] = {"max_length": 255, "editable": False, "default": "", "blank": True}
        super().__init__(*args, **{**how, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def key_of(self, row: models.Model) -> str:
        """The key that the row should have."""
        return sort_key(*(getattr(row, name) for name in self.of))[: self.max_length]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.key_of(model_instance)
        setattr(model_instance, self.attname, key)
        return key


def begins(column: str, word: str) -> Q:
    """The folded `column` begins with `word`, as a range that its index serves on both databases."""
    return Q(**{f"{column}__gte": word, f"{column}__lt": word[:-1] + chr(ord(word[-1]) + 1)})


def in_list(rows: models.QuerySet[Any], typed: str, *, joined: bool = True) -> models.QuerySet[Any]:
    """Of a list with `sort_name` the rows in which every typed word begins a word of it.

    `joined`: a longer one may be several words of it without their spaces ("smithjones"); looking for that, too, costs
    three times as much.
    """
    if joined:
        rows = rows.annotate(joined_name=Replace(F("sort_name"), Value(" "), Value("")))
    everything = wanted_in(typed)
    if typed.strip() and not everything:
        return rows.none()
    for wanted in everything:
        words = (wanted.whole,) if wanted.whole else wanted.beginnings
        found = Q()
        for word in words[:1] if joined else words:
            found |= Q(sort_name__contains=f" {word}") | Q(sort_name__startswith=word)
        for word in words if joined else ():
            found |= Q(joined_name__contains=word) if len(word) >= LONG_WORD else Q(joined_name__startswith=word)
        rows = rows.filter(found)
    return rows
