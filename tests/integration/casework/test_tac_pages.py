"""TAC meetings on pages: convened, attended, listed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from base.clock import today
from casework.enums import RoundMeans
from casework.provision.actions import change_provision_line
from casework.tac.actions import record_round
from tests.factories.plans import LESSONS, a_concluded_meeting, a_plan_at_the_tac, a_tac_meeting


def url(case, name, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


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
    assert "is still open. Record its result first." in client.post(url(case, "tac_convene"), sent).content.decode()


def test_who_took_part_is_recorded_and_empty_rows_are_left_out(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    client = client_as(coordinator)
    sent = rows(("Jo Ellis", "Mother", "attended"), ("Ann Day", "Teacher", "apologies"))
    page = client.post(url(meeting.case, "tac_attendance", meeting.pk), sent, follow=True).content.decode()
    assert "Ann Day" in page
    assert "Sent apologies" in page
    assert meeting.attendances.count() == 2


def test_rows_half_filled_are_refused_and_kept(coordinator, client_as):
    meeting = a_tac_meeting(coordinator, attended=False)
    page = client_as(coordinator).post(
        url(meeting.case, "tac_attendance", meeting.pk), rows(("Jo Ellis", "", "attended"))
    )
    assert "Enter in what capacity they took part" in page.content.decode()
    assert "Jo Ellis" in page.content.decode()
    nobody = client_as(coordinator).post(url(meeting.case, "tac_attendance", meeting.pk), rows())
    assert "Enter at least one person who took part." in nobody.content.decode()


def test_rounds_and_results_are_shown_with_their_figures(coordinator, lead, client_as):
    meeting = a_tac_meeting(coordinator)
    line = meeting.case.plan_version.provision_lines.get()
    change_provision_line(line, replace(LESSONS, quantity=Decimal(6)), by=coordinator)
    record_round(meeting, means=RoundMeans.CHANGED, what="7 h to 6 h.", why="The school gives one.", by=coordinator)
    page = client_as(lead).get(url(meeting.case, "tac_list")).content.decode()
    assert "Changed, £4,200.00 to £3,600.00: 7 h to 6 h. Why: The school gives one." in page
    ended = client_as(lead).get(url(a_concluded_meeting(coordinator).case, "tac_list")).content.decode()
    assert (
        "Within the indicative resource: £4,200.00 a year agreed, beside an indicative resource of £5,000.00." in ended
    )


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
    assert taken == [29, 29]
