"""The pages of panels: who reads what, refusals with their sentences, and how many queries a list takes."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from audit.queries import views_of
from base.clock import today
from casework.cases.permissions import cases_visible_to
from casework.enums import ReportKind, Stage
from casework.models import Child
from panels.agenda.actions import comment_on_item, declare_interest, send_for_decision
from panels.meetings.actions import call_off_meeting
from panels.members.actions import end_membership, seat_on
from panels.models import Decision, Interest, Meeting, SignOff
from panels.signing.queries import waiting_item
from tests.factories.journeys import a_case_at, a_planned_meeting, conclude, convene
from tests.factories.panels import ABOVE, a_case_for_sign_off, an_item, opened


def url(name, *args):
    return reverse(f"panels:{name}", args=args)


def words(response):
    return response.content.decode()


# Who reads what


@pytest.mark.both_databases
def test_a_member_sees_the_cases_of_their_agendas_and_no_other(people, item):
    member = people.members[0]
    a_case_at(Stage.REQUESTED, people)
    assert list(cases_visible_to(member)) == [item.case]
    declare_interest(item, nature="I teach the child.", by=member)
    assert not cases_visible_to(member).exists()
    assert list(cases_visible_to(people.members[1])) == [item.case]
    end_membership(seat_on(people.members[1], item.meeting.panel), by=None)
    assert not cases_visible_to(people.members[1]).exists()


def test_a_case_decided_at_panel_stays_readable_to_its_members(people, item, client_as):
    opened(item.meeting, people)
    decide(client_as(people.chair), item)
    assert list(cases_visible_to(people.members[0])) == [item.case]


def test_the_pack_is_read_and_the_reading_is_recorded(people, item, client_as):
    comment_on_item(item, text="Could the adult be shared?", by=people.members[1])
    response = client_as(people.members[0]).get(url("item_detail", item.pk))
    for message in (
        "£5,000.00 is above the indicative resource of £4,000.00. With £4,000.00 or less the Lead could sign.",
        "A teaching assistant in lessons",
        "141 points",
        "Two outcomes could not be reached otherwise.",
        "Plays with others.",
        "Could the adult be shared?",
    ):
        assert message in words(response)
    seen = views_of(item.case_id).first()
    assert (seen.actor_id, seen.facts["page"]) == (people.members[0].pk, "SEND Panel pack")


def test_the_pack_has_the_family_in_their_own_words(people, item, client_as):
    item.case.reports.update(kind=ReportKind.FAMILY_CONTRIBUTION)
    assert "Needs an adult each day." in words(client_as(people.members[0]).get(url("item_detail", item.pk)))


def test_a_member_with_an_interest_reads_why_they_do_not_see_the_pack(people, item, client_as):
    declare_interest(item, nature="I teach the child.", by=people.members[0])
    client = client_as(people.members[0])
    response = client.get(url("item_detail", item.pk))
    assert response.status_code == 403
    assert "so you take no part in it" in words(response)
    agenda = words(client.get(url("meeting_detail", item.meeting_id)))
    assert item.case.child.full_name not in agenda
    assert "Not shown, because you declared an interest." in agenda
    assert "Interest declared by Sam Reid." not in agenda


@pytest.mark.parametrize(
    ("page", "roles"),
    [
        ("panel_home", {"coordinator", "signer", "officer", "chair", "member"}),
        ("meeting_detail", {"coordinator", "signer", "officer", "chair", "member"}),
        ("meeting_plan", {"signer", "chair"}),
        ("meeting_change", {"signer", "chair"}),
        ("meeting_open", {"chair"}),
        ("meeting_call_off", {"signer", "chair"}),
        ("item_detail", {"coordinator", "signer", "officer", "chair", "member"}),
        ("item_comment", {"chair", "member"}),
        ("interest_declare", {"chair", "member"}),
        ("item_withdraw", {"coordinator", "chair"}),
        ("item_reschedule", {"coordinator", "signer", "chair"}),
        ("member_list", {"administrator"}),
    ],
)
def test_each_page_is_for_its_people(people, item, client_as, administrator, finance, page, roles):
    everybody = {
        "coordinator": people.coordinator,
        "signer": people.signer,
        "officer": people.officer,
        "chair": people.chair,
        "member": people.members[0],
        "administrator": administrator,
        "finance": finance,
    }
    args = [item.meeting_id] if page.startswith("meeting_") and page != "meeting_plan" else []
    args = [item.pk] if page.startswith(("item_", "interest_")) else args
    opens = {name for name, user in everybody.items() if client_as(user).get(url(page, *args)).status_code == 200}
    assert opens == roles


def test_a_co_ordinator_of_another_team_reads_no_item(people, item, client_as, other_coordinator):
    client = client_as(other_coordinator)
    assert item.case.child.full_name not in words(client.get(url("meeting_detail", item.meeting_id)))
    assert client.get(url("item_detail", item.pk)).status_code == 404


# What is typed


def decide(client, item, outcome="agree", **data):
    posted = {"expected_version": item.plan_version.version, "reasons": "It follows from the advice.", **data}
    return client.post(url("decision_record", item.pk, outcome), posted)


def test_a_meeting_is_planned_opened_decided_and_closed(people, item, client_as):
    client = client_as(people.chair)
    day = today() + timedelta(days=7)
    planned = {"held_on_day": day.day, "held_on_month": day.month, "held_on_year": day.year}
    client.post(url("meeting_plan"), {**planned, "starts": "2pm", "place": "Room 2"})
    assert Meeting.objects.filter(held_on=day, place="Room 2").exists()
    present = [seat.pk for seat in item.meeting.panel.members.all()]
    client.post(url("meeting_open", item.meeting_id), {"present": present})
    chosen = client.post(url("decision_outcome", item.pk), {"outcome": "agree"})
    assert chosen.url == url("decision_record", item.pk, "agree")
    assert decide(client, item).url == url("meeting_detail", item.meeting_id)
    client.post(url("meeting_close", item.meeting_id))
    assert "Agreed</b>: £5,000.00" in words(client.get(url("meeting_detail", item.meeting_id)))
    assert Meeting.objects.get(pk=item.meeting_id).is_closed


def test_a_refused_decision_keeps_what_was_typed(people, item, client_as):
    opened(item.meeting, people, people.chair, people.members[0])
    response = decide(client_as(people.chair), item)
    assert response.status_code == 409
    assert "3 members without an interest are needed; 2 are here." in words(response)
    assert "It follows from the advice." in words(response)
    assert not Decision.objects.exists()


def test_a_stale_tab_is_told_who_decided(people, item, client_as):
    opened(item.meeting, people)
    client = client_as(people.chair)
    decide(client, item)
    assert "Maya Chen recorded the decision on" in words(decide(client, item, "not_agreed"))
    assert Decision.objects.count() == 1


def test_reasons_are_asked_for(people, item, client_as):
    opened(item.meeting, people)
    assert "Enter the reasons for the decision" in words(decide(client_as(people.chair), item, reasons=""))


@pytest.mark.parametrize(
    ("starts", "sentence"),
    [
        ("25:00", "The start time must be a time, like 9:30am or 2:30pm"),
        ("soon", "The start time must be a time, like 9:30am or 2:30pm"),
        ("2.30", "Enter 2:30pm or 2:30am, so that it is clear which is meant"),
    ],
)
def test_a_time_that_is_none_or_may_be_two_is_asked_back(people, client_as, starts, sentence):
    response = client_as(people.chair).post(url("meeting_plan"), {"starts": starts, "place": "Room 2"})
    assert sentence in words(response)


def test_an_interest_is_declared_on_a_page(people, item, client_as):
    client = client_as(people.members[0])
    assert "Enter what your interest is" in words(client.post(url("interest_declare", item.pk), {"nature": " "}))
    client.post(url("interest_declare", item.pk), {"nature": "I teach the child."})
    assert Interest.objects.get().nature == "I teach the child."


def test_an_agenda_numbers_every_item_and_says_whose_interest_was_declared(people, item, client_as):
    second, third = an_item(people), an_item(people)
    Child.objects.filter(pk=second.case.child_id).update(first_name="Zuleika", last_name="Dobson")
    declare_interest(second, nature="I teach the child.", by=people.members[0])
    of_member = words(client_as(people.members[0]).get(url("meeting_detail", item.meeting_id)))
    assert of_member.count("app-agenda__number") == 3
    assert "Zuleika Dobson" not in of_member
    assert third.case.child.full_name in of_member
    of_chair = words(client_as(people.chair).get(url("meeting_detail", item.meeting_id)))
    assert of_chair.count("Interest declared by Sam Reid.") == 1


def test_an_item_that_is_moved_keeps_place_and_focus(people, item, client_as):
    second, third = an_item(people), an_item(people)
    client = client_as(people.chair)
    page = url("meeting_detail", item.meeting_id)

    def move(moved, way):
        return client.post(url("item_move", moved.pk), {"way": way}).url

    assert move(third, "up") == f"{page}?moved={third.pk}#move-up-{third.pk}"
    shown = words(client.get(page, {"moved": third.pk}))
    assert f"{third.case.child.full_name} is now item 2 of 3." in shown
    assert f'id="move-up-{third.pk}"' in shown
    assert move(third, "up") == f"{page}?moved={third.pk}#move-down-{third.pk}"
    assert move(second, "down").endswith(f"#move-up-{second.pk}")
    shown = words(client.get(page))
    names = re.findall(r"Move (?:up|down)<span class=.govuk-visually-hidden.>\s+(.*?), item", shown)
    assert len(names) == 4
    assert set(names) == {each.case.child.full_name for each in (item, second, third)}
    assert "is now item" not in shown


def test_an_item_leads_to_the_ones_before_and_after_it(people, item, client_as, django_assert_num_queries):
    second, third = an_item(people), an_item(people)
    declare_interest(second, nature="I teach the child.", by=people.members[0])
    of_chair = words(client_as(people.chair).get(url("item_detail", second.pk)))
    assert "item 2 of 3" in of_chair
    assert f'href="{url("item_detail", item.pk)}" rel="prev"' in of_chair
    assert f'href="{url("item_detail", third.pk)}" rel="next"' in of_chair
    of_member = words(client_as(people.members[0]).get(url("item_detail", item.pk)))
    assert f'href="{url("item_detail", third.pk)}" rel="next"' in of_member
    assert 'rel="prev"' not in of_member


def test_a_meeting_is_called_off_on_a_page_and_its_plan_moved(people, item, client_as):
    chair, coordinator = client_as(people.chair), client_as(people.coordinator)
    page = url("meeting_call_off", item.meeting_id)
    assert "1 plan on its agenda is not decided." in words(chair.get(page))
    assert "Enter why the meeting is called off" in words(chair.post(page, {"reason": ""}))
    told = words(chair.post(page, {"reason": "Too few members.", "move_to": ""}, follow=True))
    assert "The meeting is called off." in told
    assert "What is not decided waits for another meeting." in told
    case_page = reverse("casework:case_detail", args=[item.case.reference])
    assert "Choose another panel meeting" in words(coordinator.get(case_page))
    assert "Waits for another panel meeting" in words(coordinator.get(reverse("casework:case_list")))
    move = url("item_reschedule", item.pk)
    assert "No other meeting of SEND Panel is planned." in words(coordinator.get(move))
    assert "Select the meeting to move it to" in words(coordinator.post(move, {}))
    later = a_planned_meeting(people, today() + timedelta(days=7))
    assert coordinator.post(move, {"meeting": later.pk}).url == url("item_detail", item.pk)
    assert f"The plan is now on the agenda of {later.when}." in words(coordinator.get(url("item_detail", item.pk)))
    assert "Choose another panel meeting" not in words(coordinator.get(case_page))


# On the case's own pages


def test_the_co_ordinator_sees_both_ways_and_takes_the_right_one(people, client_as):
    case = a_case_at(Stage.TAC, people, share=ABOVE)
    client = client_as(people.coordinator)
    page = reverse("casework:case_detail", args=[case.reference])
    before = words(client.get(page))
    assert "The TAC has not agreed a resource" in before
    assert "Record why more is required first." not in before
    assert "SEND Panel: £5,000.00 is above the indicative resource of £4,000.00." in before
    conclude(convene(case, people), people)
    meeting = a_planned_meeting(people)
    after = words(client.get(page))
    assert "Take to panel" in after
    assert "SEND Panel decides this plan." in after
    client.post(url("case_send", case.reference), {"meeting": meeting.pk, "note": "Please read page 2."})
    assert waiting_item(case).note == "Please read page 2."
    assert "The plan is now with SEND Panel." in words(client.get(url("decision_detail", case.reference)))


def test_the_lead_signs_on_a_page(people, client_as):
    case = a_case_for_sign_off(people)
    client = client_as(people.signer)
    page = client.get(url("plan_sign_off", case.reference))
    assert "£3,600.00 is within the indicative resource of £4,000.00" in words(page)
    version = case.plan_version.version
    client.post(url("plan_sign_off", case.reference), {"expected_version": version})
    assert SignOff.objects.get().signed_by == people.signer
    assert "Grace Obi, Lead SEND Co-ordinator" in words(client.get(url("decision_detail", case.reference)))


def test_the_lead_who_verified_reads_why_they_may_not_sign(people, client_as):
    case = a_case_for_sign_off(people)
    client = client_as(people.verifier)
    assert "You verified the RAS form of this case" in words(client.get(url("decision_detail", case.reference)))
    assert client.get(url("plan_sign_off", case.reference)).status_code == 403


def test_the_lead_returns_a_plan_on_a_page(people, client_as):
    case = a_case_for_sign_off(people)
    client_as(people.signer).post(url("plan_return", case.reference), {"reason": "The lunchtime line is missing."})
    case.refresh_from_db()
    assert case.stage == Stage.TAC


def test_a_stale_page_does_not_sign(people, client_as):
    case = a_case_for_sign_off(people)
    response = client_as(people.signer).post(url("plan_sign_off", case.reference), {"expected_version": 0})
    assert "Amina Yusuf changed the plan on" in words(response)
    assert not SignOff.objects.exists()


def test_taking_a_plan_on_twice_moves_it_once(people, client_as):
    case = a_case_at(Stage.TAC, people)
    conclude(convene(case, people), people)
    client = client_as(people.coordinator)
    client.post(url("case_send", case.reference))
    client.post(url("case_send", case.reference))
    case.refresh_from_db()
    assert case.moves.filter(to_stage=Stage.SIGN_OFF).count() == 1
    with pytest.raises(Exception, match="You cannot take the plan to sign-off now"):
        send_for_decision(case, by=people.coordinator)


def test_the_administrator_gives_and_ends_seats(people, client_as, administrator, member):
    panel = a_planned_meeting(people).panel
    client = client_as(administrator)
    client.post(url("member_add", panel.pk), {"user": member.pk})
    seat = seat_on(member, panel)
    assert member.full_name in words(client.get(url("member_list")))
    client.post(url("member_end", seat.pk))
    assert seat_on(member, panel) is None


# Queries


@pytest.mark.parametrize("meetings", [1, 3])
def test_the_list_of_meetings_takes_the_same_queries(people, client_as, django_assert_num_queries, meetings):
    for week in range(meetings):
        a_planned_meeting(people, today() + timedelta(days=7 * week))
    client = client_as(people.chair)
    with django_assert_num_queries(6):
        page = client.get(url("panel_home"))
    assert words(page).count("Shire Hall") == meetings


def test_the_list_of_meetings_says_where_it_is_cut_off(people, client_as, monkeypatch):
    monkeypatch.setattr("panels.meetings.presenters.LISTED", 2)
    client = client_as(people.chair)
    for week, heading in enumerate(("Meetings to come", "The next 2 meetings", "The next 2 meetings")):
        a_planned_meeting(people, today() + timedelta(days=7 * week))
        page = words(client.get(url("panel_home")))
        assert heading in page
        assert page.count("Shire Hall") == min(week + 1, 2)


@pytest.mark.parametrize(("meetings", "queries"), [(1, 6), (3, 7)])
def test_meetings_that_are_over_stand_in_pages(
    people, client_as, django_assert_num_queries, monkeypatch, meetings, queries
):
    """They are counted where there is more than a page of them."""
    monkeypatch.setattr("base.pages.ROWS_ON_A_PAGE", 2)
    for week in range(meetings):
        call_off_meeting(
            a_planned_meeting(people, today() + timedelta(days=7 * week)), reason="Too few.", by=people.chair
        )
    client = client_as(people.chair)
    with django_assert_num_queries(queries):
        page = client.get(url("panel_home"))
    assert words(page).count("Shire Hall") == min(meetings, 2)
    assert words(client.get(url("panel_home"), {"page": 2})).count("Shire Hall") == 1


@pytest.mark.parametrize("items", [1, 3])
def test_an_agenda_takes_the_same_queries(people, client_as, django_assert_num_queries, items):
    on_it = [an_item(people) for _ in range(items)]
    client = client_as(people.members[0])
    with django_assert_num_queries(15):  # one of them the row in the trail
        page = client.get(url("meeting_detail", on_it[0].meeting_id))
    assert words(page).count("app-agenda__item") == items
