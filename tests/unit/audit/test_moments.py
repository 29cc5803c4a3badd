"""The clock of every act."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from base.clock import acting_at, now, today


@time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
def test_today_is_the_day_in_london_not_in_utc():
    assert today() == date(2026, 7, 1)


def test_within_acting_at_the_moment_is_another():
    past = datetime(2024, 12, 31, 12, 0, tzinfo=UTC)
    with acting_at(past):
        assert now() == past
        assert today() == date(2024, 12, 31)
    assert now() > past


def test_acting_at_ends_even_when_the_act_fails():
    past = datetime(2024, 12, 31, 12, 0, tzinfo=UTC)
    with pytest.raises(KeyError), acting_at(past):
        raise KeyError
    assert now() > past


def test_a_moment_needs_its_time_zone():
    with pytest.raises(ValueError, match="A moment needs its time zone"):  # noqa: SIM117
        with acting_at(datetime(2024, 12, 31, 12, 0)):  # noqa: DTZ001
            pass
