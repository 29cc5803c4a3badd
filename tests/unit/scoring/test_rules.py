"""The rules of scoring, as plain Python."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.enums import LONGEST_REASON, AgeVersion, LevelKind, VerdictKind
from scoring.frameworks.illustrative import FRAMEWORKS
from scoring.frameworks.rules import age_version_for, problems_of
from scoring.scores.rules import Answer, OutcomeVerdict, fault_of, gaps_in, profile_from

KINDS = st.sampled_from([None, *LevelKind])


@st.composite
def forms(draw):
    """Forms of any number of outcomes and any points, in any order."""
    kinds = draw(st.lists(KINDS, max_size=30))
    answers = [
        Answer(
            position,
            f"Outcome {position}",
            kind,
            points=draw(st.integers(0, 50)) if kind not in (None, LevelKind.NONE) else 0,
            reason=draw(st.sampled_from(["", "  ", "Seen daily", "Seen daily by every adult who works with them"])),
            evidence_count=draw(st.integers(0, 2)),
        )
        for position, kind in enumerate(kinds, start=1)
    ]
    return draw(st.permutations(answers))


@given(forms(), st.randoms())
def test_the_profile_does_not_depend_on_the_order(answers, random):
    shuffled = list(answers)
    random.shuffle(shuffled)
    assert profile_from(shuffled) == profile_from(answers)


@given(forms())
def test_the_points_are_those_of_the_levels_chosen(answers):
    profile = profile_from(answers)
    assert profile.points == sum(answer.points for answer in answers)
    scored = [answer for answer in answers if answer.kind not in (None, LevelKind.NONE)]
    assert sum(profile.counts.values()) == len(scored)
    assert [answer.position for answer in profile.not_scored] == sorted(
        answer.position for answer in answers if answer.kind is None
    )
    assert len(profile.not_scored) + len(profile.no_difficulties) + len(scored) == len(answers)


@given(forms())
def test_the_two_highest_outcomes_are_the_highest(answers):
    profile = profile_from(answers)
    points = sorted((answer.points for answer in answers if answer.has_difficulties), reverse=True)
    found = [answer.points for answer in (profile.highest, profile.second_highest) if answer]
    assert found == points[:2]


@given(forms())
def test_a_form_without_gaps_answers_everything_and_explains_every_level(answers):
    gaps = gaps_in(answers)
    assert list(gaps.unanswered) == sorted(a.position for a in answers if a.kind is None)
    if not gaps:
        assert all(a.kind == LevelKind.NONE or a.reason.strip() for a in answers)


def test_of_two_equal_outcomes_the_earlier_one_is_higher():
    answers = [Answer(position, "", LevelKind.HIGH, points=20) for position in (7, 3, 5)]
    profile = profile_from(answers)
    assert (profile.highest.position, profile.second_highest.position) == (3, 5)


@pytest.mark.parametrize(
    ("age", "year", "version"),
    [
        (0, None, AgeVersion.AGE_0_5),
        (5, 1, AgeVersion.AGE_0_5),
        (6, 1, AgeVersion.AGE_6_16),
        (15, 11, AgeVersion.AGE_6_16),
        (16, None, AgeVersion.AGE_6_16),
        (16, 11, AgeVersion.AGE_6_16),
        (16, 12, AgeVersion.AGE_16_25),
        (17, 11, AgeVersion.AGE_16_25),
        (24, 20, AgeVersion.AGE_16_25),
    ],
)
def test_the_wording_follows_age_and_at_sixteen_the_school_year(age, year, version):
    assert age_version_for(age, year) == version


@pytest.mark.parametrize(
    ("verdict", "part"),
    [
        (OutcomeVerdict(VerdictKind.AGREED), None),
        (OutcomeVerdict(VerdictKind.AGREED, 1), None),
        (OutcomeVerdict(VerdictKind.AGREED, 2), "level"),
        (OutcomeVerdict(VerdictKind.QUERIED, None, "Who saw it?"), None),
        (OutcomeVerdict(VerdictKind.QUERIED, None, " "), "reason"),
        (OutcomeVerdict(VerdictKind.CHANGED, 2, "Daily, by the log"), None),
        (OutcomeVerdict(VerdictKind.CHANGED, 2, ""), "reason"),
        (OutcomeVerdict(VerdictKind.CHANGED, 1, "Daily"), "level"),
        (OutcomeVerdict(VerdictKind.CHANGED, None, "Daily"), "level"),
        (OutcomeVerdict(VerdictKind.CHANGED, 99, "Daily"), "level"),
        (OutcomeVerdict(VerdictKind.QUERIED, None, "x" * (LONGEST_REASON + 1)), "reason"),
    ],
)
def test_a_verdict_says_what_it_must(verdict, part):
    fault = fault_of(verdict, present_level_id=1, level_ids={1, 2, 3})
    assert (fault.part if fault else None) == part


def test_the_demonstration_wordings_differ_and_come_to_250_points():
    texts = []
    for questionnaire in FRAMEWORKS:
        rows = questionnaire.outcomes
        assert problems_of(questionnaire) == []
        assert len(rows) == 10
        assert sum(row.levels[-1].points for row in rows) == 250
        for row in rows:
            assert [level.kind for level in row.levels] == list(LevelKind)
            points = [level.points for level in row.levels]
            assert points == sorted(points)
            assert points[0] == 0
            texts += [row.gate_question + row.guidance, *(level.description for level in row.levels)]
    assert len(set(texts)) == len(texts) == 3 * 10 * 5
