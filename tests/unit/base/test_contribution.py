"""The joint between the apps: what is needed once is there once, or the service does not start."""

import importlib
import sys
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured

from base.contribution import (
    NEEDED_ONCE,
    BlindRestriction,
    Contribution,
    NextStep,
    RangeFinding,
    SigningOutlook,
    check_complete,
    contribute,
    contributed,
    contributed_once,
    with_one_primary,
)


@pytest.fixture
def nothing(monkeypatch):
    monkeypatch.setattr("base.contribution._contributions", {})


def finding(form):
    return RangeFinding(False, "within")


def outlook(agreed, indicative, day):
    return SigningOutlook(Decimal(1), Decimal(0))


def test_the_service_as_it_is_has_what_it_needs():
    check_complete()


@pytest.mark.parametrize("part", NEEDED_ONCE)
def test_nobody_gives_what_is_needed(nothing, part):
    with pytest.raises(ImproperlyConfigured, match=rf"^0 apps contribute {part}; exactly one has to\.$"):
        contributed_once(part)


def test_two_apps_give_what_one_has_to(nothing):
    contribute("one", Contribution(range_finding=finding, signing_outlook=outlook))
    check_complete()
    contribute("two", Contribution(range_finding=finding))
    with pytest.raises(ImproperlyConfigured, match=r"^2 apps contribute range_finding"):
        check_complete()


def test_the_service_does_not_start_without_it(nothing, monkeypatch):
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: None)
    monkeypatch.delitem(sys.modules, "ras_project.wsgi", raising=False)
    with pytest.raises(ImproperlyConfigured, match="exactly one has to"):
        importlib.import_module("ras_project.wsgi")


def test_who_closes_cases_says_how_pages_and_lists_know(nothing):
    contribute("one", Contribution(range_finding=finding, signing_outlook=outlook))
    contribute("two", Contribution(restrictions=lambda user, case_ids=None: {}, closing="closed"))
    with pytest.raises(ImproperlyConfigured, match=r"^two contributes restrictions, so it has to give closing and"):
        check_complete()


def test_an_app_that_registers_again_takes_its_own_place(nothing):
    contribute("one", Contribution(range_finding=finding))
    contribute("one", Contribution(range_finding=finding))
    assert contributed("range_finding") == [finding]


def test_a_page_has_one_primary_step():
    steps = [NextStep("a"), NextStep("b", primary=True), NextStep("c", primary=True)]
    assert [each.primary for each in with_one_primary(steps)] == [False, True, False]


def test_of_two_restrictions_only_what_both_leave_open_stays_open():
    blind = BlindRestriction("Score it first.", frozenset({"a", "b"}), frozenset({"reports"}))
    closed = BlindRestriction("You declared an interest.", frozenset(), frozenset())
    assert blind.together_with(closed) == closed.together_with(blind) == closed
    other = BlindRestriction("Not yet.", frozenset({"b", "c", "d"}), frozenset({"reports", "family"}))
    assert blind.together_with(other) == BlindRestriction("Score it first.", frozenset({"b"}), frozenset({"reports"}))
