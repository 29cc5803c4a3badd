"""The plan is written section by section, with its outcomes and costed provision, and goes to the TAC when it can."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from base.clock import today
from base.refusals import NotAllowed, Refused, Stale
from casework.enums import CostBasis, SectionLetter, Stage
from casework.plan.actions import remove_outcome, save_outcome, save_section, take_to_tac
from casework.provision.actions import change_provision_line, provision_total, provision_total_of, remove_provision_line
from casework.versions.actions import sections_of, start_plan
from tests.factories.plans import LESSONS, TAF, a_line, a_plan_at_the_tac, a_plan_being_drafted

SOON = timedelta(days=30)


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def test_a_plan_begins_once_with_all_its_sections(coordinator):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    assert start_plan(plan_version.case, by=coordinator) == plan_version
    assert set(sections_of(plan_version)) == set(SectionLetter.values)
    assert plan_version.number == 1


def test_a_section_is_saved_and_counted(coordinator):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    section = save_section(plan_version, "A", " He loves trains. ", expected_version=1, by=coordinator)
    assert (section.text, section.version, section.edited_by) == ("He loves trains.", 2, coordinator)
    plan_version.refresh_from_db()
    assert plan_version.version == 2


def test_saving_the_same_text_changes_nothing(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    before = sections_of(plan_version)["A"]
    again = save_section(plan_version, "A", before.text, expected_version=before.version, by=coordinator)
    assert again.version == before.version


def test_a_stale_section_is_refused_and_others_are_not(coordinator):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    save_section(plan_version, "A", "First.", expected_version=1, by=coordinator)
    with pytest.raises(Stale, match="Amina Yusuf changed section A on"):
        save_section(plan_version, "A", "Second.", expected_version=1, by=coordinator)
    assert save_section(plan_version, "B", "Other.", expected_version=1, by=coordinator).text == "Other."


def test_only_the_coordinator_writes(coordinator, other_coordinator, lead):
    plan_version = a_plan_being_drafted(coordinator)
    with pytest.raises(NotAllowed, match="Only Amina Yusuf, who co-ordinates this case, can write its plan"):
        save_section(plan_version, "A", "Mine.", by=other_coordinator)
    with pytest.raises(NotAllowed, match="Only a Case Co-ordinator can write its plan"):
        save_section(plan_version, "A", "Mine.", by=lead)


def test_section_i_is_made_from_the_placement(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    message = refusal(save_section, plan_version, "I", "Hillside", by=coordinator)
    assert message == "Section I cannot be changed here: the placement is named once the draft has been served."


def test_outcomes_are_numbered_and_move_up(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    for text in ("Two", "Three"):
        save_outcome(plan_version, text=text, achieve_by=today() + SOON, by=coordinator)
    first = plan_version.outcomes.first()
    remove_outcome(first, by=coordinator)
    assert [(o.position, o.text) for o in plan_version.outcomes.all()] == [(1, "Two"), (2, "Three")]
    assert plan_version.provision_lines.get().outcome is None


def test_an_outcome_says_something_about_the_future(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    assert (
        refusal(save_outcome, plan_version, text=" ", achieve_by=today() + SOON, by=coordinator) == "Enter the outcome."
    )
    message = refusal(save_outcome, plan_version, text="Reads", achieve_by=today(), by=coordinator)
    assert message == "The day to achieve the outcome by must be in the future."


HOURS = replace(TAF, basis=CostBasis.HOUR_WEEKS, unit_amount=Decimal("18.33"))
SESSION = replace(TAF, basis=CostBasis.SESSION, unit_amount=Decimal("38.75"))


@pytest.mark.parametrize(
    ("price", "provision", "amount"),
    [
        (TAF, {}, "4200.00"),
        (replace(TAF, unit_amount=Decimal("545.20")), {"quantity": Decimal("2.5")}, "1363.00"),
        (HOURS, {"weeks": 38, "quantity": Decimal(1), "shared_by": 4}, "174.14"),
        (SESSION, {"quantity": Decimal(12)}, "465.00"),
    ],
)
def test_a_line_keeps_its_amount(coordinator, price, provision, amount):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    assert a_line(plan_version, price, **provision).annual_amount == Decimal(amount)
    assert provision_total(plan_version) == provision_total_of(plan_version.case) == Decimal(amount)


@pytest.mark.parametrize(
    ("provision", "price", "sentence"),
    [
        ({"description": " "}, TAF, "Enter what is provided."),
        ({"section": SectionLetter.B}, TAF, "Choose section F, G, H1 or H2 for the provision."),
        ({"quantity": Decimal(-1)}, TAF, "Quantity and unit cost may not be negative."),
        ({"shared_by": 0}, TAF, "A group has at least one child."),
        ({"weeks": 38}, TAF, "Leave the number of weeks empty: only a cost an hour is for a number of weeks."),
        ({}, replace(TAF, unit_amount=Decimal("1.005")), "no more than two decimal places."),
        ({"quantity": Decimal(999999)}, replace(TAF, unit_amount=Decimal(9999)), "comes to too large an amount."),
    ],
)
def test_a_line_is_refused_with_its_sentence(coordinator, provision, price, sentence):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    with pytest.raises(Refused) as refused:
        a_line(plan_version, price, **provision)
    assert sentence in str(refused.value)
    assert not plan_version.provision_lines.exists()


def test_a_line_serves_an_outcome_of_its_own_plan(coordinator):
    other = a_plan_being_drafted(coordinator)
    plan_version = a_plan_being_drafted(coordinator, written=False)
    with pytest.raises(Refused, match="Choose an outcome of this plan"):
        a_line(plan_version, outcome_id=other.outcomes.get().pk)


def test_a_line_is_changed_and_removed(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    line = plan_version.provision_lines.get()
    changed = change_provision_line(line, replace(LESSONS, quantity=Decimal(6)), by=coordinator)
    assert changed.annual_amount == Decimal("3600.00")
    remove_provision_line(changed, by=coordinator)
    assert provision_total(plan_version) == Decimal("0.00")


def test_what_is_missing_is_named_before_the_tac(coordinator):
    plan_version = a_plan_being_drafted(coordinator, written=False)
    assert refusal(take_to_tac, plan_version.case, by=coordinator) == (
        "The plan cannot go to the TAC yet: section A (views, interests and aspirations), section B (special "
        "educational needs), an outcome (section E) and the provision (section F) still to be written. Write it first."
    )


def test_a_written_plan_goes_to_the_tac(coordinator):
    assert a_plan_at_the_tac(coordinator).case.stage == Stage.TAC


def test_provision_may_be_text_alone(coordinator):
    plan_version = a_plan_being_drafted(coordinator)
    remove_provision_line(plan_version.provision_lines.get(), by=coordinator)
    save_section(plan_version, "F", "A teacher of the deaf, an hour a week.", by=coordinator)
    take_to_tac(plan_version.case, by=coordinator)
