"""A plan that costs more than its indicative resource: from the TAC to SEND Panel's decision, by the right people."""

import pytest

from base.clock import today
from casework.enums import Stage
from casework.models import Case
from panels.models import AgendaItem
from tests.factories.journeys import a_case_at, the_people
from tests.functional import steps


@pytest.mark.django_db(transaction=True)
def test_from_the_tac_to_the_panels_decision(visit) -> None:
    people = the_people()
    day = today()
    case = a_case_at(Stage.DRAFTING, people)
    path = f"/cases/{case.reference}/"
    coordinator = visit(people.coordinator)
    steps.draft(coordinator, path, day)
    steps.hold_the_tac(coordinator, path, day, hours="7", more_because="Two outcomes could not be reached otherwise.")
    coordinator.go(path)
    coordinator.see("£4,200.00 is above the indicative resource of £4,000.00")

    chair = visit(people.chair)
    plan_the_meeting(chair, day)
    coordinator.go(path)
    coordinator.click("Take to panel")
    coordinator.page.get_by_role("radio").first.check()
    coordinator.click("Take the plan to panel")
    coordinator.go(path)
    coordinator.see("The plan is with SEND Panel")

    declare_and_comment(visit, people, case)
    decide(chair, people, case)
    coordinator.go(path)
    coordinator.see("The plan is being finalised")
    assert Case.objects.get(pk=case.pk).stage == Stage.FINALISING


def plan_the_meeting(chair, day) -> None:
    """A meeting today; it is planned in the browser."""
    chair.go("/panel/")
    chair.click("Plan a meeting")
    steps.fill_day(chair, "Day of the meeting", day)
    chair.page.get_by_label("Start time").fill("9:30")
    chair.page.get_by_label("Place").fill("Shire Hall, room 2")
    chair.click("Plan the meeting")


def declare_and_comment(visit, people, case: Case) -> None:
    """One member declares an interest and sees the case no more; another comments."""
    item = AgendaItem.objects.get(case=case)
    friend, other = visit(people.members[0]), visit(people.members[1])
    friend.go("/panel/")
    friend.go(f"/panel/items/{item.pk}/interest/")
    friend.page.get_by_label("What is your interest?").fill("A friend of the family.")
    friend.click("Declare the interest")
    assert friend.page.goto(f"{friend.address}/cases/{case.reference}/").status == 404
    friend.troubles.clear()
    other.go(f"/panel/items/{item.pk}/")
    other.go(f"/panel/items/{item.pk}/comment/")
    other.page.get_by_label("Your comment").fill("The provision follows the advice.")
    other.click("Add the comment")


def decide(chair, people, case: Case) -> None:
    """The meeting is opened with a quorum, the item decided with reasons, and the meeting closed."""
    item = AgendaItem.objects.get(case=case)
    chair.go(f"/panel/meetings/{item.meeting_id}/open/")
    for box in chair.page.get_by_role("checkbox").all():
        box.check()
    chair.click("Open the meeting")
    chair.go(f"/panel/items/{item.pk}/decision/")
    chair.page.get_by_label("Agreed", exact=True).check()
    chair.click("Continue")
    chair.page.get_by_label("Reasons for the decision").fill("The panel heard how the provision was weighed again.")
    chair.click("Record the decision")
    chair.go(f"/panel/meetings/{item.meeting_id}/close/")
    chair.click("Close the meeting")
