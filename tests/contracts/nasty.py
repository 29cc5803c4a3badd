"""What a hostile or broken client sends to an address, which has to answer it without failing.

A run tries a few for each address, others for each; `EVERY_NASTY_REQUEST=1` tries up to 40, which takes minutes.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

HUGE = "99999999999999999999"
PAST_THE_DATABASE = 9223372036854775808
"""One more than a big integer holds."""

QUERIES = (
    "page=99999999999999999999&list=%00&moved=9223372036854775808&table=%00&before=9223372036854775808&after=-1",
    "person=9223372036854775808&reference=&verb=",
    "first_day_day=1&first_day_month=1&first_day_year=1&last_day_day=31&last_day_month=12&last_day_year=9999",
    "reference=%00EX&verb=%00&points=9223372036854775808&next=%00//x&role=%ff&status=%ed%a0%80",
    "page=-1&page=%D9%A1&points=1e99&=&&%00=%00",
)
"""Numbers that no column holds, NUL, half a letter, the ends of the calendar, a parameter twice, none."""

IN_A_PATH = ("%00", "%ff%fe", "EX-2026-%00", "%D9%A1%D9%A2", "a" * 3000, "..%2f..", "-1")
TYPED = ("\x00", HUGE, "-1", "1e999", "٣", "NaN", "a" * 30_000, "\u202e\ufeff", "2\x00", "1,000.999", "'\"><")
ENDS_OF_THE_CALENDAR = (("1", "1", "1"), ("31", "12", "9999"))
MANY = 40
KINDS = ("application/json", "multipart/form-data; boundary=x", "text/plain; charset=nonsense", "")


def one_thing_wrong(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A form that would do, but for one field: so what is nasty comes as far as it can."""
    for at, (name, value) in enumerate(fields.items()):
        if isinstance(value, SimpleUploadedFile):
            yield fields | {name: SimpleUploadedFile("..\\x\u202e.pdf", b"%PDF-1.7 \xff", content_type="a/b; c=\x01")}
        elif name.endswith("_year"):
            stem = name.removesuffix("_year")
            for end in ENDS_OF_THE_CALENDAR:
                days = zip(("day", "month", "year"), end, strict=True)
                yield fields | {f"{stem}_{part}": number for part, number in days}
        elif (isinstance(value, list) and len(value) == 1) or not isinstance(value, list):
            yield from (fields | {name: TYPED[(at + turn) % len(TYPED)]} for turn in range(len(TYPED)))
        yield fields | {name: ["\x00", HUGE, str(value)]}


def posts_to(fields: dict[str, Any]) -> list[dict[str, Any]]:
    """What is posted to one address: everything wrong at once, then one thing."""
    return [{name: TYPED[at % len(TYPED)] for at, name in enumerate(fields)}, *one_thing_wrong(fields)]


def some_of(things: list[Any], turn: int, most: int) -> list[Any]:
    """A few, others at each turn; many where every one is asked for."""
    step = max(len(things) // MANY, 1)
    most = MANY if os.environ.get("EVERY_NASTY_REQUEST") else most
    return [things[(turn * 7 + at * step) % len(things)] for at in range(min(most, len(things)))]


def with_nasty_arguments(path: str, turn: int) -> str:
    """The path with what it takes replaced: numbers past the database, letters that are none."""
    text = IN_A_PATH[turn % len(IN_A_PATH)]
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: str(PAST_THE_DATABASE) if found[1] == "int" else text, path)
