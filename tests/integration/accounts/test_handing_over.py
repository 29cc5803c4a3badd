"""Closing an account says what is in its hands, and hands it over to one person or to the team."""

import pytest
from django.urls import reverse

from accounts.actions import deactivate_person, hand_over
from accounts.enums import Role
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.refusals import NotAllowed, Refused
from casework.enums import Stage
from casework.models import Case
from scoring.models import SecondScoring
from tests.factories import journeys
from tests.factories.cases import an_open_case
from tests.factories.people import a_person
from tests.factories.second_scoring import a_case_asked_for

pytestmark = pytest.mark.django_db


def at(name, person):
    return reverse(f"accounts:{name}", args=[person.pk])


def text(response):
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def nina(client_as, administrator):
    return client_as(administrator)


@pytest.fixture
def second(coordinator, other_coordinator):
    """A case of Amina's, with a second scoring in the hands of Tom."""
    return a_case_asked_for(coordinator, other_coordinator)


def test_the_page_says_how_much_is_in_their_hands(nina, other_coordinator, second):
    for _ in range(2):
        an_open_case(other_coordinator)
    page = text(nina.get(at("person_deactivate", other_coordinator)))
    assert "<li>2 live cases</li>" in page
    assert "<li>1 second scoring</li>" in page
    assert at("person_hand_over", other_coordinator) in page
    assert "1 second scoring; 2 live cases" in text(nina.get(at("person_detail", other_coordinator)))


def test_meetings_count_too(nina):
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.TAC, people)
    journeys.convene(case, people)
    assert "1 open TAC meeting (in those cases)" in text(nina.get(at("person_deactivate", people.coordinator)))
    journeys.a_planned_meeting(people)
    page = text(nina.get(at("person_deactivate", people.chair)))
    assert "1 panel meeting (as chair: give the seat to somebody else under Panel members)" in page
    assert "1 panel meeting (as member" in text(nina.get(at("person_deactivate", people.members[0])))
    assert at("person_hand_over", people.chair) not in page


def test_nothing_is_said_to_be_nothing(nina, lead):
    assert "There is nothing in their hands." in text(nina.get(at("person_deactivate", lead)))
    assert at("person_hand_over", lead) not in text(nina.get(at("person_detail", lead)))


def test_everything_goes_to_one_person(nina, other_coordinator, second):
    taker = a_person(Role.CASE_COORDINATOR, full_name="Zoe Lund")
    an_open_case(other_coordinator)
    said = text(nina.post(at("person_hand_over", other_coordinator), {"to": taker.pk}, follow=True))
    assert "1 second scoring was handed over. 1 case was handed over." in said
    assert Case.objects.filter(coordinator=taker).count() == 1
    assert SecondScoring.objects.get().scorer == taker


def test_what_cannot_go_is_named_and_stays(nina, coordinator, other_coordinator, second):
    an_open_case(other_coordinator)
    said = text(nina.post(at("person_hand_over", other_coordinator), {"to": coordinator.pk}, follow=True))
    assert "1 case was handed over." in said
    assert f"0 second scorings were handed over. Not handed over: {second.case.reference}: Amina Yusuf" in said
    assert SecondScoring.objects.get().scorer == other_coordinator


def test_or_it_is_split_among_the_team(nina, coordinator):
    team = [a_person(Role.CASE_COORDINATOR, full_name=name, team=coordinator.team) for name in ("Bo Li", "Cy Moe")]
    for _ in range(5):
        an_open_case(coordinator)
    an_open_case(team[0])
    assert "Split by load among the team: Bo Li and Cy Moe" in text(nina.get(at("person_hand_over", coordinator)))
    nina.post(at("person_hand_over", coordinator), {"to": "team"})
    assert [Case.objects.filter(coordinator=each).count() for each in team] == [3, 3]


def test_after_the_account_was_closed_it_can_still_be_done(nina, coordinator, other_coordinator, administrator):
    an_open_case(coordinator)
    deactivate_person(coordinator, by=administrator)
    assert sentence_of(AuditEvent.objects.get(verb="accounts.person_deactivated")) == (
        "Nina Patel closed the account of Amina Yusuf, with 1 live case in their hands"
    )
    assert at("person_hand_over", coordinator) in text(nina.get(at("person_detail", coordinator)))
    nina.post(at("person_hand_over", coordinator), {"to": other_coordinator.pk})
    assert Case.objects.get().coordinator == other_coordinator


def test_each_refusal_is_a_sentence(coordinator, other_coordinator, lead, administrator):
    with pytest.raises(NotAllowed, match="Only a service administrator"):
        hand_over(coordinator, [other_coordinator], by=lead)
    for to, sentence in (
        ([], "Choose who takes over."),
        ([coordinator], "Choose somebody else with an open account."),
        ([other_coordinator], "There is nothing in the hands of Amina Yusuf to hand over."),
    ):
        with pytest.raises(Refused) as refused:
            hand_over(coordinator, to, by=administrator)
        assert str(refused.value) == sentence


def test_nobody_chosen_is_said(nina, coordinator):
    an_open_case(coordinator)
    assert "Enter who takes over" in text(nina.post(at("person_hand_over", coordinator), {}))


def test_the_page_costs_the_same_however_much_there_is(nina, coordinator, django_assert_num_queries):
    nina.get(at("person_hand_over", coordinator))
    for count in (1, 6):
        for _ in range(count):
            an_open_case(coordinator)
        with django_assert_num_queries(10):
            nina.get(at("person_hand_over", coordinator))


def test_taking_the_role_away_says_what_is_left_behind(nina, coordinator):
    an_open_case(coordinator)
    details = {"full_name": "Amina Yusuf", "roles": ["finance_reader"], "expected_version": 1}
    said = text(nina.post(at("person_change", coordinator), details, follow=True))
    assert "They are no Case Co-ordinator now and have 1 live case in their hands: hand it over." in said
    assert at("person_hand_over", coordinator) in said
