"""Made-up cases: the same for the same seed, spread over the stages, and in the past."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.ages import age_on
from casework.enums import Stage
from demonstration.stories import SHARES_BY_STAGE, tell_stories

TODAY = date(2026, 11, 23)


def test_the_same_seed_tells_the_same_stories() -> None:
    assert tell_stories(40, 1, TODAY) == tell_stories(40, 1, TODAY)
    assert tell_stories(40, 1, TODAY) != tell_stories(40, 2, TODAY)


@pytest.mark.parametrize("count", [len(SHARES_BY_STAGE), 300])
def test_every_stage_has_a_story(count: int) -> None:
    assert {story.stops_at for story in tell_stories(count, 3, TODAY)} == {stage for stage, _ in SHARES_BY_STAGE}


def test_few_stories_are_told_too() -> None:
    assert len(tell_stories(1, 1, TODAY)) == 1


@given(st.integers(min_value=0, max_value=2**32))
def test_requests_came_before_today_for_children_who_may_be_assessed(seed: int) -> None:
    for story in tell_stories(12, seed, TODAY):
        assert story.requested_on < TODAY
        assert 1 <= age_on(story.born, story.requested_on) < 25
        assert story.primary_need != story.secondary_need


def test_a_case_for_the_panel_costs_more_than_indicated() -> None:
    stories = tell_stories(300, 5, TODAY)
    assert all(story.goes_to_panel for story in stories if story.stops_at == Stage.PANEL)
    assert not any(story.goes_to_panel for story in stories if story.stops_at == Stage.SIGN_OFF)
