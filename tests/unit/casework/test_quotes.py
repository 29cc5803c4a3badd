"""Words quoted from a report are found in it, however they were copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.enums import LONGEST_PASSAGE
from casework.reports.rules import find_quote, paragraph_at, pieces_of, tidy

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
