"""Whose turn it is, in words, and where the strip stands."""

from datetime import UTC, date, datetime

import pytest

from casework.cases.frame import Turn, stage_strip
from casework.enums import Stage
from casework.models import Case


def turn(days, *, is_yours=True, who="Amina Yusuf"):
    return Turn(who, is_yours, date(2026, 11, 1), days)


@pytest.mark.parametrize(
    ("message", "turn"),
    [
        ("You, since today", turn(0)),
        ("You, 1 day", turn(1)),
        ("Amina Yusuf, 6 days", turn(6, is_yours=False)),
        ("", turn(6, who="")),
    ],
)
def test_a_turn_in_short(message, turn):
    assert turn.in_short == message


@pytest.mark.parametrize("stage", Stage)
def test_the_strip_of_every_stage_has_at_most_one_current_step(stage):
    case = Case(stage=stage, stage_entered_at=datetime(2026, 11, 1, tzinfo=UTC))
    states = [step.state for step in stage_strip(case)]
    assert states.count("current") <= 1
    assert states == sorted(states, key=["done", "current", "todo"].index)


def test_the_panel_stands_where_sign_off_stands():
    current = [step.name for step in stage_strip(Case(stage=Stage.PANEL)) if step.state == "current"]
    assert current == ["Sign-off or panel"]
