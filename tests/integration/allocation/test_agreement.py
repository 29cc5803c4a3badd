"""The page on agreement: nothing, a few, enough; who sees what is said of one scorer; its filter and its cost."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.enums import Role
from allocation.starter import load_starter_tables
from casework.models import Case
from scoring.enums import AgeVersion
from scoring.frameworks.actions import draft_framework, publish_framework
from scoring.frameworks.illustrative import FRAMEWORKS
from scoring.second.actions import ask_second_scoring
from tests.factories.forms import USUAL, a_submitted_form
from tests.factories.people import a_person
from tests.factories.second_scoring import a_case_asked_for, score_second

pytestmark = pytest.mark.django_db
URL = "/agreement/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def scored_twice(coordinator, scorer, *levels: tuple[int, ...]) -> list[Case]:
    return [score_second(a_case_asked_for(coordinator, scorer), each).case for each in levels]


@pytest.mark.both_databases
def test_before_anything_is_scored_twice_it_says_so(officer, client_as) -> None:
    shown = text(client_as(officer).get(URL))
    assert "No case has been scored twice yet" in shown
    assert "Weighted kappa" not in shown


def test_a_few_cases_are_said_to_be_too_few(coordinator, other_coordinator, officer, client_as) -> None:
    load_starter_tables()
    scored_twice(coordinator, other_coordinator, USUAL, (2, *USUAL[1:]))
    shown = text(client_as(officer).get(URL))
    assert "2 cases scored twice are too few to say anything (fewer than 30)." in shown
    assert "95% of all levels" in shown
    assert "Too few cases" in shown
    assert "RAS form, 6 to 16, version 1 (2 cases)" in shown
    assert "There are too few cases to tell the middle of the differences." in shown


def test_of_one_scorer_only_those_who_can_help_read(coordinator, other_coordinator, lead, officer, client_as) -> None:
    scored_twice(coordinator, other_coordinator, USUAL)
    for user in (lead, officer):
        shown = text(client_as(user).get(URL))
        assert "1 form scored beside a colleague: fewer than 10 say nothing." in shown
        assert "It is no ranking" in shown
    assert "Scorer by scorer" not in text(client_as(coordinator).get(URL))


def test_those_who_do_not_score_do_not_read_it(member, administrator, finance, client_as) -> None:
    for user in (member, administrator, finance):
        answer = client_as(user).get(URL)
        assert answer.status_code == 403
        assert "can read how far scorers agree" in text(answer)


def test_a_second_form_that_is_not_submitted_counts_for_nothing(
    coordinator, other_coordinator, officer, client_as
) -> None:
    a_case_asked_for(coordinator, other_coordinator)
    assert "No case has been scored twice yet" in text(client_as(officer).get(URL))


def test_the_filter_is_kept_and_cleared(coordinator, other_coordinator, officer, client_as) -> None:
    scored_twice(coordinator, other_coordinator, USUAL)
    client = client_as(officer)
    assert "No case scored twice matches these filters" in text(client.post(URL, {"age_version": "0_5"}, follow=True))
    assert "1 case scored twice is too few" in text(client.post(URL, {"clear": "1"}, follow=True))


def test_other_outcomes_are_not_compared_together(coordinator, other_coordinator, officer, lead, client_as) -> None:
    """Forms of another questionnaire are left out, and the page says so."""
    scored_twice(coordinator, other_coordinator, USUAL, USUAL)
    usual = next(each for each in FRAMEWORKS if each.age_version == AgeVersion.AGE_6_16)
    short = draft_framework(replace(usual, title="Short form", outcomes=usual.outcomes[:9]), by=officer)
    publish_framework(short, by=officer)
    score_second(a_case_asked_for(coordinator, other_coordinator, levels=USUAL[:9]), USUAL[:9])
    shown = text(client_as(officer).get(URL))
    assert "1 more case was scored twice with other outcomes or levels" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_one_and_for_many(
    coordinator, other_coordinator, lead, client_as, django_assert_num_queries, count: int
) -> None:
    """More once after another pair, when the figures are calculated anew."""
    load_starter_tables()
    client = client_as(lead)
    client.get(reverse("scoring:second_list"))
    for number in range(2):
        scored_twice(coordinator, other_coordinator, *[USUAL] * count)
        with django_assert_num_queries(10):
            assert f"{count * (number + 1)} case" in text(client.get(URL))
        with django_assert_num_queries(7):
            assert f"{count * (number + 1)} case" in text(client.get(URL))


def test_of_many_scorers_a_page_shows_fifty_by_name(
    coordinator, other_coordinator, officer, client_as, monkeypatch
) -> None:
    monkeypatch.setattr("base.pages.ROWS_ON_A_PAGE", 1)
    scored_twice(coordinator, other_coordinator, USUAL)
    first, second = (text(client_as(officer).get(f"{URL}?page={number}")) for number in (1, 2))
    assert ("Amina Yusuf" in first, "Tom Hale" in first) == (True, False)
    assert ("Amina Yusuf" in second, "Tom Hale" in second) == (False, True)


def test_two_forms_side_by_side_say_what_it_comes_to(coordinator, other_coordinator, client_as) -> None:
    load_starter_tables()
    (case,) = scored_twice(coordinator, other_coordinator, (3,) * 10)
    shown = text(client_as(coordinator).get(reverse("scoring:second_form_detail", args=[case.reference])))
    assert "the first comes to £" in shown
    assert " apart." in shown


def test_three_people_may_score_different_cases(coordinator, other_coordinator, lead, officer, client_as) -> None:
    third = a_person(Role.CASE_COORDINATOR, full_name="Ella Moss")
    scored_twice(coordinator, other_coordinator, USUAL)
    score_second(ask_second_scoring(a_submitted_form(third).case, coordinator, by=lead))
    shown = text(client_as(officer).get(URL))
    assert [name for name in ("Amina Yusuf", "Ella Moss", "Tom Hale") if name in shown] == [
        "Amina Yusuf",
        "Ella Moss",
        "Tom Hale",
    ]
