"""How archives are named, which are kept, what the hook is told, and when the backups are not well."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from base.words import at_moment, counted

NAMES = re.compile(r"send-casework-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.tar\.age")
MOMENT = "%Y-%m-%dT%H-%M-%SZ"

MADE_WITHIN = timedelta(hours=26)  # one a day, and two hours for the one that takes longer
VERIFIED_WITHIN = timedelta(days=35)  # once a month, and some days for whoever does it

Ordered = TypeVar("Ordered", date, datetime)

TOLD = ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSH_AUTH_SOCK")
"""What the hook finds in its environment, besides what begins with BACKUP_HOOK_: none of our keys."""


def name_at(moment: datetime) -> str:
    """The name of an archive that is made at this moment, in UTC to the second."""
    return f"send-casework-{moment.astimezone(UTC):{MOMENT}}.tar.age"


def moment_of(name: str) -> datetime | None:
    """The moment in the name of an archive; None of a file that we did not name."""
    found = NAMES.fullmatch(name)
    try:
        return datetime.strptime(found[1], MOMENT).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Kept:
    """For how many days every archive is kept, and for how many weeks and months the last of each."""

    days: int
    weeks: int
    months: int


def archives_to_remove(day_of: Mapping[datetime, date], now: datetime, kept: Kept) -> set[datetime]:
    """Which archives have had their time: those made neither on one of the last days, nor last in one of the last
    weeks (Monday to Sunday) or months.

    Only days, weeks and months that have an archive are counted, so that a pause or a clock that was wrong removes
    nothing. The newest always stays, and so does whatever is newer than `now`. Each moment, in UTC, comes with the
    day that it was in London.
    """
    past = sorted(moment for moment in day_of if moment <= now)
    days = _newest({day_of[moment] for moment in past}, kept.days)
    weeks = _newest({day_of[moment].isocalendar()[:2]: moment for moment in past}.values(), kept.weeks)
    months = _newest({day_of[moment].replace(day=1): moment for moment in past}.values(), kept.months)
    stays = {moment for moment in past if day_of[moment] in days} | weeks | months
    return set(past[:-1]) - stays


def _newest(each: Iterable[Ordered], count: int) -> set[Ordered]:
    ordered = sorted(each)
    return set(ordered[max(len(ordered) - count, 0) :])


def environment_of_hook(environment: Mapping[str, str]) -> dict[str, str]:
    """What the hook is told of our environment."""
    return {name: value for name, value in environment.items() if name in TOLD or name.startswith("BACKUP_HOOK_")}


def without_secrets(text: str) -> str:
    """What a program wrote, with the passwords within addresses and age's secret keys blotted out."""
    text = re.sub(r"(?<=://)[^/\s@]+@", "***@", text)
    return re.sub(r"AGE-SECRET-KEY-1\w+", "***", text, flags=re.IGNORECASE)


@dataclass(frozen=True)
class State:
    """What is known of the backups: of the last run, and of verifications.

    `made_at`: when the last archive was made that counts. `problem`: of the last run. `missing`: rows of the last
    archive that had no file. `is_handed_off`: whether that archive was taken off the machine.
    """

    first_at: datetime
    made_at: datetime | None
    problem: str
    missing: int
    is_handed_off: bool
    verified_at: datetime | None
    verification_problem: str


def problem_with_backups(state: State | None, now: datetime, *, has_hook: bool) -> str:
    """The first thing wrong with the backups, in a sentence; "" when all is well.

    One is to be made every 26 hours, taken off the machine where there is a hook, and one verified every 35 days.
    """
    if state is None:
        return "No backup was made yet: run manage.py backup."
    return (
        _problem_of_age(state, now)
        or (state.problem and f"The last backup has a problem. {state.problem}")
        or ("The last backup was not taken off the machine." if has_hook and not state.is_handed_off else "")
        or _problem_of_files(state)
        or (state.verification_problem and f"The last verification of a backup failed. {state.verification_problem}")
        or _problem_of_verification(state, now)
    )


def _problem_of_age(state: State, now: datetime) -> str:
    if state.made_at and now - state.made_at <= MADE_WITHIN:
        return ""
    last = f"The last one is of {at_moment(state.made_at)}." if state.made_at else "There is none."
    return f"No backup was made within 26 hours. {last} {state.problem}".rstrip()


def _problem_of_files(state: State) -> str:
    if not state.missing:
        return ""
    return f"In the last backup {counted(state.missing, 'row')} had no file: run manage.py check_files."


def _problem_of_verification(state: State, now: datetime) -> str:
    if now - (state.verified_at or state.first_at) <= VERIFIED_WITHIN:
        return ""
    return "No backup was verified within 35 days: run manage.py verify_backup."
