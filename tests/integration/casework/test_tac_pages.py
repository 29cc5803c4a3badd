"""TAC meetings on pages: convened, attended, listed."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.clock import today
from base.words import day_in_words
from casework.enums import RoundMeans
from casework.provision.actions import change_provision_line
from casework.tac.actions import record_round
from casework.tac.presenters import proposed_people
from tests.factories.plans import LESSONS, TAF, a_concluded_meeting, a_plan_at_the_tac, a_tac_meeting


def url(case, name, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def the_proposed(case):
    return [(each["name"], each["capacity"]) for each in proposed_people(case, [])][:2]


def expected_version_in(page):
    return re.search(r'name="expected_version" value="(\w+)"', page)[1]


def rows(*people):
    sent = {"people-TOTAL_FORMS": len(people) + 1, "people-INITIAL_FORMS": 0}
    for n, (name, capacity, presence) in enumerate(people):
        sent |= {f"people-{n}-name": name, f"people-{n}-capacity": capacity, f"people-{n}-presence": presence}
    return {**sent, f"people-{len(people)}-presence": "attended"}


@pytest.mark.both_databases
def test_a_meeting_is_convened_and_listed(coordinator, client_as):
    case = a_plan_at_the_tac(coordinator).case
    client = client_as(coordinator)
    assert "The TAC has not been convened." in client.get(url(case, "tac_list")).content.decode()
    day = today()
    sent = {"held_on_day": day.day, "held_on_month": day.month, "held_on_year": day.year, "place": "Hillside"}
    page = client.post(url(case, "tac_convene"), sent, follow=True).content.decode()
    assert "TAC meeting convened." in page
    assert "Hillside" in page
    assert "Record its result first, or call it off." in client.post(url(case, "tac_convene"), sent).content.decode()


def test_who_took_part_is_recorded_and_empty_rows_are_left_out(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    client = client_as(coordinator)
    sent = rows(("Jo Ellis", "Mother", "attended"), ("Ann Day", "Teacher", "apologies"))
    page = client.post(url(meeting.case, "tac_attendance", meeting.pk), sent, follow=True).content.decode()
    assert "Ann Day" in page
    assert "Sent apologies" in page
    assert meeting.attendances.count() == 2


def test_contacts_and_authors_are_proposed_and_nobody_is_chosen(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    contact = meeting.case.child.contacts.first()
    report = meeting.case.reports.filter(status="received").first()
    client, page = client_as(coordinator), url(meeting.case, "tac_attendance", meeting.pk)
    shown = client.get(page).content.decode()
    for name in (contact.name, report.author):
        assert f'value="{name}"' in shown
    assert "selected" not in shown.replace('<option value="" selected', "")
    proposed = {"people-TOTAL_FORMS": 2, "people-INITIAL_FORMS": 2}
    first, second = the_proposed(meeting.case)
    for n, (name, capacity) in enumerate((first, second)):
        proposed |= {f"people-{n}-name": name, f"people-{n}-capacity": capacity, f"people-{n}-presence": ""}
    refused = client.post(page, proposed).content.decode()
    assert "Enter at least one person, and how they took part." in refused
    client.post(page, proposed | {"people-1-presence": "attended"})
    (there,) = meeting.attendances.all()
    assert (there.name, there.presence) == (second[0], "attended")
    again = client.get(page).content.decode()
    assert again.count(f'value="{there.name}"') == 1


def test_somebody_typed_without_how_is_asked_for(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    page = client_as(coordinator).post(
        url(meeting.case, "tac_attendance", meeting.pk), rows(("Ann Day", "Teacher", ""))
    )
    assert "Select how they took part" in page.content.decode()


def test_rows_half_filled_are_refused_and_kept(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    page = client_as(coordinator).post(
        url(meeting.case, "tac_attendance", meeting.pk), rows(("Jo Ellis", "", "attended"))
    )
    assert "Enter in what capacity they took part" in page.content.decode()
    assert "Jo Ellis" in page.content.decode()
    nobody = client_as(coordinator).post(url(meeting.case, "tac_attendance", meeting.pk), rows())
    assert "Enter at least one person, and how they took part." in nobody.content.decode()


def test_rounds_and_results_are_shown_with_their_figures(coordinator, lead, client_as):
    meeting = a_tac_meeting(coordinator)
    line = meeting.case.plan_version.provision_lines.get()
    change_provision_line(line, replace(LESSONS, quantity=Decimal(6)), by=coordinator)
    record_round(meeting, means=RoundMeans.CHANGED, what="7 h to 6 h.", why="The school gives one.", by=coordinator)
    page = client_as(lead).get(url(meeting.case, "tac_list")).content.decode()
    assert "Changed, £4,200.00 to £3,600.00: 7 h to 6 h. Why: The school gives one." in page
    ended = client_as(lead).get(url(a_concluded_meeting(coordinator).case, "tac_list")).content.decode()
    assert "Within the indicative resource: £4,200.00 agreed, beside an indicative resource of £5,000.00." in ended


def test_a_meeting_that_ended_is_not_changed(coordinator, client_as):
    meeting = a_concluded_meeting(coordinator)
    client = client_as(coordinator)
    assert client.get(url(meeting.case, "tac_attendance", meeting.pk)).status_code == 409
    sent = rows(("Jo Ellis", "Mother", "attended"))
    page = client.post(url(meeting.case, "tac_attendance", meeting.pk), sent).content.decode()
    assert "has ended, so its record cannot be changed." in page


@pytest.mark.parametrize("name", ["other_coordinator", "member", "administrator", "finance"])
def test_others_find_nothing(coordinator, client_as, request, name):
    meeting = a_tac_meeting(coordinator)
    client = client_as(request.getfixturevalue(name))
    assert client.get(url(meeting.case, "tac_list")).status_code == 404
    assert client.get(url(meeting.case, "tac_attendance", meeting.pk)).status_code == 404


def test_the_list_takes_as_many_queries_for_many_people(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    client = client_as(coordinator)
    taken = []
    for people in (1, 9):
        client.post(
            url(meeting.case, "tac_attendance", meeting.pk),
            rows(*[(f"Person {n}", "x", "attended") for n in range(people)]),
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(url(meeting.case, "tac_list"))
        taken.append(len(queries))
    assert taken == [14, 14]


def test_a_meeting_is_moved_on_a_page(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    client, page = client_as(coordinator), url(meeting.case, "tac_change", meeting.pk)
    assert page in client.get(url(meeting.case, "tac_list")).content.decode()
    day = today() + timedelta(days=9)
    sent = {"held_on_day": day.day, "held_on_month": day.month, "held_on_year": day.year, "place": "Town Hall"}
    told = client.post(page, sent, follow=True).content.decode()
    assert f"The TAC meeting is now on {day_in_words(day)}." in told
    assert "Town Hall" in told


def test_a_day_far_ahead_is_asked_back_on_a_page(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    client, page = client_as(coordinator), url(meeting.case, "tac_change", meeting.pk)
    sent = {"held_on_day": "8", "held_on_month": "12", "held_on_year": str(today().year + 3)}
    asked = client.post(page, sent).content.decode()
    assert "is more than 2 years ahead. Change it, or tick that it is right." in asked
    meant = client.post(page, {**sent, "held_on_is_meant": f"{today().year + 3}-12-08"})
    assert meant.status_code == 302


def test_an_impossible_day_is_refused_at_its_field(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    sent = {"held_on_day": "8", "held_on_month": "12", "held_on_year": "2019"}
    page = client_as(coordinator).post(url(meeting.case, "tac_change", meeting.pk), sent).content.decode()
    assert 'id="id_held_on-group-error"' in page
    assert "or later, the day the assessment was requested" in page


def test_a_meeting_is_called_off_on_a_page(coordinator, client_as):
    meeting = a_tac_meeting(coordinator)
    case, client = meeting.case, client_as(coordinator)
    page = url(case, "tac_call_off", meeting.pk)
    assert "Enter why the meeting is called off" in client.post(page, {"reason": ""}).content.decode()
    told = client.post(page, {"reason": "The family cannot come."}, follow=True).content.decode()
    assert "You can convene another meeting." in told
    assert "“The family cannot come.”" in told
    assert "tac-meetings/convene/" in told
    costs = client.get(reverse("allocation:tac", args=[case.reference])).content.decode()
    assert "It was called off: “The family cannot come.”" in costs
    assert client.get(url(case, "case_detail")).status_code == 200
    assert client.get(page).status_code == 409


def test_the_tac_is_asked_by_correspondence_on_pages(coordinator, client_as):
    case = a_concluded_meeting(coordinator).case
    client, day = client_as(coordinator), today() + timedelta(days=5)
    assert url(case, "tac_ask") in client.get(url(case, "tac_list")).content.decode()
    assert url(case, "tac_ask") in client.get(url(case, "case_detail")).content.decode()
    assert url(case, "tac_ask") in client.get(reverse("allocation:tac", args=[case.reference])).content.decode()
    sent = {"held_on_day": day.day, "held_on_month": day.month, "held_on_year": day.year}
    told = client.post(url(case, "tac_ask"), sent, follow=True).content.decode()
    assert "The TAC’s correspondence is open." in told
    assert f"By correspondence, answers by {day_in_words(day)}" in told
    assert "The TAC is asked by correspondence" in client.get(url(case, "case_detail")).content.decode()
    meeting = case.tac_meetings.get(concluded_at=None)
    page = url(case, "tac_attendance", meeting.pk)
    asking = client.get(page).content.decode()
    assert f"Who was asked, and who agreed, by {day_in_words(day)}" in asking
    assert 'value="Jo Ellis"' in asking
    assert "Sent apologies" not in asking
    sent = rows(("Jo Ellis", "Mother", "agreed"), ("Ann Day", "Teacher", "")) | {"people-2-presence": ""}
    assert "Select what they answered" in client.post(page, sent).content.decode()
    told = client.post(page, sent | {"people-1-presence": "asked"}, follow=True).content.decode()
    assert "It is recorded who was asked and who agreed." in told
    assert "Asked, no answer yet" in told
    stale = client.get(page).content.decode()
    line = case.plan_version.provision_lines.first()
    change_provision_line(line, replace(LESSONS, quantity=Decimal(6)), TAF, by=coordinator)
    assert "so they are asked again" in client.get(page).content.decode()
    sent |= {"people-1-presence": "agreed", "expected_version": expected_version_in(stale)}
    assert "after you opened this page" in client.post(page, sent).content.decode()
    moved = client.get(url(case, "tac_change", meeting.pk)).content.decode()
    assert "Answers by" in moved
    assert "Place" not in moved
    costs = client.get(reverse("allocation:tac", args=[case.reference])).content.decode()
    assert f"TAC by correspondence, answers by {day_in_words(day)}: provision" in costs
    assert "Record who was asked and who agreed" in costs
