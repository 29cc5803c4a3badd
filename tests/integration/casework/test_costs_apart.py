"""Yearly, one-off and place costs on every page: each apart, to the penny, calculated again from the lines."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from base.clock import today
from base.refusals import Refused
from casework.enums import CostBasis, Payer, SectionLetter, Stage
from casework.models import ProvisionLine
from casework.plan.actions import save_section
from casework.plan.queries import sections_shown
from casework.provision.actions import (
    add_provision_line,
    change_provision_line,
    provision_sums,
    remove_provision_line,
    version_of_line,
)
from casework.provision.presenters import costing_of, provision_in_words
from casework.provision.rules import Price, Provision
from casework.settings.actions import set_counting
from tests.factories.journeys import a_case_at, the_people
from tests.factories.money import a_case_at_tac, a_line, a_plan_of, a_tac_meeting

pytestmark = pytest.mark.django_db
AID = Price("Communication aid", CostBasis.ONE_OFF, Decimal("640.05"))
PLACE = Price("Place at an independent or non-maintained special school", CostBasis.PLACE, Decimal("60000.01"))
OAK = Provision("Oak School", Decimal(1), Payer.TOP_UP, SectionLetter.I)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def case(coordinator, lead, officer):
    """£4,200.00 a year, an aid of £640.05 once, therapy of £465.00 that health pays, and a place of £60,000.01."""
    case = a_case_at_tac(coordinator, lead, officer, "5000.00")
    add_provision_line(a_plan_of(case), Provision("An aid", Decimal(1), Payer.TOP_UP), AID, by=coordinator)
    therapy = Price("Therapy", CostBasis.SESSION, Decimal("38.75"))
    add_provision_line(a_plan_of(case), Provision("Therapy", Decimal(12), Payer.HEALTH), therapy, by=coordinator)
    add_provision_line(a_plan_of(case), OAK, PLACE, by=coordinator)
    return case


def pennies(case, *, once):
    rows = ProvisionLine.objects.filter(plan_version__case=case).values_list("basis", "annual_amount")
    return sum(int(amount * 100) for basis, amount in rows if basis != "place" and (basis == "one_off") == once)


def test_each_sum_stands_on_the_page(case, client_as, coordinator):
    assert (pennies(case, once=False), pennies(case, once=True)) == (466_500, 64_005)
    for name in ("allocation:tac", "allocation:provision"):
        page = text(client_as(coordinator).get(reverse(name, args=[case.reference])))
        for shown in ("£4,665.00 a year", "£640.05, once", "£60,000.01 a year", "£5,305.05", "One-off costs"):
            assert shown in page
        assert "£305.05 above the indicative resource of £5,000.00" in page
        assert "Of this, £4,840.05 is top-up (element 3); the setting, health or social care pay £465.00." in page


def test_a_place_makes_no_placement_over(case, coordinator):
    without = costing_of(case, today())
    ProvisionLine.objects.filter(basis="place").delete()
    assert costing_of(case, today()).total == without.total == Decimal("5305.05")
    assert without.sums.place == Decimal("60000.01")


def test_what_counts_is_what_was_set(case, coordinator, officer):
    set_counting(payers=["top_up"], one_offs=False, effective_from=today(), by=officer)
    sums = provision_sums(a_plan_of(case))
    assert (sums.counted, sums.yearly, sums.one_off, sums.not_counted) == (
        Decimal("4200.00"),
        Decimal("4665.00"),
        Decimal("640.05"),
        Decimal("1105.05"),
    )
    assert costing_of(case, today()).comparison.is_over is False
    assert provision_in_words(case) == (
        "£4,665.00 a year and £640.05 once, £4,200.00 of it counts, within the indicative resource. "
        "Beside it a place, £60,000.01 a year"
    )


def test_yesterday_everything_counted(case, officer):
    set_counting(payers=["top_up"], one_offs=False, effective_from=today() + timedelta(days=1), by=officer)
    assert costing_of(case, today()).total == Decimal("5305.05")


def test_a_place_is_entered_changed_and_removed(coordinator, lead, officer, client_as):
    case = a_case_at_tac(coordinator, lead, officer)
    client, add = client_as(coordinator), reverse("allocation:place_add", args=[case.reference])
    tac = reverse("allocation:tac", args=[case.reference])
    assert add in text(client.get(tac))
    data = {"kind": "Place at a special school", "description": "Oak School", "amount": "21,500", "payer": "top_up"}
    page = text(client.post(add, data, follow=True))
    assert "Oak School was added at £21,500.00 a year. It stands beside the provision." in page
    assert "The council" in page
    line = ProvisionLine.objects.get(basis="place")
    assert (line.section, line.annual_amount, line.unit_name) == ("I", Decimal(21500), "Place at a special school")
    edit = reverse("allocation:provision_edit", args=[case.reference, line.pk])
    assert "Change what a place costs" in text(client.get(edit))
    changed = {**data, "amount": "22,000.50", "expected_version": version_of_line(line)}
    page = text(client.post(edit, changed, follow=True))
    assert "Oak School now costs £22,000.50 a year." in page
    remove = reverse("allocation:provision_remove", args=[case.reference, line.pk])
    line.refresh_from_db()
    client.post(remove, {"expected_version": version_of_line(line)})
    assert not ProvisionLine.objects.filter(basis="place").exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"kind": ""}, "Select the kind of place"),
        ({"description": ""}, "Enter whose place it is"),
        ({"amount": ""}, "Enter what the place costs in a year"),
        ({"amount": "0"}, "must be £0.01 or more"),
    ],
)
def test_a_place_says_whose_and_how_much(case, client_as, coordinator, more, sentence):
    data = {"kind": "Place at a special school", "description": "Oak", "amount": "1", "payer": "top_up", **more}
    page = text(client_as(coordinator).post(reverse("allocation:place_add", args=[case.reference]), data))
    assert sentence in page


def test_a_place_is_no_part_of_the_plans_text(case, client_as, coordinator):
    shown = [line.description for section in sections_shown(a_plan_of(case)) for line in section.lines]
    assert "An aid" in shown
    assert "Oak School" not in shown
    page = text(client_as(coordinator).get(reverse("casework:plan_detail", args=[case.reference])))
    assert "£4,665.00 a year and £640.05 once" in page


def test_a_place_stays_a_place_in_section_i(case, coordinator):
    place = ProvisionLine.objects.get(basis="place")
    with pytest.raises(Refused, match=r"^A place stands in section I of the plan, beside the provision\.$"):
        add_provision_line(a_plan_of(case), Provision("Oak", Decimal(1), Payer.TOP_UP), PLACE, by=coordinator)
    with pytest.raises(Refused, match=r"^Choose section F, G, H1 or H2 for the provision\.$"):
        add_provision_line(a_plan_of(case), OAK, AID, by=coordinator)
    with pytest.raises(Refused, match=r"^A place and provision are not costed in one line\."):
        change_provision_line(place, OAK, AID, by=coordinator)


def test_what_a_place_costs_is_entered_once_it_is_to_be_named_and_moves_nothing_agreed():
    people = the_people()
    case = a_case_at(Stage.FINALISING, people)
    plan = a_plan_of(case)
    add_provision_line(plan, OAK, PLACE, by=people.coordinator)
    with pytest.raises(Refused, match=r"^You cannot write the plan now"):
        a_line(case, people.coordinator, "1")
    plan.refresh_from_db()
    assert provision_sums(plan).counted == plan.agreed_amount == Decimal("3600.00")


def test_text_without_a_line_is_told_before_the_result(coordinator, lead, officer, client_as):
    case = a_case_at_tac(coordinator, lead, officer)
    meeting = a_tac_meeting(case, coordinator)
    save_section(a_plan_of(case), "F", "A quiet place.", by=coordinator)
    remove_provision_line(a_plan_of(case).provision_lines.get(), by=coordinator)
    client, conclude = client_as(coordinator), reverse("allocation:tac_conclude", args=[case.reference])
    says = "Section F says what is provided, and no line there has a cost"
    assert f"{says}: what it costs is not known yet." in text(
        client.get(reverse("allocation:tac", args=[case.reference]))
    )
    assert "Does it cost nothing more?" in text(client.get(conclude))
    data = {"result": "within", "expected_version": a_plan_of(case).version}
    assert f"{says}. Say whether it costs nothing more." in text(client.post(conclude, data))
    page = text(client.post(conclude, {**data, "costs_nothing_more": "yes"}, follow=True))
    meeting.refresh_from_db()
    assert meeting.costs_nothing_more == "F"
    assert provision_in_words(case) == "Section F says what is provided; the TAC said it costs nothing more"
    page = text(client.get(reverse("casework:tac_list", args=[case.reference])))
    assert "Section F says what is provided without a costed line: the TAC said it costs nothing more." in page
