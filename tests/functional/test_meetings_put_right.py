"""Meetings that were arranged wrongly are put right: moved, asked back, called off, and their plans taken elsewhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from base.clock import today
from casework.enums import Stage
from tests.factories.journeys import a_case_at, a_planned_meeting, the_people
from tests.factories.panels import an_item

pytestmark = pytest.mark.django_db(transaction=True)


def fill_day(page, day, year=None):
    for part in ("day", "month", "year"):
        page.get_by_label(part.title(), exact=True).fill(str(year if part == "year" and year else getattr(day, part)))


def test_a_tac_meeting_is_moved_asked_back_and_called_off(visit):
    people = the_people()
    case = a_case_at(Stage.TAC, people)
    amina = visit(people.coordinator)
    page, day = amina.page, today() + timedelta(days=1)
    amina.go(reverse("casework:tac_convene", args=[case.reference]))
    fill_day(page, day)
    amina.click("Convene the meeting")
    amina.click("Change its day or place")
    fill_day(page, day, day.year + 10)
    amina.click("Change the meeting")
    amina.see("is more than 2 years ahead. Change it, or tick that it is right.")
    assert page.get_by_role("checkbox").count() == 1
    fill_day(page, day + timedelta(days=7))
    page.get_by_label("Place (optional)").fill("Town Hall")
    amina.click("Change the meeting")
    amina.see("Town Hall")
    amina.click("Call the meeting off")
    page.get_by_label("Why is it called off?").fill("The family cannot come.")
    amina.click("Call it off")
    amina.see("You can convene another meeting.")
    amina.go(reverse("allocation:tac", args=[case.reference]))
    amina.see("It was called off: “The family cannot come.”")


def test_a_panel_meeting_is_called_off_and_its_plan_goes_to_another(visit):
    people = the_people()
    item = an_item(people)
    chair, amina = visit(people.chair), visit(people.coordinator)
    chair.go(reverse("panels:meeting_detail", args=[item.meeting_id]))
    chair.click("Call the meeting off")
    chair.page.get_by_label("Why is it called off?").fill("Too few members can come.")
    chair.click("Call the meeting off")
    chair.see("What is not decided waits for another meeting.")
    later = a_planned_meeting(people, today() + timedelta(days=7))
    amina.go(reverse("casework:case_detail", args=[item.case.reference]))
    amina.click("Choose another panel meeting")
    amina.page.get_by_label(later.when).check()
    amina.click("Move it to this meeting")
    amina.see(f"The plan is now on the agenda of {later.when}.")
    chair.go(reverse("panels:panel_home"))
    chair.see("Meetings closed or called off")
