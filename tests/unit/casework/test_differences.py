"""What differs between two readings of a text: nothing is lost of either, and what is the same is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.plan.rules import Change, Words, differences

WORDS = st.lists(st.sampled_from(("he", "reads", "a", "page", "aloud", "twice")), max_size=8).map(" ".join)
READINGS = st.lists(WORDS.filter(bool), max_size=5)


def told(found):
    return [[(words.change.value, words.text.strip()) for words in paragraph] for paragraph in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], []),
        (["Same."], ["Same."], []),
        (["Same, spaced."], ["Same,  spaced."], [[("none", "Same,  spaced.")]]),
        (["He reads."], ["He reads aloud."], [[("none", "He"), ("removed", "reads."), ("added", "reads aloud.")]]),
        (["One.", "Two."], ["One."], [[("removed", "Two.")]]),
        (["Two."], ["One.", "Two."], [[("added", "One.")]]),
        (["He eats in the hall."], ["He eats in a small room."], [
            [("none", "He eats in"), ("removed", "the hall."), ("added", "a small room.")]
        ]),
        (["No social care needs."], ["A social worker comes."], [
            [("removed", "No social care needs."), ("added", "A social worker comes.")]
        ]),
        (["He is good at sums today."], ["She is good at maths today."], [[
            ("removed", "He"), ("added", "She"), ("none", "is good at"),
            ("removed", "sums"), ("added", "maths"), ("none", "today."),
        ]]),
    ],
)  # fmt: skip
def test_what_went_and_what_came(before, after, expected):
    assert told(differences(before, after)) == expected


@given(READINGS, READINGS)
def test_both_readings_can_be_read_out_of_the_difference(before, after):
    found = [words for paragraph in differences(before, after) for words in paragraph]
    kept = [paragraph for paragraph in before if paragraph not in after]
    assert said(found, Change.NONE, Change.REMOVED) >= set(" ".join(kept).split())
    gone, come = (sum(len(each.split()) for each in texts) for texts in (before, after))
    removed, added = (sum(len(w.text.split()) for w in found if w.change == c) for c in (Change.REMOVED, Change.ADDED))
    assert come - gone == added - removed
    assert bool(found) == (before != after)


def said(found: list[Words], *changes: Change) -> set[str]:
    return {word for words in found if words.change in changes for word in words.text.split()}


def test_a_long_section_is_compared_in_a_moment():
    long = [f"Word {n} of the section, and some more of it." for n in range(1100)]
    assert len(differences(long, [*long[:500], "Another.", *long[501:]])) == 1
    same = ["a " * 24_000]
    assert differences(same, ["b " * 24_000])[0][0].change == Change.REMOVED
