"""Words quoted from a report are found in it, however they were copied."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.enums import LONGEST_PASSAGE
from casework.quoting import find_quote, is_same_quote, paragraph_at, pieces_of, tidy

TEXT = """Rowan leaves the room two or three
times a week when plans change.

“He worries all night,” his mother says; it’s worse before school – most of all on Sundays.
Calms within ten minutes with a known adult."""


def words_at(quote):
    span = find_quote(quote, TEXT)
    return span and tidy(TEXT[span[0] : span[1]])


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("two or three times a week", "two or three times a week"),
        ("  TWO or\r\n three\ttimes ", "two or three times"),
        ('"He worries all night," his mother', "“He worries all night,” his mother"),
        ("it's worse before school - most", "it’s worse before school – most"),
        ("leaves the room … plans change", "leaves the room two or three times a week when plans change"),
        ("plans change. “He worries", "plans change. “He worries"),
        ("leaves the room ... on Mondays", None),
        ("every day", None),
        ("…", None),
        ("", None),
        ("a (b", None),
    ],
)
def test_a_quote_is_found_whatever_its_spaces_capitals_and_marks(quote, found):
    assert words_at(quote) == found


def test_a_quote_without_its_middle_is_no_longer_than_a_passage():
    far = "Begins here. " + "x" * LONGEST_PASSAGE + " ends there."
    assert find_quote("Begins here … ends there", far) is None
    near = "Begins here. Then more, and ends there."
    assert find_quote("Begins here … ends there", near) == (0, len(near) - 1)


@pytest.mark.parametrize(
    ("words", "place"), [("Rowan", "paragraph 1"), ("times a week", "paragraph 2"), ("Calms", "paragraph 4")]
)
def test_the_place_is_the_line_or_paragraph_it_begins_in(words, place):
    assert paragraph_at(TEXT.index(words), TEXT) == place


def test_a_text_of_one_paragraph_needs_no_place():
    assert paragraph_at(6, "Rowan leaves the room.") == ""


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=4))
def test_the_pieces_of_a_text_are_the_text(text, quotes):
    pieces = pieces_of(text, quotes)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(st.text(alphabet="ab .\n", max_size=80), st.data())
def test_any_words_of_a_text_are_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert (find_quote(text[start:end], text) is not None) == bool(text[start:end].strip())


def test_passages_that_overlap_are_marked_as_one():
    pieces = pieces_of("one two three four", ["one two", "two three", "three"])
    assert [(piece.text, piece.is_marked) for piece in pieces] == [
        ("one two", True),
        (" three", True),
        (" four", False),
    ]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("quote", ["b … " + "x" * 990, "b b … " + "b " * 480 + "z", "b … zz"])
def test_a_quote_without_its_middle_is_looked_for_once_through_a_long_report(quote):
    assert find_quote(quote, "b " * 50_000) is None
    assert find_quote(quote, "b" * 100_000) is None


WRITTEN = {
    "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ſ": "s", "Ａ": "a", "ｚ": "z", "５": "5",
    "e\u0301": "é", "Ｅ\u0301": "é", "n\u0303": "ñ", "\u1112\u1161\u11ab": "한", "ﻻ": "لا", "か\u3099": "が",
    "Å": "å", "ß": "ss", "…": "...", "–": "-", "−": "-", "‑": "-", "﹣": "-", "---": "-",
    **dict.fromkeys("‘’‚‛‹›′`´ʼ", "'"), **dict.fromkeys("“”„‟«»″〝", '"'),
    **dict.fromkeys("\u00a0\u2003\u2009\u202f\u3000", " "), "\r\n": " ", " \u00a0 \n": " ", "\u200b \ufeff": " ",
    "a\u00adb": "ab", "a\u00ad\nb": "ab", "a-\nb": "ab", "a-\u200b \n b": "a-b", "a–\nb": "a-b",
    "a\u200bb": "ab", "a\u2060b\ufeff": "ab", "a\u200cb": "ab", "\u200da": "a", "中\n国": "中国",
    **{letter: letter for letter in "abcxyz. ,(æéक中한"}, "हि": "हि",
}  # fmt: skip
"""Ways to write, each with what a person would type for it."""


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(WRITTEN)), min_size=1, max_size=14), st.data())
def test_words_are_found_in_whatever_way_they_are_written(units, data):
    start = data.draw(st.integers(0, len(units) - 1))
    end = data.draw(st.integers(start + 1, len(units)))
    typed, text = "".join(WRITTEN[unit] for unit in units[start:end]), "".join(units)
    if not any(letter.isalnum() for letter in typed):
        return
    for quote in (typed, typed.upper(), "".join(units[start:end]), unicodedata.normalize("NFD", typed)):
        span = find_quote(quote, text)
        assert span is not None
        found = text[span[0] : span[1]]
        begins_within_a_sign = {found[0], found[-1]} & set("ﬁﬂﬀﬃﬄﬅßﻻ…")
        assert is_same_quote(found, quote) or (begins_within_a_sign and find_quote(quote, found))
        assert not found[0].isspace()
        assert not found[-1].isspace()
    assert find_quote("".join(units[start:end]), typed) is not None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("communicate", "She can commu-\nnicate."),
        ("communicate", "She can commu\u00ad\nnicate."),
        ("commu- nicate", "She can communicate."),
        ("commu-\nnicate", "She can communicate."),
        ("well-being", "her well-\nbeing is"),
        ("wellbeing", "her well-\nbeing is"),
        ("well- being", "her well-\r\n  being is"),
        ("well-being can communicate", "well-\nbeing can commu-\nnicate"),
        ("pre- and post-school", "both pre- and post-school"),
        ("1939-1945", "in 1939–\n1945"),
        ("oﬃce", "the office"),
        ("Fi", "aﬁ"),
        ("- Calms", "Then:\n– Calms quickly"),
        ("[…]", "it says […] here"),
        ("the room […] change", "the room. And then: change"),
        ("二年級學生", "他是二年級\n學生"),
    ],
)
def test_a_quote_is_found_over_line_ends_and_ligatures(quote, text):
    assert find_quote(quote, text) is not None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("resign", "to re-sign it"),
        ("re-sign", "to resign"),
        ("wellbeing", "her well-being is"),
        ("preand", "both pre- and post-school"),
        ("pre-and", "both pre- and post-school"),
        ("19391945", "in 1939–\n1945"),
        ("the room when", "the room - when"),
        ("the room when", "the room -\nwhen"),
        ("-5 degrees", "it was 5 degrees"),
        ("102", "10² cm"),
        ("12", "½"),
        ("cafe", "a café"),
        ("cafe", "a cafe\u0301"),
        ("resume", "résumé"),
        ("가", "각"),
        ("'no'", "“no”"),
        ("ae", "Læs"),
        ("the room", "the\u200broom"),
        ("-", "a - b"),
        ("\u200b\u00ad", "a\u200bb"),
    ],
)
def test_words_that_a_reader_would_not_find_are_not_found(quote, text):
    assert find_quote(quote, text) is None


@given(st.text(max_size=60), st.text(max_size=20))
def test_whatever_is_found_is_the_words(text, quote):
    span = find_quote(quote, text)
    if span is not None and "..." not in unicodedata.normalize("NFKC", quote):
        assert is_same_quote(text[span[0] : span[1]], quote)


def test_what_is_kept_reads_in_one_line_without_what_has_no_width():
    assert tidy("com\u00admu\u00ad\nnicate her\u00a0well-\n being\ufeff –\nnow") == "communicate her well-being – now"


def test_an_empty_looking_line_is_no_paragraph():
    assert paragraph_at(5, "\u200b\nab\ncd") == "paragraph 2"


@pytest.mark.timeout(20)
def test_fifty_quotes_are_marked_in_a_long_report_at_once():
    line = "Rowan’s offi\u00ad\nce visit: “calm”, well-\nbeing and commu-\nnication — très bien; "
    text = "".join(f"{number} {line}" for number in range(1400))
    quotes = [f'{number} rowan\'s office visit: "calm", well-being and communication - très' for number in range(50)]
    begun = time.process_time()
    assert sum(piece.is_marked for piece in pieces_of(text, quotes)) == 50
    for quote in ("a" * 999 + "b", "a-" * 499 + "b"):
        assert find_quote(quote, "a-\n" * 33_000) is None
    assert time.process_time() - begun < 5
