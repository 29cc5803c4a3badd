"""Which two records are asked about, whether they are of one child; and which two settings, whether they are one.

These tables are what the measures of `casework/names/rules.py` rest on.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.names import parts_of
from casework.names.rules import LIKE_SETTING, Identity, is_slip, likeness, settings_alike, slips_of

BORN = date(2016, 3, 12)


def child(name: str, born: date = BORN, upn: str = "", known_as: str = "") -> Identity:
    first, _, last = name.rpartition(" ")
    return Identity(first, last, born, upn, known_as)


SAME_DAY_ASKED = [
    ("Noah Fisher", "NOAH  FISHER"),
    ("Noah Fisher", "Fisher Noah"),
    ("Noah Fisher", "Fisher, Noah"),
    ("Noah James Fisher", "Noah Fisher"),
    ("Noah James Fisher", "James Fisher"),
    ("Noah J Fisher", "Noah James Fisher"),
    ("Noah O'Brien", "Noah O’Brien"),
    ("Noah OBrien", "Noah O’Brien"),
    ("Noah Smith-Jones", "Noah Smith Jones"),
    ("Noah SmithJones", "Noah Smith-Jones"),
    ("Noah Smith-Jones", "Noah Jones"),
    ("Zofia Nowak", "Zófia Nowak"),
    ("Zofia Nowak", "Sofia Novak"),
    ("Mohammed Khan", "Muhammad Khan"),
    ("Mohammed Ali Khan", "Mohamed Khan"),
    ("Aisha Begum", "Ayesha Begam"),
    ("Sophie Price", "Sofie Price"),
    ("Catherine Lee", "Katherine Lee"),
    ("Jon Fischer", "John Fisher"),
    ("Mia Price", "Mya Price"),
    ("Yusuf Ahmed", "Youssef Ahmad"),
    ("Rowan Ellis-12", "Rowan Ellis"),
    ("Nguyen Thi Mai", "Mai Nguyen"),
    ("Rukhsana", "Rukhsana Begum"),
]
SAME_DAY_NOT_ASKED = [
    ("Noah Fisher", "Ruby Fisher"),
    ("Noah Fisher", "Noah Fletcher"),
    ("Ella Price", "Emma Price"),
    ("Noah Fisher", "Noel Fisher"),
    ("Leo Grant", "Mia Grant"),
    ("Hassan Ali", "Hussein Ali"),
    ("Robin Ellis", "Rowan Ellis"),
    ("Jo Price", "Joe Price"),
    ("Amina Yusuf", "Yara Aminu"),
]


@pytest.mark.parametrize(("one", "other"), SAME_DAY_ASKED)
def test_of_one_day_these_are_asked_about(one, other):
    assert likeness(child(one), child(other))
    assert likeness(child(other), child(one))


@pytest.mark.parametrize(("one", "other"), SAME_DAY_NOT_ASKED)
def test_of_one_day_these_are_not(one, other):
    assert not likeness(child(one), child(other))
    assert not likeness(child(other), child(one))


@pytest.mark.parametrize(
    ("born", "is_asked"),
    [
        (date(2016, 12, 3), True),
        (date(2015, 3, 12), True),
        (date(2006, 3, 12), True),
        (date(2016, 3, 13), True),
        (date(2016, 3, 22), True),
        (date(2016, 4, 12), True),
        (date(2015, 3, 13), False),
        (date(2015, 12, 3), False),
        (date(2016, 5, 23), False),
    ],
)
def test_a_date_may_be_a_slip_where_the_names_are_nearly_the_same(born, is_asked):
    assert bool(likeness(child("Noah James Fisher"), child("Noah Fisher", born))) is is_asked
    assert bool(likeness(child("Noah Fisher"), child("Noah Fischer", born))) is is_asked
    assert not likeness(child("Mohammed Khan"), child("Muhammad Khan", born))


def test_the_same_upn_is_asked_about_whatever_the_name():
    assert likeness(child("Noah Fisher", upn="A123456789012"), child("Ruby Price", date(2010, 1, 1), "A123456789012"))
    assert not likeness(child("Noah Fisher", upn=""), child("Ruby Price", date(2010, 1, 1), ""))


def test_a_known_as_name_counts_as_the_first():
    assert likeness(child("William Fisher", known_as="Bill"), child("Bill Fisher"))
    assert not likeness(child("William Fisher"), child("Bill Fisher"))


def test_the_more_alike_the_higher():
    same, near = (
        likeness(child("Noah Fisher"), child("Noah Fisher")),
        likeness(child("Noah Fisher"), child("Noah Fischer")),
    )
    slip = likeness(child("Noah Fisher"), child("Noah Fisher", date(2016, 12, 3)))
    assert likeness(child("A B", upn="X"), child("C D", upn="X")) > same > near > slip > 0


@given(st.dates(date(1999, 1, 1), date(2026, 12, 31)))
def test_the_slips_of_a_day_are_the_days_that_may_be_one(day):
    slips = slips_of(day, date(1995, 1, 1), date(2027, 12, 31))
    assert slips
    assert all(is_slip(day, each) for each in slips)
    around = {day + timedelta(days=days) for days in range(-40, 41)}
    assert {each for each in around if is_slip(day, each) and each.year <= 2027} <= slips | {day}


@pytest.mark.parametrize(
    ("one", "other", "is_same_phase", "is_asked"),
    [
        ("St Mary's C.E. Primary", "st marys ce primary", True, True),
        ("St Mary's C.E. Primary", "St. Mary’s CE Primary School", True, True),
        ("Hillside Academy", "Hillside School", True, True),
        ("Hillside Academy", "Hilside Academy", True, True),
        ("Hillside Primary", "Hillside Secondary", False, False),
        ("Hillside Primary", "hillside  primary", False, True),
        ("Brook School", "Hillside Academy", True, False),
        ("St Mary's Primary", "St Mark's Primary", True, False),
        ("St Mary's Primary", "St Mary's RC Primary", True, False),
        ("The Academy", "The College", True, False),
        ("North Street Nursery", "South Street Nursery", True, False),
    ],
)
def test_settings_that_are_asked_about(one, other, is_same_phase, is_asked):
    alike = settings_alike(parts_of(one), parts_of(other), is_same_phase=is_same_phase)
    assert (alike >= LIKE_SETTING) is is_asked
