"""Provision with its cost: the pages that add, change and remove a line."""

from decimal import Decimal

import pytest
from django.urls import reverse

from casework.models import ProvisionLine, UnitCost
from casework.provision.actions import version_of_line
from tests.factories.money import a_case_at_tac, a_line, an_allocated_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(coordinator, lead, officer):
    return an_allocated_case(coordinator, lead, officer)


def url(name, case, *args):
    return reverse(f"allocation:{name}", args=[case.reference, *args])


def text(response):
    """The page with every run of white space as one space, as it is shown."""
    return " ".join(response.content.decode().split())


def posted(**more):
    return {
        "description": "Teaching assistant in lessons",
        "unit_cost": str(UnitCost.objects.get(abbreviation="TAF").pk),
        "quantity": "7",
        "weeks": "",
        "shared_by": "1",
        "payer": "top_up",
        "section": "F",
        "outcome": "",
    } | more


@pytest.mark.both_databases
def test_an_empty_plan_says_what_to_do(case, client_as, coordinator):
    page = text(client_as(coordinator).get(url("provision", case)))
    assert "No provision yet" in page
    assert "Add provision" in page


def test_a_line_is_added_and_reckoned(case, client_as, coordinator):
    response = client_as(coordinator).post(url("provision_add", case), posted(), follow=True)
    assert "Teaching assistant in lessons was added at £4,200.00 a year." in text(response)
    line = ProvisionLine.objects.get()
    assert (line.unit_name, line.annual_amount) == ("Teaching assistant, lessons (TAF)", Decimal("4200.00"))
    page = text(response)
    assert "£600.00 a year for each weekly hour" in page
    assert "All of it is top-up (element 3)." in page
    assert "£200.00 above the indicative resource of £4,000.00" in page


def test_gross_and_top_up_are_both_told(case, client_as, coordinator):
    a_line(case, coordinator)
    therapy = UnitCost.objects.get(name="Speech and language therapy")
    a_line(case, coordinator, "12", unit_cost=therapy, payer="health", description="Therapy")
    page = text(client_as(coordinator).get(url("provision", case)))
    assert "£4,665.00" in page
    assert "Of this, £4,200.00 is top-up (element 3); the setting, health or social care pay £465.00." in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"description": ""}, "Enter what is provided"),
        ({"unit_cost": ""}, "Choose a unit cost"),
        ({"quantity": ""}, "Enter how much"),
        ({"quantity": "0"}, "How much must be more than 0"),
        ({"quantity": "-1"}, "How much must be more than 0"),
        ({"quantity": "1.005"}, "no more than 2 decimal places"),
        ({"quantity": "seven"}, "How much must be a number, like 2.5"),
        ({"weeks": "38"}, "Leave the number of weeks empty: only a cost an hour is for a number of weeks"),
        ({"shared_by": "0"}, "must be 1 or more"),
        ({"payer": ""}, "Choose who pays"),
    ],
)
def test_each_refusal_is_a_sentence_and_what_was_typed_stays(case, client_as, coordinator, more, sentence):
    page = text(client_as(coordinator).post(url("provision_add", case), posted(**more)))
    assert sentence in page
    if "description" not in more:
        assert "Teaching assistant in lessons" in page
    assert not ProvisionLine.objects.exists()


def test_an_hourly_cost_needs_its_weeks(case, client_as, coordinator):
    group = str(UnitCost.objects.get(name="Small-group literacy").pk)
    client = client_as(coordinator)
    page = text(client.post(url("provision_add", case), posted(unit_cost=group)))
    assert "Enter the number of weeks: this unit cost is for an hour" in page
    client.post(url("provision_add", case), posted(unit_cost=group, quantity="1", weeks="38", shared_by="4"))
    assert ProvisionLine.objects.get().annual_amount == Decimal("205.20")


def test_a_line_is_changed_at_the_price_it_has(case, client_as, coordinator):
    line = a_line(case, coordinator)
    client, change = client_as(coordinator), url("provision_edit", case, line.pk)
    assert "As it is: Teaching assistant, lessons (TAF): £600.00" in text(client.get(change))
    client.post(change, posted(unit_cost="as_it_is", quantity="5.5", expected_version=version_of_line(line)))
    line.refresh_from_db()
    assert line.annual_amount == Decimal("3300.00")


def test_a_stale_page_is_told_and_keeps_what_was_typed(case, client_as, coordinator):
    line = a_line(case, coordinator)
    client, change, shown = client_as(coordinator), url("provision_edit", case, line.pk), version_of_line(line)
    client.post(change, posted(unit_cost="as_it_is", quantity="5", expected_version=shown))
    page = text(client.post(change, posted(unit_cost="as_it_is", quantity="9.25", expected_version=shown)))
    assert "Amina Yusuf changed this provision on" in page
    assert 'value="9.25"' in page
    line.refresh_from_db()
    assert line.quantity == Decimal("5.00")


def test_a_line_is_removed_once_asked_again(case, client_as, coordinator):
    line = a_line(case, coordinator)
    client, remove = client_as(coordinator), url("provision_remove", case, line.pk)
    assert "7 hours a week, at £4,200.00 a year." in text(client.get(remove))
    assert "was removed from the plan" in text(
        client.post(remove, {"expected_version": version_of_line(line)}, follow=True)
    )
    assert not ProvisionLine.objects.exists()
    gone = client.get(url("provision_edit", case, line.pk))
    assert gone.status_code == 409
    assert "This provision is no longer in the plan" in text(gone)


def test_a_line_of_another_case_is_not_found(case, client_as, coordinator, other_coordinator, lead, officer):
    other = an_allocated_case(other_coordinator, lead, officer)
    line = a_line(other, other_coordinator)
    assert client_as(coordinator).get(url("provision_edit", case, line.pk)).status_code == 409


@pytest.mark.parametrize("name", ["provision_add", "provision_edit", "provision_remove"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("lead", 403), ("officer", 403), ("other_coordinator", 404), ("finance", 404)],
)
def test_who_may_open_the_forms(case, client_as, coordinator, request, name, who, status):
    args = [] if name == "provision_add" else [a_line(case, coordinator).pk]
    response = client_as(request.getfixturevalue(who)).get(url(name, case, *args))
    assert response.status_code == status
    if status == 403:
        assert "Only" in text(response)


def test_others_read_without_buttons(case, client_as, coordinator, lead):
    a_line(case, coordinator)
    page = text(client_as(lead).get(url("provision", case)))
    assert "£4,200.00" in page
    assert url("provision_add", case) not in page


def test_one_line_and_three_take_the_same_queries(coordinator, lead, officer, client_as, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case = a_case_at_tac(coordinator, lead, officer)
    client = client_as(coordinator)
    client.get(url("tac", case))
    with CaptureQueriesContext(connection) as one:
        client.get(url("tac", case))
    a_line(case, coordinator, "1")
    a_line(case, coordinator, "2")
    with CaptureQueriesContext(connection) as three:
        client.get(url("tac", case))
    assert len(one) == len(three)
