"""How names are folded, what is typed to find them, and in what order they stand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.names import (
    LONGEST_WORD,
    MOST_WORDS,
    Wanted,
    code_word,
    day_word,
    name_words,
    parts_of,
    reference_words,
    sort_key,
    wanted_in,
)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("José  Fernández", ["jose", "fernandez"]),
        ("O'Brien", ["obrien"]),
        ("O’Brien", ["obrien"]),
        ("O‘Brien", ["obrien"]),
        ("O＇Brien", ["obrien"]),
        ("O´Brien", ["obrien"]),
        ("Smith-Jones", ["smith", "jones"]),
        ("Smith‐Jones", ["smith", "jones"]),
        ("Smith‑Jones", ["smith", "jones"]),
        ("Smith – Jones", ["smith", "jones"]),
        ("Smith—Jones", ["smith", "jones"]),
        ("Smith\u00adJones", ["smith", "jones"]),
        ("Fisher, Noah", ["fisher", "noah"]),
        ("No\u200bah\ufeff Fish\u200der", ["noah", "fisher"]),
        ("St Mary's C.E. Primary", ["st", "marys", "ce", "primary"]),
        ("St. Mary’s", ["st", "marys"]),
        ("Łucja Bjørk Straße", ["lucja", "bjork", "strasse"]),
        ("अनन्या", ["अननया"]),
        ("李小龙", ["李小龙"]),
        ("%_*", []),
        ("", []),
    ],
)
def test_a_name_is_its_plain_words(name, parts):
    assert parts_of(name) == parts


@given(st.text(max_size=40))
def test_folded_words_hold_nothing_that_folding_changes(name):
    assert parts_of(" ".join(parts_of(name))) == parts_of(name)
    assert all(0 < len(word) <= LONGEST_WORD for word in name_words(name))


def is_found(typed: str, words: set[str]) -> bool:
    return all(
        wanted.whole in words if wanted.whole else any(w.startswith(b) for w in words for b in wanted.beginnings)
        for wanted in wanted_in(typed)
    )


@pytest.mark.parametrize("kept", ["Smith-Jones", "Smith Jones", "SmithJones", "Smith‑Jones", "Smith – Jones"])
@pytest.mark.parametrize("typed", ["smith-jones", "SMITH JONES", "SmithJones", "Smith\u00adJones", "smith", "Smith—Jo"])
def test_hyphened_names_are_found_however_they_are_written(kept, typed):
    assert is_found(typed, name_words(f"Noah {kept}"))


@given(st.permutations(["Noah", "James", "O’Brien-Łuck"]), st.integers(1, 3))
def test_words_are_found_in_any_order_by_their_beginnings(words, letters):
    typed = ", ".join(word[: letters + 2] for word in words)
    assert is_found(typed, name_words("Noah James O'Brien-Luck"))


@pytest.mark.parametrize(
    "typed",
    ["27/3/2016", "27.3.2016", "27-03-16", "27 March 2016", "27th mar 2016", "27 3 2016", "2016-03-27", "27March2016",
     "27‑03‑2016", "27/03/16", "March 2016", "mar 2016", "2016", "201603"],
)  # fmt: skip
def test_a_day_is_found_as_people_type_it(typed):
    assert is_found(typed, {day_word(date(2016, 3, 27))})
    assert not is_found(typed, {day_word(date(2015, 4, 28))})


@pytest.mark.parametrize("typed", ["31/2/2016", "27/13/2016", "0/0/0000"])
def test_a_day_that_there_is_not_finds_nothing_of_its_own(typed):
    assert not any(wanted.whole for wanted in wanted_in(typed))


@pytest.mark.parametrize(
    "typed",
    ["EX-2026-0001", "EX 2026 0001", "ex.2026.0001", "EX/2026/0001", "ex-2026-1", "ex20260001", "2026-0001", "2026 1",
     "EX‑2026‑0001", " ex - 2026 - 0001 "],
)  # fmt: skip
def test_a_reference_is_found_as_people_type_it(typed):
    assert is_found(typed, reference_words("EX-2026-0001"))
    assert not is_found(typed, reference_words("EX-2026-0010"))
    assert not is_found(typed, reference_words("EX-2026-0002"))


@pytest.mark.parametrize("typed", ["A123456789012", "a123 4567 89012", "A 123456789012"])
def test_a_upn_is_found_with_and_without_spaces(typed):
    assert wanted_in(typed) == [Wanted(whole=code_word("A123456789012"))]


def test_codes_and_names_are_found_together():
    assert wanted_in("Fisher 27/3/2016 EX-2026-12") == [
        Wanted(whole="20160327"),
        Wanted(whole="20260012"),
        Wanted(("fisher", "fisherex")),
        Wanted(("ex", "fisherex")),
    ]


def test_of_many_words_the_longest_are_looked_for():
    assert len(wanted_in("a b c d e f g h i j k l m n o p")) == MOST_WORDS


@given(st.text(max_size=100))
def test_anything_may_be_typed(typed):
    assert all(wanted.whole or all(wanted.beginnings) for wanted in wanted_in(typed))


def test_a_name_stands_before_one_that_goes_on():
    names = [("Smith Jones", "Al"), ("Smith", "Zed"), ("Smithson", "Al"), ("Smith", "Ann")]
    assert sorted(names, key=lambda name: sort_key(*name)) == [
        ("Smith", "Ann"), ("Smith", "Zed"), ("Smith Jones", "Al"), ("Smithson", "Al"),
    ]  # fmt: skip
