"""Hints: what may be worth another look, and when nothing is said."""

import pytest

from scoring.enums import LevelKind
from scoring.scores.rules import FEWEST_FORMS, MOST_PAIRS, SHORT_REASON, Answer, hints_on, unusual_pairs

ALIKE = {1: 1, 2: 1, 3: 1}


def test_a_level_without_evidence_and_a_high_one_with_a_line_of_reason():
    bare = Answer(1, "", LevelKind.HIGH, reason="Yes")
    assert hints_on(bare) == [
        "No evidence is attached to this level.",
        "The level is high, and the reason is one short line.",
    ]
    assert hints_on(Answer(1, "", LevelKind.NONE)) == []
    assert hints_on(Answer(1, "")) == []
    assert hints_on(Answer(1, "", LevelKind.HIGH, reason="x" * SHORT_REASON, evidence_count=1)) == []
    assert hints_on(Answer(1, "", LevelKind.LOW, reason="Yes", evidence_count=1)) == []


@pytest.mark.parametrize(
    ("forms", "as_far", "message"),
    [
        (FEWEST_FORMS - 1, 0, False),
        (FEWEST_FORMS, 0, True),
        (100, 4, True),
        (100, 5, False),
    ],
)
def test_a_pair_is_named_when_fewer_than_five_in_a_hundred_differ_as_much(forms, as_far, message):
    others = [{1: 0, 2: 3}] * as_far + [{1: 1, 2: 1}] * (forms - as_far)
    pairs = unusual_pairs({1: 3, 2: 0}, others)
    assert bool(pairs) is message
    if message:
        assert pairs[0].sentence == (
            f"Outcomes 1 and 2 seldom differ so much: in {as_far} of the {forms} latest forms with this framework."
        )


def test_one_step_apart_is_nothing_to_speak_of():
    assert unusual_pairs({1: 1, 2: 2}, [ALIKE] * 100) == []


def test_only_forms_that_have_both_outcomes_count():
    assert unusual_pairs({1: 3, 2: 0}, [{1: 1}] * 100) == []


def test_the_pairs_seen_least_are_named_and_no_more_than_three():
    steps = {1: 0, 2: 2, 3: 2, 4: 2, 5: 2}
    others = [dict.fromkeys(steps, 1)] * 99 + [{1: 0, 2: 2, 3: 1, 4: 1, 5: 1}]
    pairs = unusual_pairs(steps, others)
    assert len(pairs) == MOST_PAIRS
    assert [(pair.first, pair.second, pair.seen) for pair in pairs] == [(1, 3, 0), (1, 4, 0), (1, 5, 0)]
