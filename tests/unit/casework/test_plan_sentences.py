"""How the acts on a plan read in the trail: with pounds as people write them."""

from dataclasses import replace
from decimal import Decimal

from audit.queries import trail_of
from audit.sentences import registered, sentence_of
from casework.provision.actions import change_provision_line, remove_provision_line
from tests.factories.plans import LESSONS, a_plan_being_drafted, a_plan_to_issue


def sentences_of(case):
    return [sentence_of(event) for event in trail_of(case.pk)]


def test_pounds_are_written_with_their_thousands(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    line = plan_version.provision_lines.get()
    line = change_provision_line(line, replace(LESSONS, quantity=Decimal(6)), by=coordinator)
    remove_provision_line(line, by=coordinator)
    sentences = sentences_of(plan_version.case)
    what = "the provision “Teaching assistant in lessons”"
    assert f"Amina Yusuf added {what}, £4,200.00 a year" in sentences
    assert f"Amina Yusuf changed {what}: £4,200.00 to £3,600.00 a year" in sentences
    assert f"Amina Yusuf removed {what}, £3,600.00 a year" in sentences


def test_every_act_on_the_way_to_a_plan_has_its_sentence(coordinator, lead):
    case = a_plan_to_issue(coordinator, lead).case
    assert {event.verb for event in trail_of(case.pk)} <= registered()
    assert "Dan Pryce approved version 1 of the plan at £4,200.00" in sentences_of(case)
