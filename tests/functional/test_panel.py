"""A plan goes to SEND Panel: taken there by the co-ordinator, read by a member, decided by the chair."""

import pytest
from django.urls import reverse

from casework.enums import Stage
from tests.factories.journeys import a_case_at, a_planned_meeting, conclude, convene, the_people
from tests.factories.panels import ABOVE, a_case_for_sign_off

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_plan_above_the_indicative_resource_is_agreed_at_panel(visit):
    people = the_people()
    case = a_case_at(Stage.TAC, people, share=ABOVE)
    conclude(convene(case, people), people)
    meeting = a_planned_meeting(people)

    coordinator = visit(people.coordinator)
    coordinator.go(reverse("casework:case_detail", args=[case.reference]))
    coordinator.click("Take to panel")
    coordinator.page.get_by_label(meeting.when).check()
    coordinator.click("Take the plan to panel")
    coordinator.see("The plan is now with SEND Panel.")

    member = visit(people.members[0])
    member.go(reverse("panels:panel_home"))
    member.click(meeting.when)
    member.click(case.child.full_name)
    member.see("With £4,000.00 or less the Lead could sign.")
    member.click("Comment")
    member.page.get_by_label("Your comment").fill("Could the adult be shared with another child?")
    member.click("Add the comment")
    member.see("Could the adult be shared with another child?")

    chair = visit(people.chair)
    chair.go(reverse("panels:meeting_detail", args=[meeting.pk]))
    chair.click("Open the meeting")
    for person in (people.chair, *people.members):
        chair.page.get_by_label(person.full_name).check()
    chair.click("Open the meeting")
    chair.click(case.child.full_name)
    chair.click("Record the decision")
    chair.page.get_by_label("Agreed", exact=True).check()
    chair.click("Continue")
    chair.click("Record the decision")
    chair.see("Enter the reasons for the decision")
    chair.page.get_by_label("Reasons for the decision").fill("The provision follows from the advice.")
    chair.click("Record the decision")
    chair.see("The decision is recorded: agreed.")
    chair.click("Close the meeting")
    chair.click("Close the meeting")
    chair.see("The meeting is closed.")

    coordinator.go(reverse("panels:decision_detail", args=[case.reference]))
    coordinator.see("The provision follows from the advice.")


def test_a_lead_signs_off_by_keyboard_alone(visit):
    people = the_people()
    case = a_case_for_sign_off(people)
    lead = visit(people.signer)
    lead.go(reverse("panels:decision_detail", args=[case.reference]))
    tab_to(lead.page, "Sign the plan off")
    lead.page.keyboard.press("Enter")
    lead.page.wait_for_url("**/sign-off/")
    lead.check()
    tab_to(lead.page, "Sign the plan off")
    lead.page.keyboard.press("Enter")
    lead.page.wait_for_url("**/decision/")
    lead.check()
    lead.see("The plan is signed off.")


def tab_to(page, name):
    """Press Tab until the control of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"“{name}” is not reached by Tab")
