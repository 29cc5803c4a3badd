"""What was recorded wrongly is put right, and what somebody leaves behind is handed over: each page in the browser."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from casework.enums import Stage
from scoring.reviews.actions import moderate_form
from scoring.scores.queries import form_of
from tests.factories import journeys
from tests.factories.people import a_person
from tests.factories.similar import Stored, stored_cases

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_case_recorded_wrongly_is_put_right(visit):
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.GATHERING_REPORTS, people)
    path = f"/cases/{case.reference}/"
    amina, grace = visit(people.coordinator), visit(people.signer)
    amina.go(path)
    amina.click("Correct what was recorded")
    amina.click("Correct what was recorded")
    amina.see("Enter what was wrong")
    amina.page.get_by_label("Health").check()
    amina.page.get_by_label("What was wrong?").fill("The doctor asked.")
    amina.click("Correct what was recorded")
    amina.see("1 correction made.")
    grace.go(path)
    grace.click("Correct what was recorded")
    grace.see("Corrected before")
    grace.click("The decision whether to assess")
    grace.page.get_by_label("Nothing yet: the decision is taken back").check()
    grace.page.get_by_label("What was wrong?").fill("It was another child’s.")
    grace.click("Correct the decision")
    grace.see("An assessment has been requested")


def test_a_figure_that_is_far_off_is_confirmed_and_then_corrected(visit):
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.MODERATION, people)
    form = form_of(case)
    assert form is not None
    stored_cases(form, [Stored(bytes([50] * 10), amount=Decimal(amount)) for amount in range(3000, 9000, 1000)])
    moderate_form(form, by=people.officer)
    ruth = visit(people.officer)
    ruth.go(f"/cases/{case.reference}/")
    ruth.click("Allocate the indicative resource")
    ruth.page.get_by_label("Another figure", exact=True).check()
    ruth.page.get_by_label("Another figure (pounds a year)").fill("40000")
    ruth.page.get_by_label("Reason for another figure").fill("As similar cases.")
    ruth.click("Allocate the indicative resource")
    ruth.see("It is above all 6 similar cases: the highest came to £8,000.00.")
    ruth.page.get_by_label("Yes, this is the figure that I mean").check()
    ruth.click("Allocate the indicative resource")
    ruth.see("An indicative resource of £40,000.00 a year was allocated.")
    ruth.click("Correct a mistyped figure")
    ruth.page.get_by_label("Indicative resource (pounds a year)").fill("3000")
    ruth.page.get_by_label("What was wrong?").fill("A nought too many.")
    ruth.click("Correct the indicative resource")
    ruth.see("The indicative resource is corrected to £3,000.00 a year.")


def test_what_somebody_leaves_behind_is_handed_over(visit, administrator):
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.GATHERING_REPORTS, people)
    taker = a_person(*people.coordinator.roles, full_name="Zoe Lund")
    nina, grace, zoe = visit(administrator), visit(people.signer), visit(taker)
    nina.go(f"/people/{people.coordinator.pk}/")
    nina.click("Close the account")
    nina.see("1 live case")
    nina.click("Hand it over first")
    nina.go(f"/people/{people.coordinator.pk}/deactivate/")
    nina.click("Close the account")
    grace.go(f"/cases/{case.reference}/")
    grace.see("It is nobody’s turn: Amina Yusuf has left.")
    grace.go("/")
    grace.click("Hand over 1 case: Amina Yusuf has left")
    name = grace.page.get_by_label("Who co-ordinates them from now on?")
    name.press_sequentially("zo")
    grace.page.get_by_role("option", name="Zoe Lund").wait_for()
    name.press("ArrowDown")
    name.press("Enter")
    expect(name).to_have_value("Zoe Lund")
    grace.click("Hand the cases over")
    grace.see("1 case was handed over.")
    zoe.go("/")
    zoe.click(f"Tell the family and the setting of {case.reference} your name")
    zoe.page.get_by_label("Jo Ellis (Mother)").check()
    zoe.page.get_by_label("Hillside Academy").check()
    zoe.page.get_by_label("Day").fill("1")
    zoe.page.get_by_label("Month").fill("1")
    zoe.page.get_by_label("Year").fill("2020")
    zoe.click("Record that they know")
    zoe.see("the day the case was given to you")
