"""What counts, in a browser: set by the officer; costs and a place apart; a different amount carried out."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from base.clock import today
from casework.enums import CostBasis, Payer, Stage
from casework.provision.actions import add_provision_line
from casework.provision.rules import Price, Provision
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome
from panels.signing.queries import waiting_item
from tests.factories.journeys import a_case_at, conclude, convene, set_line, the_people
from tests.factories.money import a_plan_of
from tests.factories.panels import ABOVE, opened
from tests.functional.steps import choose, fill_day

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_officer_sets_what_counts_and_the_limit_and_takes_them_back(visit):
    officer, day = visit(the_people().officer), today() + timedelta(days=1)
    officer.go(reverse("allocation:allocation_home"))
    officer.click("Set what counts, or see what was set")
    choose(officer, "No", "Do one-off costs count?")
    fill_day(officer, "From which day", day)
    officer.click("Set what counts")
    officer.see("one-off costs left out")
    officer.page.get_by_role("link", name="Take back").first.click()
    officer.check()
    officer.page.get_by_label("Reason", exact=True).fill("The wrong day.")
    officer.click("Take it back")
    officer.see("is taken back.")
    officer.go(reverse("allocation:limit_set"))
    officer.page.get_by_label("Limit", exact=True).fill("11,000")
    fill_day(officer, "From which day", day)
    officer.click("Set the limit")
    officer.see("£11,000.00 a year; at exactly the limit, SEND Panel signs.")


def test_a_place_and_a_one_off_stand_apart(visit):
    people = the_people()
    case = a_case_at(Stage.TAC, people)
    convene(case, people)
    aid = Price("Communication aid", CostBasis.ONE_OFF, Decimal("640.05"))
    add_provision_line(a_plan_of(case), Provision("An aid", Decimal(1), Payer.TOP_UP), aid, by=people.coordinator)
    coordinator = visit(people.coordinator)
    coordinator.go(reverse("allocation:tac", args=[case.reference]))
    coordinator.click("Add what a place costs")
    choose(coordinator, "Place at a special school")
    coordinator.page.get_by_label("Whose place it is").fill("Oak School")
    coordinator.page.get_by_label("What it costs in a year").fill("60,000")
    coordinator.click("Add the place")
    for words in ("£3,600.00 a year", "£640.05, once", "£60,000.00 a year", "£240.05 above the indicative resource"):
        coordinator.see(words)


def test_a_different_amount_is_carried_out(visit):
    people = the_people()
    case = a_case_at(Stage.PANEL, people, share=ABOVE)
    item, less = waiting_item(case), Decimal("4799.99")
    opened(item.meeting, people)
    data = {"outcome": DecisionOutcome.AGREE_DIFFERENT, "amount": less, "reasons": "As heard."}
    record_decision(item, **data, by=people.chair)
    case.refresh_from_db()
    meeting = convene(case, people)
    set_line(a_plan_of(case).provision_lines.get(), less, by=people.coordinator)
    conclude(meeting, people)
    coordinator = visit(people.coordinator)
    coordinator.go(reverse("casework:case_detail", args=[case.reference]))
    coordinator.click("Take it on as the panel decided")
    coordinator.page.get_by_label("Which advised need is met, and how else").fill("Reading: in the school’s group.")
    coordinator.click("Take the plan on")
    coordinator.see("The plan goes on as the panel decided.")
    coordinator.see("Section F went from £5,000.00 to £4,799.99: Reading: in the school’s group.")
