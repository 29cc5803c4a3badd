"""When two records may be of one child, and two names of one setting: the measures and their reasons.

What must be asked and what must not stands as a table in `tests/unit/casework/test_likeness.py`.
"""

from dataclasses import dataclass
from datetime import date
from itertools import permutations

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from base.names import parts_of

LIKE_WORD = 0.79
"""How alike the least alike words of two names are, from 0 to 1, where the dates of birth are the same.

Jaro-Winkler: it forgives a slip and a second spelling (Mohammed, Muhammad) and weighs how a word begins.
"""

LIKE_WORD_OF_SLIP = 0.93
"""The same, where the dates of birth differ by a slip: two doubts at once are one too many."""

FEWEST_LETTERS = 3
"""Letters of a word below which only the same word is like it: Jo is not Joe."""

MOST_COMPARED = 200
"""How many records are scored, at most, each time somebody is asked."""

LIKE_SETTING = 88
"""How alike two names of settings are, from 0 to 100, to be asked whether they are one: Levenshtein's ratio."""

MOST_OFFERED = 6
"""How many records or settings are offered to choose from, the most alike ones."""

COMMON_WORDS = frozenset(
    ("school", "primary", "infant", "infants", "junior", "secondary", "academy", "nursery", "college", "the", "of")
)
"""Words that the names of many settings have in common."""


@dataclass(frozen=True)
class Identity:
    """What a child is known by."""

    first_name: str
    last_name: str
    date_of_birth: date
    upn: str = ""
    known_as: str = ""

    @property
    def names(self) -> list[tuple[str, ...]]:
        """The name in words, and the one with the known-as name for the first."""
        whole = letters_of(f"{self.first_name} {self.last_name}")
        return [whole, letters_of(f"{self.known_as} {self.last_name}")] if self.known_as else [whole]


def letters_of(name: str) -> tuple[str, ...]:
    """The words of a name, letters only."""
    words = ("".join(letter for letter in word if letter.isalpha()) for word in parts_of(name))
    return tuple(word for word in words if word)


def likeness(one: Identity, other: Identity) -> float:
    """How likely two records are of one child, from 0 (not worth a question) to 3 (the same UPN)."""
    if one.upn and one.upn == other.upn:
        return 3
    if one.date_of_birth == other.date_of_birth:
        enough, sure = LIKE_WORD, 1
    elif is_slip(one.date_of_birth, other.date_of_birth):
        enough, sure = LIKE_WORD_OF_SLIP, 0
    else:
        return 0
    alike = max(names_alike(first, second) for first in one.names for second in other.names)
    return alike + sure if alike >= enough else 0


def names_alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike the least alike words are that two names have in common, in whatever order they stand.

    The shorter name may leave words of the longer one out, but keeps two; or its only one, which is then the same.
    """
    shorter, longer = sorted((one, other), key=len)
    if not shorter:
        return 0
    if "".join(one) == "".join(other):
        return 1
    alike = _least_alike(shorter[:4], longer[:6])
    return alike if len(shorter) == len(longer) or len(shorter) > 1 or alike == 1 else 0


def _least_alike(shorter: tuple[str, ...], longer: tuple[str, ...]) -> float:
    """The best way to set each word of the shorter name beside another of the longer: its least alike pair."""
    score = {(a, b): word_alike(a, b) for a in shorter for b in longer}
    return max(
        min(score[pair] for pair in zip(shorter, chosen, strict=True)) for chosen in permutations(longer, len(shorter))
    )


def word_alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1; an initial is as good as the word."""
    if one == other:
        return 1
    if 1 in (len(one), len(other)):
        return 0.95 if one[0] == other[0] else 0
    if min(len(one), len(other)) < FEWEST_LETTERS:
        return 0
    return JaroWinkler.similarity(one, other)


def is_slip(one: date, other: date) -> bool:
    """Whether two days are one typed wrongly: day and month changed places, or a single digit is another."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return one != other
    return sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)) == 1


def slips_of(day: date, earliest: date, latest: date) -> set[date]:
    """The days for which `day` may have been typed by a slip, from `earliest` to `latest`."""
    written, found = f"{day:%Y%m%d}", set()
    others = [f"{written[:at]}{digit}{written[at + 1 :]}" for at in range(8) for digit in "0123456789"]
    for text in (*others, f"{written[:4]}{written[6:]}{written[4:6]}"):
        try:
            found.add(date(int(text[:4]), int(text[4:6]), int(text[6:])))
        except ValueError:
            continue
    return {each for each in found if earliest <= each <= latest and each != day}


def own_words(words: list[str]) -> list[str]:
    """The words of a setting's name that tell it from others; all of them where it has no such word."""
    return [word for word in words if word not in COMMON_WORDS] or words


def settings_alike(one: list[str], other: list[str], *, is_same_phase: bool) -> float:
    """How alike two settings are by the words of their names, from 0 (two settings) to 100 (one).

    Of one phase their own words decide ("Hillside Academy", "Hillside School"), otherwise the whole name.
    """
    compared = own_words if is_same_phase else list
    alike = ratio(" ".join(sorted(compared(one))), " ".join(sorted(compared(other))))
    return alike if alike >= LIKE_SETTING else 0
