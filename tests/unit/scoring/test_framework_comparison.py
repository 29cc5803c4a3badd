"""Two versions of a framework held against each other."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scoring.frameworks.comparison import Change, compare
from tests.factories.frameworks import a_questionnaire, an_outcome, questionnaires

SLEEPS, EATS, PLAYS = an_outcome("Sleeps"), an_outcome("Eats"), an_outcome("Plays")


def changes(before, after):
    comparison = compare(a_questionnaire(*before), a_questionnaire(*after))
    return [(outcome.row.wording, outcome.change) for outcome in comparison.outcomes]


@given(questionnaires())
def test_a_version_is_the_same_as_itself(questionnaire):
    assert compare(questionnaire, questionnaire).is_same


@given(questionnaires(), questionnaires())
def test_every_outcome_of_both_stands_once(before, after):
    outcomes = compare(before, after).outcomes
    assert [each.after for each in outcomes if each.after] == list(after.outcomes)
    assert sorted(each.position_before for each in outcomes if each.before) == list(range(1, len(before.outcomes) + 1))
    for each in outcomes:
        was, now = (each.before.levels if each.before else ()), (each.after.levels if each.after else ())
        assert [level.after for level in each.levels if level.after] == list(now)
        assert sum(level.before is not None for level in each.levels) == len(was)


@given(questionnaires(), st.data())
def test_words_are_told_as_they_went_and_came(questionnaire, data):
    other = data.draw(questionnaires())
    for text in [text for outcome in compare(questionnaire, other).outcomes for text in outcome.texts]:
        kept = [piece.text for piece in text.pieces if not piece.is_removed]
        assert " ".join(kept).split() in ([], *(o.wording.split() for o in other.outcomes)) or text.label != "Wording"
        assert text.in_words


def test_added_and_removed_outcomes_stand_in_their_places():
    assert changes((SLEEPS, EATS), (SLEEPS, PLAYS, EATS)) == [
        ("Sleeps", Change.SAME),
        ("Plays", Change.ADDED),
        ("Eats", Change.SAME),
    ]
    assert changes((SLEEPS, EATS, PLAYS), (SLEEPS, PLAYS)) == [
        ("Sleeps", Change.SAME),
        ("Eats", Change.REMOVED),
        ("Plays", Change.SAME),
    ]


def test_a_moved_outcome_is_the_one_that_is_told():
    comparison = compare(a_questionnaire(SLEEPS, EATS, PLAYS), a_questionnaire(PLAYS, SLEEPS, EATS))
    assert [(each.row.wording, each.is_moved) for each in comparison.outcomes] == [
        ("Plays", True),
        ("Sleeps", False),
        ("Eats", False),
    ]


def test_changed_words_are_told_in_words():
    before = replace(SLEEPS, guidance="Think of a usual week at home.")
    after = replace(SLEEPS, guidance="Think of a hard week at home and at school.")
    (text,) = compare(a_questionnaire(before), a_questionnaire(after)).outcomes[0].texts
    assert [(piece.change.value, piece.text) for piece in text.pieces] == [
        ("same", "Think of a"),
        ("removed", "usual"),
        ("added", "hard"),
        ("same", "week at"),
        ("removed", "home."),
        ("added", "home and at school."),
    ]
    assert text.in_words == "“usual” became “hard”; “home.” became “home and at school.”"


def test_an_outcome_worded_otherwise_is_still_the_same_one():
    before, after = an_outcome("Makes and keeps relationships"), an_outcome("Makes and keeps good relationships")
    assert changes((before,), (after,)) == [("Makes and keeps good relationships", Change.CHANGED)]


def test_levels_are_held_against_each_other_by_name():
    levels = SLEEPS.levels
    after = replace(
        SLEEPS, levels=(levels[0], replace(levels[1], points=6), levels[3], replace(levels[2], name="New", points=99))
    )
    (outcome,) = compare(a_questionnaire(SLEEPS), a_questionnaire(after)).outcomes
    told = [(each.row.name, each.change, each.changes_points) for each in outcome.levels]
    assert told[:2] == [("Level 0", Change.SAME, False), ("Level 1", Change.CHANGED, True)]
    assert {name for name, change, _ in told if change != Change.SAME} >= {"Level 1", "New"}
    assert outcome.change == Change.CHANGED


def test_a_text_that_was_empty_was_added():
    before, after = replace(SLEEPS, guidance=""), replace(SLEEPS, guidance="Think of a week.")
    (text,) = compare(a_questionnaire(before), a_questionnaire(after)).outcomes[0].texts
    assert text.in_words == "“Think of a week.” was added"
    (back,) = compare(a_questionnaire(after), a_questionnaire(before)).outcomes[0].texts
    assert back.in_words == "“Think of a week.” was removed"
