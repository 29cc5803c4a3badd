"""What differs between two readings of a text: nothing is lost of either, and what is the same is left out."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.differences import Change, paragraphs_that_differ, pieces_of

WORDS = st.lists(st.sampled_from(("he", "reads", "a", "page", "aloud", "twice")), min_size=1, max_size=9).map(" ".join)
READINGS = st.lists(WORDS, max_size=5)

R, A, S = Change.REMOVED, Change.ADDED, Change.SAME


def told(found):
    return [[(piece.change, piece.text) for piece in paragraph] for paragraph in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], []),
        (["Same."], ["Same."], []),
        (["Same, spaced."], ["Same,  spaced."], []),
        (["One."], ["One.", "Two."], [[(A, "Two.")]]),
        (["One.", "Two."], ["One."], [[(R, "Two.")]]),
        (["He reads well."], ["He reads well aloud."], [[(S, "He reads"), (R, "well."), (A, "well aloud.")]]),
        (["He eats in the hall."], ["He eats in a small room."], [
            [(S, "He eats in"), (R, "the hall."), (A, "a small room.")]
        ]),
        (["No social care needs."], ["A social worker comes."], [
            [(R, "No social care needs."), (A, "A social worker comes.")]
        ]),
        (["He is good at sums today."], ["She is good at maths today."], [[
            (R, "He"), (A, "She"), (S, "is good at"), (R, "sums"), (A, "maths"), (S, "today."),
        ]]),
        (["He reads a page aloud."], ["Another thing.", "He reads a page alone."], [
            [(A, "Another thing.")], [(S, "He reads a page"), (R, "aloud."), (A, "alone.")],
        ]),
    ],
)  # fmt: skip
def test_what_went_and_what_came(before, after, expected):
    assert told(paragraphs_that_differ(before, after)) == expected


def words_of(pieces, left_out):
    return [word for piece in pieces if piece.change != left_out for word in piece.text.split()]


@given(WORDS | st.just(""), WORDS | st.just(""), st.integers(1, 4))
def test_both_texts_can_be_read_out_of_their_pieces(before, after, fewest):
    pieces = pieces_of(before, after, fewest_kept=fewest)
    assert words_of(pieces, A) == before.split()
    assert words_of(pieces, R) == after.split()


@given(READINGS, READINGS)
def test_only_what_is_the_same_is_left_out(before, after):
    found = paragraphs_that_differ(before, after)
    assert bool(found) == (before != after)
    pieces = list(chain.from_iterable(found))
    gone, come = (sorted(" ".join(texts).split()) for texts in (before, after))
    for word in {*gone, *come}:
        left = gone.count(word) - words_of(pieces, A).count(word)
        assert left == come.count(word) - words_of(pieces, R).count(word) >= 0


def test_one_word_in_a_long_section_is_one_word():
    long = [f"Word {n} of the section, and some more of the same words of it." for n in range(800)]
    changed = [*long[:400], "Word 400 of that section, and some more of the same words of it.", *long[401:]]
    pieces = pieces_of(" ".join(long), " ".join(changed))
    assert [piece.text for piece in pieces if piece.change == A] == ["that"]
    assert [piece.text for piece in pieces if piece.change == R] == ["the"]


def test_what_has_no_sentences_is_shown_whole():
    assert [piece.change for piece in pieces_of("a " * 20_000, "b " * 20_000)] == [R, A]
