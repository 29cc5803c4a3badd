"""The statutory clock at its edges."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from base.clock import acting_at, today
from casework.ages import age_on, curriculum_year, year_in_words
from casework.time_limits import (
    ASSESSMENT_LIMITS,
    DECIDE_WHETHER_TO_ASSESS,
    FAMILY_VIEWS_ON_DRAFT,
    FINAL_PLAN,
    REFUSE_PLAN,
    falls_on,
    milestones,
    week_of,
)

REQUESTED = date(2026, 8, 24)


class TestLimits:
    @pytest.mark.parametrize(
        ("limit", "due"),
        [
            (DECIDE_WHETHER_TO_ASSESS, date(2026, 10, 5)),
            (REFUSE_PLAN, date(2026, 12, 14)),
            (FINAL_PLAN, date(2027, 1, 11)),
        ],
    )
    def test_fall_on_calendar_days(self, limit, due):
        assert falls_on(limit, REQUESTED) == due
        assert falls_on(limit, REQUESTED).weekday() == REQUESTED.weekday()

    @pytest.mark.parametrize("limit", ASSESSMENT_LIMITS)
    def test_the_last_day_is_in_time_and_the_next_is_late(self, limit):
        last = REQUESTED + timedelta(days=limit.days)
        for day, late in ((last, False), (last + timedelta(days=1), True)):
            waiting = milestones(REQUESTED, day, {}, [limit])[0]
            done = milestones(REQUESTED, last + timedelta(days=90), {limit.code: day}, [limit])[0]
            assert (waiting.is_late, done.is_late) == (late, late)
            assert waiting.days_left == (last - day).days

    def test_29_february_counts(self):
        assert falls_on(DECIDE_WHETHER_TO_ASSESS, date(2028, 1, 20)) == date(2028, 3, 2)
        assert falls_on(DECIDE_WHETHER_TO_ASSESS, date(2027, 1, 20)) == date(2027, 3, 3)

    def test_the_family_has_15_days_beginning_with_the_day_of_service(self):
        assert falls_on(FAMILY_VIEWS_ON_DRAFT, date(2026, 11, 1)) == date(2026, 11, 15)

    @pytest.mark.parametrize("limit", ASSESSMENT_LIMITS)
    def test_each_has_its_source(self, limit):
        assert "reg " in limit.source


class TestToday:
    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            (datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("UTC")), date(2026, 3, 28)),
            (datetime(2026, 3, 29, 23, 30, tzinfo=ZoneInfo("UTC")), date(2026, 3, 30)),
            (datetime(2026, 10, 24, 23, 30, tzinfo=ZoneInfo("UTC")), date(2026, 10, 25)),
            (datetime(2026, 10, 25, 23, 30, tzinfo=ZoneInfo("UTC")), date(2026, 10, 25)),
        ],
    )
    def test_is_the_day_in_london_when_the_clocks_change(self, moment, day):
        with acting_at(moment):
            assert today() == day


class TestWeeks:
    @pytest.mark.parametrize(("days", "week"), [(0, 1), (1, 1), (7, 1), (8, 2), (140, 20), (141, 21)])
    def test_week_21_begins_when_the_limit_has_passed(self, days, week):
        assert week_of(REQUESTED, REQUESTED + timedelta(days=days)) == week


class TestAges:
    @pytest.mark.parametrize(
        ("born", "day", "age"),
        [
            (date(2015, 5, 9), date(2026, 5, 8), 10),
            (date(2015, 5, 9), date(2026, 5, 9), 11),
            (date(2016, 2, 29), date(2027, 2, 28), 10),
            (date(2016, 2, 29), date(2027, 3, 1), 11),
        ],
    )
    def test_whole_years(self, born, day, age):
        assert age_on(born, day) == age

    @pytest.mark.parametrize(
        ("born", "label"),
        [
            (date(2021, 9, 1), "Reception"),
            (date(2022, 8, 31), "Reception"),
            (date(2022, 9, 1), "Early years"),
            (date(2021, 8, 31), "Year 1"),
            (date(2015, 9, 1), "Year 6"),
        ],
    )
    def test_a_child_born_on_31_august_is_a_year_ahead_of_one_born_the_next_day(self, born, label):
        assert year_in_words(curriculum_year(born, date(2026, 11, 23))) == label

    def test_the_school_year_begins_on_1_september(self):
        born = date(2015, 5, 9)
        assert curriculum_year(born, date(2026, 8, 31)) == 6
        assert curriculum_year(born, date(2026, 9, 1)) == 7
