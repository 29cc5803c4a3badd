"""Lists, counts and moments read as a person would write them."""

from datetime import UTC, datetime

import pytest

from base.words import at_moment, counted, listed


@pytest.mark.parametrize(
    ("words", "message"), [([], ""), (["a level"], "a level"), ([2, 5], "2 and 5"), ([2, 5, 9], "2, 5 and 9")]
)
def test_a_list_ends_in_and(words, message):
    assert listed(words) == message


@pytest.mark.parametrize(("count", "message"), [(0, "0 outcomes"), (1, "1 outcome"), (3, "3 outcomes")])
def test_a_count_agrees_with_its_noun(count, message):
    assert counted(count, "outcome") == message


def test_a_moment_is_told_in_london():
    assert at_moment(datetime(2026, 7, 3, 13, 2, tzinfo=UTC)) == "3 July 2026 at 2:02pm"
