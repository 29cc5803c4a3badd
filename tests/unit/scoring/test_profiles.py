"""The profile for any framework: its drawing keeps within its frame, and its levels keep their names."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from scoring.enums import LevelKind
from scoring.scores.presenters import COLUMNS_HEIGHT, COLUMNS_WIDTH, names_of_kinds, pillars_of
from scoring.scores.rules import Answer, counts_in_words, profile_from

IN_CONTROL = (("No", "none"), ("Some", "low"), ("Lots", "medium"), ("Exceptional", "high"))


def levels(*named):
    return [SimpleNamespace(name=name, kind=kind) for name, kind in named]


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=40))
def test_every_outcome_has_its_column_within_the_frame(pairs):
    points, most = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    answers = [Answer(position, "An outcome", points=each) for position, each in enumerate(points, start=1)]
    pillars = pillars_of(answers, most)
    assert [pillar.position for pillar in pillars] == list(range(1, len(points) + 1))
    for pillar, following in zip(pillars, [*pillars[1:], None], strict=True):
        assert 0 <= pillar.x < pillar.x + pillar.width <= (following.x if following else COLUMNS_WIDTH)
        assert 0 <= pillar.y <= COLUMNS_HEIGHT
        assert pillar.y + pillar.height == pillar.track_y + pillar.track == COLUMNS_HEIGHT
        assert pillar.height <= pillar.track
        assert 0 <= pillar.at <= 100


def test_levels_are_counted_under_the_frameworks_own_names():
    assert names_of_kinds(levels(*IN_CONTROL)) == {
        LevelKind.HIGH: "Exceptional",
        LevelKind.MEDIUM: "Lots",
        LevelKind.LOW: "Some",
    }


def test_where_a_kind_has_several_names_or_none_the_usual_word_stands():
    names = names_of_kinds(levels(("A little", "low"), ("Somewhat", "low"), ("High", "high")))
    assert names == {LevelKind.HIGH: "High", LevelKind.MEDIUM: "Medium", LevelKind.LOW: "Low"}


def test_in_a_sentence_levels_are_called_as_the_form_called_them():
    chosen = [("No", "none"), ("Exceptional", "high"), ("A little", "low"), ("Somewhat", "low")]
    answers = [
        Answer(position, "An outcome", kind=LevelKind(kind), level_name=name)
        for position, (name, kind) in enumerate(chosen, start=1)
    ]
    assert counts_in_words(profile_from(answers)) == "1 exceptional, 2 low, 1 with no difficulties"
    answers.append(Answer(5, "An outcome"))
    assert counts_in_words(profile_from(answers)).endswith("1 with no difficulties, 1 not scored")


def test_a_form_without_outcomes_draws_nothing():
    assert pillars_of([], []) == []
