"""What counts: each sum to the penny, calculated again here another way; and the dated setting behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused
from casework.counting import COUNTING_KEYS, EVERYTHING, LONGEST_KEY, Counting, counted_total, sums_of
from casework.enums import CostBasis, Payer
from casework.models import CountingSetting
from casework.settings.actions import counting_in_words, counting_on, set_counting, withdraw_counting

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    basis: str
    payer: str
    annual_amount: Decimal


amounts = st.integers(min_value=0, max_value=10**9).map(lambda pennies: Decimal(pennies) / 100)
lines = st.lists(st.builds(Line, st.sampled_from(CostBasis.values), st.sampled_from(Payer.values), amounts))
settings = st.builds(Counting, st.frozensets(st.sampled_from(Payer), min_size=1), st.booleans())


def in_pennies(lines):
    return sum(int(line.annual_amount * 100) for line in lines)


@given(lines, settings)
def test_what_counts_is_the_sum_of_the_lines_that_count_to_the_penny(lines, setting):
    payers = setting.key.split()
    counted = 0
    for line in lines:
        if line.basis == "place" or line.payer not in payers:
            continue
        if line.basis == "one_off" and "one_off" not in payers:
            continue
        counted += int(line.annual_amount * 100)
    assert int(counted_total(lines, setting) * 100) == counted


@given(lines, settings)
def test_each_sum_stands_apart_and_together_they_are_all_lines(lines, setting):
    sums = sums_of(lines, setting)
    of = {basis: [line for line in lines if line.basis == basis] for basis in CostBasis.values}
    assert sums.place * 100 == in_pennies(of["place"])
    assert sums.one_off * 100 == in_pennies(of["one_off"])
    assert (sums.yearly + sums.one_off + sums.place) * 100 == in_pennies(lines)
    assert sums.gross == sums.top_up + sums.others == sums.counted + sums.not_counted
    assert sums.counted == counted_total(lines, setting)
    assert sums.not_counted >= 0


@given(lines, settings, amounts)
def test_a_place_changes_nothing_that_is_held_against_a_limit(lines, setting, amount):
    place = Line("place", "top_up", amount)
    assert counted_total([*lines, place], setting) == counted_total(lines, setting)


@given(lines)
def test_by_default_the_gross_total_counts(lines):
    sums = sums_of(lines, EVERYTHING)
    assert sums.counted == sums.gross


def test_a_setting_is_kept_as_its_key_and_there_are_thirty():
    assert len(set(COUNTING_KEYS)) == 30
    assert [Counting.of(key).key for key in COUNTING_KEYS] == list(COUNTING_KEYS)
    assert EVERYTHING.key == "element_2 top_up health social_care one_off"
    assert max(map(len, COUNTING_KEYS)) <= LONGEST_KEY


@pytest.mark.parametrize("key", ["", "one_off", "top_up nobody", "place"])
def test_what_is_no_setting_is_refused(key):
    with pytest.raises(ValueError, match=r".+"):
        Counting.of(key)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (EVERYTHING.key, "All provision, whoever pays, counts, one-off costs included; "),
        (
            "element_2 top_up",
            "Provision paid by Setting (element 2) and Top-up (element 3) counts, one-off costs left out; ",
        ),
    ],
)
def test_it_says_what_counts(key, words):
    assert counting_in_words(Counting.of(key)) == f"{words}the cost of a place never does."


# The dated setting


@pytest.fixture
def by_top_up(db, officer):
    return set_counting(payers=["top_up"], one_offs=False, effective_from=today(), basis=" Forum ", by=officer)


def test_the_gross_total_is_set_from_the_beginning(db):
    setting = CountingSetting.objects.get()
    assert (setting.counting, setting.effective_from, setting.set_by) == (EVERYTHING.key, date(2017, 9, 1), None)


def test_each_day_has_its_setting(by_top_up):
    assert counting_on(today() - DAY) == EVERYTHING
    assert counting_on(today()) == Counting(frozenset([Payer.TOP_UP]), one_offs=False)
    assert counting_on(date(2000, 1, 1)) == EVERYTHING
    assert by_top_up.basis == "Forum"
    assert sentence_of(AuditEvent.objects.latest("sequence")) == (
        "Ruth Osei set what counts against the indicative resource from "
        f"{today():%-d %B %Y}: Provision paid by Top-up (element 3) counts, one-off costs left out; "
        "the cost of a place never does."
    )


def test_a_setting_follows_the_one_before(by_top_up, officer):
    with pytest.raises(Refused, match=r"^What counts from .* or later is set already\. Enter a later day\.$"):
        set_counting(payers=["health"], one_offs=True, effective_from=today(), by=officer)
    assert set_counting(payers=["health"], one_offs=True, effective_from=today() + DAY, by=officer).pk


def test_somebodys_provision_counts(db, officer):
    with pytest.raises(Refused, match=r"^Select at least one payer whose provision counts\.$"):
        set_counting(payers=[], one_offs=True, effective_from=today(), by=officer)


def test_only_who_owns_it_sets_it(db, lead, by_top_up):
    with pytest.raises(NotAllowed, match="set what counts against the indicative resource"):
        set_counting(payers=["top_up"], one_offs=True, effective_from=today() + DAY, by=lead)
    with pytest.raises(NotAllowed, match="set what counts against the indicative resource"):
        withdraw_counting(by_top_up, reason="No.", by=lead)


def test_what_has_not_begun_is_taken_back_with_a_reason(db, officer):
    to_come = set_counting(payers=["top_up"], one_offs=True, effective_from=today() + DAY, by=officer)
    with pytest.raises(Refused, match=r"^Enter why the setting is taken back\.$"):
        withdraw_counting(to_come, reason=" ", by=officer)
    withdraw_counting(to_come, reason="The wrong year.", by=officer)
    assert counting_on(today() + DAY) == EVERYTHING
    assert sentence_of(AuditEvent.objects.latest("sequence")).endswith(": “The wrong year.”")
    with pytest.raises(Refused, match=r"^This setting was already taken back\.$"):
        withdraw_counting(to_come, reason="Again.", by=officer)


def test_what_is_in_force_is_not_taken_back(by_top_up, officer):
    with pytest.raises(Refused, match=r"^This setting has been in force since .* Set what counts from a later day"):
        withdraw_counting(by_top_up, reason="No.", by=officer)


def test_the_database_knows_every_setting_and_no_other(by_top_up):
    with pytest.raises(IntegrityError), transaction.atomic():
        CountingSetting.objects.filter(pk=by_top_up.pk).update(counting="one_off")
