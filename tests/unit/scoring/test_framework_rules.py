"""What makes a framework sound, and the sentence for each thing that is not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.enums import LevelKind
from scoring.frameworks.rules import LevelRow, OutcomeRow, faults_of, in_lines, on_one_line, problems_of, tidied
from tests.factories.frameworks import a_questionnaire, an_outcome, questionnaires


def sentences(*outcomes, **changes):
    return [problem.sentence for problem in problems_of(replace(a_questionnaire(*outcomes), **changes))]


def with_level(number, outcome=None, **changes):
    """The outcome with one level, counted from 1, changed."""
    outcome = outcome or an_outcome()
    levels = list(outcome.levels)
    levels[number - 1] = replace(levels[number - 1], **changes)
    return replace(outcome, levels=tuple(levels))


@given(questionnaires())
def test_a_sound_framework_has_no_problem_and_is_kept_as_it_is(questionnaire):
    assert problems_of(questionnaire) == []
    assert tuple(map(tidied, questionnaire.outcomes)) == questionnaire.outcomes


@given(questionnaires(), st.data())
def test_points_that_fall_are_found_wherever_they_are(questionnaire, data):
    place = data.draw(st.integers(0, len(questionnaire.outcomes) - 1))
    outcome = questionnaire.outcomes[place]
    number = data.draw(st.integers(2, len(outcome.levels)))
    before = outcome.levels[number - 2].points
    broken = with_level(number, with_level(number, outcome, points=before), points=before - 1)
    outcomes = (*questionnaire.outcomes[:place], broken, *questionnaire.outcomes[place + 1 :])
    found = problems_of(replace(questionnaire, outcomes=outcomes))
    assert any(problem.outcome == place + 1 and "points" in problem.sentence for problem in found)


def test_a_framework_needs_a_title_and_an_outcome():
    assert sentences(title="", outcomes=()) == ["Enter a title.", "Add at least one outcome."]
    assert sentences(title="x" * 201) == ["The title must be 200 characters or fewer. It has 201."]


def test_more_than_forty_outcomes_are_too_many():
    outcomes = [an_outcome(f"Outcome {n}") for n in range(41)]
    assert sentences(*outcomes) == ["A framework has 40 outcomes at most. This one has 41."]
    assert sentences(*outcomes[:40]) == []


def test_wordings_are_distinct_whatever_their_capitals():
    assert sentences(an_outcome("Sleeps"), an_outcome("Eats"), an_outcome("SLEEPS"), an_outcome("sleeps")) == [
        "Outcomes 1, 3 and 4 have the same wording. Word them apart."
    ]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (an_outcome(""), ["Outcome 1: enter its wording."]),
        (an_outcome("x" * 201), ["Outcome 1: the wording must be 200 characters or fewer. It has 201."]),
        (
            replace(an_outcome(), gate_question="x" * 301),
            ["Outcome 1: the question that opens it must be 300 characters or fewer. It has 301."],
        ),
        (
            replace(an_outcome(), guidance="x" * 2001),
            ["Outcome 1: the guidance must be 2,000 characters or fewer. It has 2,001."],
        ),
        (replace(an_outcome(), levels=()), ["Outcome 1: give it at least 2 levels."]),
        (
            an_outcome(points=(0,)),
            [
                "Outcome 1: give it at least 2 levels.",
                "Outcome 1: its levels give no points. Give points to the levels above “no difficulties”.",
            ],
        ),
        (an_outcome(points=(0, *range(1, 11))), ["Outcome 1: give it 10 levels or fewer. It has 11."]),
        (with_level(2, name=""), ["Outcome 1, level 2: enter its name."]),
        (with_level(2, description=""), ["Outcome 1, level 2: describe what it looks like."]),
        (
            with_level(2, name="x" * 61, description="x" * 501),
            [
                "Outcome 1, level 2: the name must be 60 characters or fewer. It has 61.",
                "Outcome 1, level 2: the description must be 500 characters or fewer. It has 501.",
            ],
        ),
        (with_level(3, name="LEVEL 1"), ["Outcome 1: levels 2 and 3 have the same name. Name them apart."]),
        (
            with_level(4, points=8),
            ["Outcome 1, level 4: the points fall from 9 to 8. From level to level they stay or rise."],
        ),
        (
            with_level(4, points=1001),
            ["Outcome 1, level 4: the points must be a whole number from 0 to 1,000."],
        ),
        (
            with_level(1, points=2),
            ["Outcome 1, level 1: a level that means no difficulties has 0 points. It has 2."],
        ),
        (
            with_level(1, kind=LevelKind.LOW),
            ["Outcome 1: say which level means no difficulties. It comes first, with 0 points."],
        ),
        (
            with_level(2, kind=LevelKind.NONE, points=0),
            ["Outcome 1: only one level may mean no difficulties. Levels 1 and 2 do."],
        ),
        (
            with_level(4, kind=LevelKind.LOW),
            ["Outcome 1, level 4: it counts as low, and the level before it as medium. Put them in order."],
        ),
    ],
)
def test_each_thing_to_put_right_is_a_sentence_with_its_place(outcome, expected):
    assert sentences(outcome) == expected


def test_the_level_of_no_difficulties_comes_first():
    low = LevelRow("Low", LevelKind.LOW, "Wakes.", 0)
    none = LevelRow("None", LevelKind.NONE, "Sleeps.", 0)
    high = LevelRow("High", LevelKind.HIGH, "Never sleeps.", 9)
    outcome = OutcomeRow("Sleeps", "", "", (low, none, high))
    assert sentences(outcome) == ["Outcome 1: the level that means no difficulties comes first. It is level 2."]


def test_points_may_stay_the_same_and_a_question_may_be_left_out():
    assert sentences(replace(an_outcome(points=(0, 5, 5, 5)), gate_question="")) == []


def test_a_draft_may_be_unsound_but_not_without_measure():
    unsound = replace(with_level(4, name="", points=3), wording="")
    assert faults_of(unsound, 1) == []
    assert [fault.sentence for fault in faults_of(with_level(2, points=-1), 3)] == [
        "Outcome 3, level 2: the points must be a whole number from 0 to 1,000."
    ]


def test_text_is_kept_in_one_way():
    assert on_one_line(" Sleeps\tthrough\r\nthe  night\x07 ") == "Sleeps through the night"
    assert in_lines("  One\r\nTwo \r\n\r\nThree\x00\r\n") == "One\nTwo\n\nThree"
