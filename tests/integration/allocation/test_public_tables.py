"""Tables are public pages: anybody sees how points become pounds."""

import pytest
from django.test import Client
from django.urls import reverse

from allocation.enums import TableKind
from allocation.tables.actions import draft_table, retire_table
from base.clock import today
from tests.factories.money import a_starter_table

pytestmark = pytest.mark.django_db
BANDS = reverse("allocation:public_table_detail", args=["newcastle-primary-bands"])


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.both_databases
def test_the_list_is_open_to_everybody_and_says_what_is_illustrative(client):
    a_starter_table()
    page = text(client.get(reverse("allocation:public_table_list")))
    for title in ("Newcastle primary bands", "Newcastle points", "Newcastle smoothed points"):
        assert title in page
    assert "Illustrative figures" in page
    assert "a guide, never a cap" in page


def test_an_empty_list_says_so(no_starter_data, client):
    assert "No table has been published yet" in text(client.get(reverse("allocation:public_table_list")))


def test_every_row_is_shown(client):
    page = text(client.get(BANDS)) if a_starter_table() else ""
    for row in ("0 to 69", "70 to 115", "161 to 170", "231 and above", "£17,500", "No Support"):
        assert row in page


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("168", "168 points: £4,000 a year."),
        ("1", "1 point: no allocation (needs are met through universal services)."),
        ("170", "At 171 points it would be £6,000: this form is 1 point below an edge."),
        ("171", "At 170 points it would be £4,000: this form is 1 point above an edge."),
        ("300", "300 points: £17,500 a year."),
    ],
)
def test_points_are_converted_in_words(client, points, sentence):
    a_starter_table()
    assert sentence in text(client.get(BANDS, {"points": points}))


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("", "Enter a number of points"),
        ("abc", "Points must be a whole number"),
        ("1.5", "Points must be a whole number"),
        ("-1", "Points must be 0 or more"),
    ],
)
def test_bad_points_are_explained(client, points, sentence):
    a_starter_table()
    page = text(client.get(BANDS, {"points": points}))
    assert sentence in page
    assert "There is a problem" in page


@pytest.mark.parametrize(
    ("points", "sentence"), [("180", "The table ends at 179 points"), ("154", "The table begins at 155")]
)
def test_outside_a_points_table_the_page_says_so(client, points, sentence):
    a_starter_table()
    url = reverse("allocation:public_table_detail", args=["newcastle-points"])
    assert sentence in text(client.get(url, {"points": points}))


def test_a_draft_is_not_shown(client, officer):
    draft_table(slug="ours", title="Ours", kind=TableKind.BANDED, effective_from=today(), source="", by=officer)
    assert client.get(reverse("allocation:public_table_detail", args=["ours"])).status_code == 404


def test_a_retired_table_stays_for_those_it_was_used_for(client, officer):
    retire_table(a_starter_table("newcastle-points"), by=officer)
    page = text(client.get(reverse("allocation:public_table_detail", args=["newcastle-points"])))
    assert "No longer used for new allocations." in page


def test_the_lists_take_the_same_queries_with_one_table_and_with_three(django_assert_num_queries, officer):
    table = a_starter_table()
    client = Client()
    client.get(reverse("allocation:public_table_list"))
    with django_assert_num_queries(1):
        client.get(reverse("allocation:public_table_list"))
    with django_assert_num_queries(2):
        client.get(reverse("allocation:public_table_detail", args=[table.slug]))


def test_unit_costs_and_limit_are_for_people_signed_in(client, client_as, finance, django_assert_num_queries):
    a_starter_table()
    for name in ("unit_cost_list", "allocation_home"):
        assert client.get(reverse(f"allocation:{name}")).status_code == 302
    signed_in = client_as(finance)
    page = text(signed_in.get(reverse("allocation:unit_cost_list")))
    assert "Teaching assistant, lessons (TAF)" in page
    assert "£545.20" in page
    home = " ".join(text(signed_in.get(reverse("allocation:allocation_home"))).split())
    assert "£10,363.00 a year since 1 September 2017, the equivalent of 15 hrs TAF and 2.5 hrs MDS." in home
    with django_assert_num_queries(3):
        signed_in.get(reverse("allocation:unit_cost_list"))


def test_an_empty_service_says_what_is_missing(no_starter_data, client_as, officer):
    home = text(client_as(officer).get(reverse("allocation:allocation_home")))
    assert "No table is in use, so nothing can be allocated." in home
    assert "No sign-off limit is set for" in home
    assert "No unit cost is in force" in text(client_as(officer).get(reverse("allocation:unit_cost_list")))
