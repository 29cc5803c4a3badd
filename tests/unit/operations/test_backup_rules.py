"""Which archives are kept, what a hook is told, and when the backups are not well."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.backup.rules import (
    Kept,
    State,
    archives_to_remove,
    environment_of_hook,
    moment_of,
    name_at,
    problem_with_backups,
    without_secrets,
)

LONDON = ZoneInfo("Europe/London")
USUAL = Kept(days=14, weeks=8, months=6)
EARLIEST, LATEST = datetime(2025, 9, 1, tzinfo=UTC), datetime(2027, 4, 30, tzinfo=UTC)

seconds = st.integers(0, int((LATEST - EARLIEST).total_seconds()))
moments = seconds.map(lambda count: EARLIEST + timedelta(seconds=count))
some_kept = st.builds(Kept, days=st.integers(0, 20), weeks=st.integers(0, 9), months=st.integers(0, 7))


def in_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(first: str, days: int, hour: int = 2) -> list[datetime]:
    return [in_utc(first) + timedelta(days=day, hours=hour) for day in range(days)]


def day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def removed_from(made: list[datetime], now: datetime, kept: Kept) -> set[datetime]:
    return archives_to_remove({moment: day_of(moment) for moment in made}, now, kept)


def left(made: list[datetime], now: datetime, kept: Kept = USUAL) -> list[datetime]:
    removed = removed_from(made, now, kept)
    return sorted(set(made) - removed)


def kept_by_the_letter(made: list[datetime], now: datetime, kept: Kept) -> Iterator[datetime]:
    """Of the last so many days, weeks and months of the calendar, with or without an archive in them."""
    today = day_of(now)
    monday = today - timedelta(days=today.weekday())
    for moment in made:
        day, later = day_of(moment), [day_of(each) for each in made if each > moment]
        if day > today - timedelta(days=kept.days):
            yield moment
        is_last_of_week = all(each.isocalendar()[:2] != day.isocalendar()[:2] for each in later)
        if is_last_of_week and day > monday - timedelta(weeks=kept.weeks - 1, days=1):
            yield moment
        is_last_of_month = all((each.year, each.month) != (day.year, day.month) for each in later)
        if is_last_of_month and (today.year - day.year) * 12 + today.month - day.month < kept.months:
            yield moment


@given(st.lists(moments, unique=True, max_size=40), moments, some_kept)
def test_nothing_goes_that_is_to_be_kept(made: list[datetime], now: datetime, kept: Kept) -> None:
    removed = removed_from(made, now, kept)
    assert removed <= set(made)
    past = [moment for moment in made if moment <= now]
    assert not removed & set(kept_by_the_letter(past, now, kept))
    assert removed <= set(past), "an archive of the future goes"
    if past:
        assert max(past) not in removed


@given(st.lists(moments, unique=True, max_size=40), some_kept)
def test_no_more_is_kept_than_days_weeks_and_months_take(made: list[datetime], kept: Kept) -> None:
    stays = left(made, LATEST, kept)
    assert len({day_of(moment) for moment in stays}) <= max(kept.days + kept.weeks + kept.months, 1)
    assert left(stays, LATEST, kept) == stays


@given(st.lists(moments, unique=True, max_size=30), some_kept)
def test_to_remove_after_each_backup_comes_to_the_same_as_to_remove_once(made: list[datetime], kept: Kept) -> None:
    there: list[datetime] = []
    for moment in sorted(made):
        there = left([*there, moment], moment, kept)
    assert there == (left(made, there[-1], kept) if made else [])


def test_what_is_there_after_two_years_of_one_a_day() -> None:
    made = daily("2025-01-01", 730)
    days = [f"{moment:%Y-%m-%d}" for moment in left(made, made[-1])]
    assert days == [
        *("2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"),
        *("2026-11-15", "2026-11-22", "2026-11-29", "2026-11-30", "2026-12-06", "2026-12-13"),
        *(f"2026-12-{day}" for day in range(18, 32)),
    ]


def test_several_of_one_day_stay_while_the_day_does_and_then_the_last() -> None:
    made = [*daily("2026-02-02", 1, hour=3), *daily("2026-02-02", 1, hour=20), *daily("2026-02-03", 15)]
    assert left(made[:16], made[15], Kept(15, 0, 0)) == made[:16]
    assert left(made, made[-1], Kept(15, 0, 0)) == made[2:]
    assert left(made, made[-1], Kept(1, 0, 12))[0] == made[-1]


def test_the_day_is_the_councils_and_not_that_of_utc() -> None:
    late = in_utc("2026-06-30T23:30")  # 1 July, half past midnight, in London
    end_of_june = in_utc("2026-06-30T22:30")
    later = in_utc("2026-07-20T01:00")
    assert left([end_of_june, late, later], later, Kept(0, 0, 2)) == [end_of_june, later]


def test_the_hour_that_the_clock_goes_back_has_an_order() -> None:
    summer, winter = in_utc("2026-10-25T00:30"), in_utc("2026-10-25T01:10")  # 1:30 and then 1:10 in London
    assert summer.astimezone(LONDON).time() > winter.astimezone(LONDON).time()
    later = in_utc("2026-12-01T02:00")
    assert left([summer, winter, later], later, Kept(1, 9, 0)) == [winter, later]


def test_a_clock_that_was_wrong_removes_nothing_for_it() -> None:
    made = daily("2026-01-01", 10)
    future = in_utc("2036-01-01T02:00")
    assert left([*made, future], future) == [*made, future]
    assert left([*made, future], made[-1], Kept(1, 0, 0)) == [made[-1], future]


def test_a_long_pause_leaves_what_there_was() -> None:
    made = daily("2026-01-01", 10)
    assert left(made, in_utc("2028-01-01T02:00")) == made


@given(moments)
def test_a_name_tells_its_moment(moment: datetime) -> None:
    assert moment_of(name_at(moment)) == moment


@pytest.mark.parametrize(
    "name",
    [
        "send-casework-2026-11-28T02-00-00Z.tar.age.sha256",
        "send-casework-2026-11-28T02-00-00Z.tar.age.part",
        "send-casework-2026-11-28T02-00-00Z.backup",
        "send-casework-2026-13-28T02-00-00Z.tar.age",
        "copy of send-casework-2026-11-28T02-00-00Z.tar.age",
        "notes.txt",
    ],
)
def test_what_we_did_not_name_is_no_archive(name: str) -> None:
    assert moment_of(name) is None


def test_the_hook_is_told_none_of_our_keys() -> None:
    ours = dict.fromkeys(("SECRET_KEY", "AUDIT_KEY", "FIELD_KEY_OLD", "DATABASE_URL", "BACKUP_IDENTITY"), "x")
    its = {"PATH": "/bin", "HOME": "/home/backup", "BACKUP_HOOK_TARGET": "vault"}
    assert environment_of_hook({**ours, **its, "OIDC_CLIENT_SECRET": "x", "PGPASSWORD": "x"}) == its


def test_what_it_wrote_is_logged_without_passwords() -> None:
    text = without_secrets("to sftp://backup:hunter2@vault.example/x with AGE-SECRET-KEY-1QQQ failed")
    assert text == "to sftp://***@vault.example/x with *** failed"


NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
WELL = State(
    first_at=NOW - timedelta(days=100),
    made_at=NOW - timedelta(hours=6),
    problem="",
    missing=0,
    is_handed_off=True,
    verified_at=NOW - timedelta(days=30),
    verification_problem="",
)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ""),
        ({"made_at": NOW - timedelta(hours=26)}, ""),
        (
            {"made_at": NOW - timedelta(hours=27), "problem": "The disk is full."},
            "No backup was made within 26 hours. The last one is of 27 November 2026 at 5:00am. The disk is full.",
        ),
        ({"made_at": None, "problem": "Set X."}, "No backup was made within 26 hours. There is none. Set X."),
        ({"problem": "The disk is full."}, "The last backup has a problem. The disk is full."),
        ({"is_handed_off": False}, "The last backup was not taken off the machine."),
        ({"missing": 1}, "In the last backup 1 row had no file: run manage.py check_files."),
        ({"verification_problem": "Rows are missing."}, "The last verification of a backup failed. Rows are missing."),
        ({"verified_at": NOW - timedelta(days=35)}, ""),
        (
            {"verified_at": NOW - timedelta(days=36)},
            "No backup was verified within 35 days: run manage.py verify_backup.",
        ),
        ({"verified_at": None}, "No backup was verified within 35 days: run manage.py verify_backup."),
        ({"verified_at": None, "first_at": NOW - timedelta(days=34)}, ""),
    ],
)
def test_the_first_thing_wrong_with_the_backups_is_told(change: dict, told: str) -> None:
    assert problem_with_backups(replace(WELL, **change), NOW, has_hook=True) == told


def test_without_a_hook_nothing_has_to_be_taken_away_and_without_a_backup_all_is_said() -> None:
    assert problem_with_backups(replace(WELL, is_handed_off=False), NOW, has_hook=False) == ""
    assert problem_with_backups(None, NOW, has_hook=False) == "No backup was made yet: run manage.py backup."
