"""A declared interest closes the whole case to that person, whatever other roles they hold; and can be taken back."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from audit.queries import trail_of
from audit.sentences import sentence_of
from base.refusals import NotAllowed, Refused
from casework.cases.actions import grant_duty_exception, reassign_case
from casework.cases.frame import next_steps
from casework.cases.permissions import (
    check_separation_of_duties,
    check_user_can_close,
    check_user_can_reassign,
    restriction_of,
    restrictions_of,
)
from casework.enums import Part, Stage
from panels.agenda.actions import comment_on_item, declare_interest, take_interest_back, withdraw_item
from panels.agenda.permissions import check_user_can_take_interest_back
from panels.agenda.queries import interest_of, items_visible_to, members_deciding
from panels.members.actions import add_member, end_membership, seat_on
from panels.models import Interest
from panels.signing.actions import return_to_tac, sign_off_plan
from scoring.second.actions import ask_second_scoring
from scoring.second.permissions import who_can_be_asked
from tests.contracts.access_urls import PATHS
from tests.factories.panels import opened
from tests.factories.people import a_person

CLOSED = "You declared an interest in this case on"


@pytest.fixture
def busy(people, item):
    """A Lead, Personalisation Officer and Case Co-ordinator of the case's team, who also sits on the panel."""
    person = a_person(
        Role.LEAD_SEND_COORDINATOR,
        Role.PERSONALISATION_OFFICER,
        Role.CASE_COORDINATOR,
        Role.PANEL_MEMBER,
        full_name="Nell Hart",
        team=people.coordinator.team,
    )
    add_member(item.meeting.panel, person, by=None)
    return person


@pytest.fixture
def interest(item, busy):
    return declare_interest(item, nature="I teach the child.", by=busy)


def pages_of(case):
    return [
        reverse(name, args=[case.reference])
        for name, path in sorted(PATHS.items())
        if path.startswith("cases/<") and path.count("<") == 1
    ]


def test_every_page_of_the_case_is_closed_whatever_roles_they_hold(item, busy, interest, client_as):
    client = client_as(busy)
    for url in pages_of(item.case):
        for method in (client.get, client.post):
            answer = method(url)
            assert answer.status_code == 405 or (answer.status_code == 403 and CLOSED in answer.content.decode()), url
    page = client.get(reverse("casework:case_detail", args=[item.case.reference])).content.decode()
    assert "ask a panel chair or a Lead SEND Co-ordinator to take it back" in page
    assert client.get(reverse("panels:item_detail", args=[item.pk])).status_code == 403
    assert not items_visible_to(busy).exists()


def test_it_stays_closed_when_seat_and_role_have_gone(item, busy, interest, client_as):
    end_membership(seat_on(busy, item.meeting.panel), by=None)
    busy.role_grants.filter(role=Role.PANEL_MEMBER).delete()
    url = reverse("casework:case_detail", args=[item.case.reference])
    assert client_as(busy).get(url).status_code == 403


def test_other_cases_and_other_people_are_not_concerned(item, busy, interest, people):
    assert restrictions_of(busy).keys() == {item.case_id}
    for other in (people.coordinator, people.signer, people.chair):
        assert restriction_of(other, item.case) is None


def test_they_take_no_part_not_even_by_an_exception(item, busy, interest, people):
    case = item.case
    for check in (
        lambda: check_user_can_reassign(busy, case),
        lambda: check_user_can_close(busy, case, Stage.NOT_ISSUED),
        *(lambda part=part: check_separation_of_duties(busy, case, part) for part in Part),
    ):
        with pytest.raises(NotAllowed, match=CLOSED):
            check()
    with pytest.raises(Refused, match=r"Nell Hart declared an interest in this case on .*\. Choose somebody else\."):
        grant_duty_exception(case, busy, Part.SIGNER, reason="We are few.", by=people.signer)
    with pytest.raises(NotAllowed, match=CLOSED):
        grant_duty_exception(case, people.signer, Part.SIGNER, reason="We are few.", by=busy)


def test_the_case_is_neither_given_by_them_nor_to_them(item, busy, interest, people):
    with pytest.raises(NotAllowed, match=CLOSED):
        reassign_case(item.case, a_person(Role.CASE_COORDINATOR), by=busy)
    with pytest.raises(Refused, match=r"Nell Hart declared an interest in this case on .*\. Choose somebody else\."):
        reassign_case(item.case, busy, by=people.signer)


def test_they_are_not_asked_to_score_it_a_second_time(item, busy, interest, people):
    with pytest.raises(NotAllowed, match="Nell Hart declared an interest in this case on"):
        ask_second_scoring(item.case, busy, by=people.signer)
    assert busy not in who_can_be_asked(item.case)[0]


def test_they_sign_nothing_when_the_plan_comes_to_sign_off_after_all(item, busy, interest, people):
    case = item.case
    withdraw_item(item, reason="The family asked for time.", by=people.coordinator)
    case.refresh_from_db()
    case.stage = Stage.SIGN_OFF
    case.save(update_fields=["stage"])
    for act in (
        lambda: sign_off_plan(case, by=busy),
        lambda: return_to_tac(case, reason="It is not clear.", by=busy),
    ):
        with pytest.raises(NotAllowed, match=CLOSED):
            act()


def test_a_coordinator_gives_the_case_to_somebody_else_before_they_declare(item, people):
    people.coordinator.role_grants.create(role=Role.PANEL_MEMBER, granted_at=item.added_at)
    people.coordinator.refresh_from_db()
    add_member(item.meeting.panel, people.coordinator, by=None)
    with pytest.raises(Refused, match="Ask a Lead SEND Co-ordinator to give it to somebody else first, then declare"):
        declare_interest(item, nature="My niece.", by=people.coordinator)
    reassign_case(item.case, a_person(Role.CASE_COORDINATOR), by=people.signer)
    declare_interest(item, nature="My niece.", by=people.coordinator)
    assert CLOSED in restriction_of(people.coordinator, item.case).sentence


# Taken back


def test_a_chair_takes_it_back_with_a_reason_and_everything_is_as_before(item, busy, interest, people, client_as):
    opened(item.meeting, people)
    taken = take_interest_back(interest, reason=" She meant another child. ", by=people.chair)
    assert (taken.taken_back_by, taken.taken_back_reason) == (people.chair, "She meant another child.")
    assert taken.nature == "I teach the child."
    assert interest_of(busy, item) is None
    assert client_as(busy).get(reverse("casework:case_detail", args=[item.case.reference])).status_code == 200
    comment_on_item(item, text="I read it with care.", by=busy)
    assert "Maya Chen took back the interest in this case that Nell Hart had declared for SEND Panel" in sentence_of(
        trail_of(item.case_id).filter(verb="panels.interest_taken_back").get()
    )
    again = declare_interest(item, nature="I do teach the child.", by=busy)
    assert Interest.objects.filter(item=item).count() == 2
    assert interest_of(busy, item) == again


def test_they_count_towards_the_quorum_again(item, people):
    member = people.members[0]
    interest = declare_interest(item, nature="I know them.", by=member)
    opened(item.meeting, people)
    assert member not in [seat.user for seat in members_deciding(item)]
    take_interest_back(interest, reason="A namesake.", by=people.chair)
    assert member in [seat.user for seat in members_deciding(item)]


def test_who_may_take_it_back(item, interest, busy, people):
    for user, sentence in (
        (busy, "You cannot take back your own declaration. Ask another panel chair or a Lead SEND Co-ordinator."),
        (people.members[0], "Only a chair of SEND Panel can take a declared interest back. Ask one of them to do it."),
        (people.coordinator, "Only a chair of SEND Panel can take a declared interest back. Ask one of them to do it."),
    ):
        with pytest.raises(NotAllowed) as refused:
            take_interest_back(interest, reason="A mistake.", by=user)
        assert refused.value.sentence == sentence
    check_user_can_take_interest_back(people.signer, interest)
    with pytest.raises(Refused, match=r"^Enter why the interest is taken back\.$"):
        take_interest_back(interest, reason="  ", by=people.chair)
    taken = take_interest_back(interest, reason="A mistake.", by=people.chair)
    with pytest.raises(Refused, match="This interest was taken back on"):
        take_interest_back(taken, reason="Once more.", by=people.chair)


def test_who_has_an_interest_takes_nobody_elses_back(item, interest, people):
    declare_interest(item, nature="I know the family.", by=people.chair)
    with pytest.raises(NotAllowed, match=CLOSED):
        take_interest_back(interest, reason="A mistake.", by=people.chair)


def test_one_that_is_taken_back_has_its_reason(interest, people):
    with pytest.raises(IntegrityError, match=r"(?i)interest_taken_back|check"), transaction.atomic():
        Interest.objects.filter(pk=interest.pk).update(taken_back_at=interest.declared_at, taken_back_by=people.chair)


def test_the_page_is_reached_from_the_pack_and_says_what_became_of_it(item, interest, people, client_as):
    client = client_as(people.chair)
    pack, url = reverse("panels:item_detail", args=[item.pk]), reverse(
        "panels:interest_take_back", args=[item.pk, interest.pk]
    )  # fmt: skip
    assert url in client.get(pack).content.decode()
    assert url not in client_as(people.members[0]).get(pack).content.decode()
    assert "I teach the child." in client.get(url).content.decode()
    done = client.post(url, {"reason": "She meant another child."}, follow=True).content.decode()
    assert "The interest of Nell Hart is taken back. The case is open to them as before." in done
    assert "“She meant another child.”" in done
    assert client.get(url).status_code == 409
    assert client.get(reverse("panels:interest_take_back", args=[item.pk, 999_999])).status_code == 404


def test_a_lead_finds_it_where_no_agenda_leads_to_it_any_more(item, interest, people):
    offered = lambda user: [step.text for step in next_steps(item.case, user, None)]  # noqa: E731
    withdraw_item(item, reason="The family asked for time.", by=people.coordinator)
    item.case.refresh_from_db()
    assert "Interests declared in this case" in offered(people.signer)
    assert "Interests declared in this case" not in offered(people.coordinator)
    take_interest_back(interest, reason="A mistake.", by=people.signer)
    assert "Interests declared in this case" not in offered(people.signer)
