"""Who has to wait before the next password or code: at the edges, and against what an attacker would do."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.signing_in.rules import (
    ASKING,
    DAY,
    GUESSING,
    HOUR,
    Count,
    Counts,
    Whence,
    minute_after,
    opens_at,
    pause_after,
    session_ends_at,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STRANGER, ADDRESS, BROWSER = Whence(), Whence(is_known_address=True), Whence(is_known_browser=True)


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (12, 60), (10_000, 60)]
)
def test_five_wrong_ones_are_free_and_then_each_waits_twice_as_long_up_to_an_hour(tries, minutes):
    assert pause_after(tries, GUESSING.together, GUESSING.first_pause) == minutes * MINUTE


@pytest.mark.parametrize(("tries", "minutes"), [(2, 0), (3, 15), (4, 30), (5, 60), (6, 60)])
def test_three_links_are_free(tries, minutes):
    assert pause_after(tries, ASKING.together, ASKING.first_pause) == minutes * MINUTE


@pytest.mark.parametrize(
    ("count", "limit", "held_up"),
    [
        ("together", GUESSING.together, {STRANGER, ADDRESS, BROWSER}),
        ("account", GUESSING.account, {STRANGER}),
        ("address", GUESSING.address, {STRANGER, ADDRESS}),
    ],
)
def test_each_count_slows_only_whom_it_must(count, limit, held_up):
    for whence in (STRANGER, ADDRESS, BROWSER):
        free, full = (Counts(**{count: Count(tries, NOON)}) for tries in (limit - 1, limit))
        assert opens_at(free, whence, GUESSING) is None
        assert opens_at(full, whence, GUESSING) == (NOON + MINUTE if whence in held_up else None)


def test_of_several_pauses_the_longest_is_told():
    counts = Counts(Count(5, NOON), Count(22, NOON - MINUTE), Count(100, NOON))
    assert opens_at(counts, STRANGER, GUESSING) == NOON + 3 * MINUTE


def test_the_minute_that_is_told_is_never_too_early():
    assert minute_after(NOON) == NOON
    assert minute_after(NOON + timedelta(microseconds=1)) == NOON + MINUTE


@given(st.timedeltas(timedelta(0), timedelta(hours=20)))
def test_a_session_ends_after_an_hour_without_work_and_twelve_after_the_sign_in(worked):
    ends = session_ends_at(NOON + worked, NOON, HOUR, timedelta(hours=12))
    assert ends == min(NOON + worked + HOUR, NOON + timedelta(hours=12))
    assert session_ends_at(NOON, None, HOUR, timedelta(hours=12)) == NOON + HOUR


# What an attacker would do


@dataclass
class Gate:
    """The table of tries, as the rule is asked of it."""

    wrong: list[tuple[datetime, str, str, str, bool]] = field(default_factory=list)

    def wait(self, at: datetime, account: str, address: str, whence: Whence = STRANGER, browser: str = "") -> timedelta:
        """How long somebody has to wait who tries now."""
        place = browser if whence.is_known_browser else address
        day = [each for each in self.wrong if each[1] == account and each[0] > at - DAY]
        counts = Counts(
            self._count(each for each in day if each[2] == place),
            self._count(each for each in day if not each[4]),
            self._count(each for each in self.wrong if each[3] == address and each[0] > at - HOUR),
        )
        opens = opens_at(counts, whence, GUESSING)
        return max((opens or at) - at, timedelta(0))

    def fail(self, at: datetime, account: str, address: str, whence: Whence = STRANGER, browser: str = "") -> bool:
        """Try something wrong. Returns whether it was looked at."""
        if self.wait(at, account, address, whence, browser):
            return False
        place, counted = (browser, "") if whence.is_known_browser else (address, address)
        self.wrong.append((at, account, place, counted, whence.is_known))
        return True

    def succeed(self, account: str, place: str) -> None:
        self.wrong = [each for each in self.wrong if each[1:3] != (account, place)]

    @staticmethod
    def _count(wrong) -> Count:
        moments = [each[0] for each in wrong]
        return Count(len(moments), max(moments, default=None))


def guesses(gate: Gate, hours: int, tries) -> list[datetime]:
    """The moments of what was looked at, where somebody tries each of `tries` every other minute."""
    looked_at = []
    for minute in range(0, hours * 60, 2):
        for account, address, whence in tries(minute):
            at = NOON + minute * MINUTE
            if gate.fail(at, account, address, whence):
                looked_at.append(at)
    return looked_at


def most_in(period: timedelta, moments: list[datetime]) -> int:
    return max(sum(at <= each < at + period for each in moments) for at in moments)


def test_one_address_has_thirty_four_guesses_a_day_at_one_account():
    looked_at = guesses(Gate(), 36, lambda minute: [("nina", "1.1.1.1", ADDRESS)] * (6 if minute < 9 else 1))
    assert most_in(DAY, looked_at) <= 34


def test_many_addresses_have_fifty_guesses_a_day_at_one_account_together():
    looked_at = guesses(
        Gate(), 36, lambda minute: [("nina", f"1.1.{minute}.{at}", STRANGER) for at in range(21 if minute < 9 else 1)]
    )
    assert most_in(DAY, looked_at) <= 50


def test_one_address_has_about_a_hundred_guesses_an_hour_at_all_accounts():
    looked_at = guesses(
        Gate(), 3, lambda minute: [(f"person {minute * 30 + at}", "1.1.1.1", ADDRESS) for at in range(20)]
    )
    assert most_in(HOUR, looked_at) <= 107


@settings(max_examples=5)
@given(st.lists(st.integers(0, 30), min_size=120, max_size=120))
def test_an_office_in_which_everybody_mistypes_once_never_waits(seconds):
    gate, at = Gate(), NOON
    for person, pause in enumerate(seconds):
        at += timedelta(seconds=pause)
        assert gate.fail(at, f"person {person}", "the office")
        assert not gate.wait(at + timedelta(seconds=5), f"person {person}", "the office")
        gate.succeed(f"person {person}", "the office")


attacks = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 3), st.integers(0, 40)), max_size=120
)  # seconds since the one before, whose account, from which address


@settings(max_examples=30)
@given(attacks)
def test_no_attack_from_elsewhere_holds_up_who_is_known(attack):
    gate, at = Gate(), NOON
    for seconds, account, address in attack:
        at += timedelta(seconds=seconds)
        gate.fail(at, f"person {account}", f"1.1.1.{address}")
        assert not gate.wait(at, "person 0", "her own", ADDRESS)
        assert not gate.wait(at, "person 0", "1.1.1.1", BROWSER, "her browser")


@settings(max_examples=30)
@given(attacks)
def test_an_attack_inside_an_office_shuts_out_no_known_browser_and_nobody_longer_than_an_hour(attack):
    gate, at = Gate(), NOON
    for seconds, account, _ in attack:
        at += timedelta(seconds=seconds)
        gate.fail(at, f"person {account}", "the office", ADDRESS)
        assert not gate.wait(at, "person 0", "the office", BROWSER, "her browser")
        assert gate.wait(at, "person 0", "the office", ADDRESS) <= HOUR
