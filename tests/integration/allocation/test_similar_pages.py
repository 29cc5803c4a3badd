"""Similar cases on the pages: at moderation, where the indicative resource is allocated, and after."""

from decimal import Decimal

import pytest
from django.urls import reverse

from allocation.enums import TableStatus
from allocation.models import AllocationTable
from allocation.similar.queries import comparable_profile_of
from allocation.starter import load_starter_tables
from casework.models import Case
from scoring.reviews.actions import moderate_form
from tests.factories.forms import a_verified_form
from tests.factories.money import an_allocation
from tests.factories.similar import Stored, stored_cases

pytestmark = pytest.mark.django_db

AMOUNTS = (5600, 4000, 3900, 3400, 5100)


@pytest.fixture
def form(coordinator, lead):
    load_starter_tables()
    return a_verified_form(coordinator, lead)


@pytest.fixture
def like_it(form):
    profile = comparable_profile_of(form).profile
    rows = [Stored(profile, 168, Decimal(amount), reason=f"Because of {amount}.") for amount in AMOUNTS]
    return stored_cases(form, rows)


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def page_of(name, form, client):
    return text(client.get(reverse(name, args=[form.case.reference])))


@pytest.mark.both_databases
def test_moderation_shows_the_proposal_and_the_similar_cases(form, like_it, officer, client_as):
    page = page_of("scoring:form_moderate", form, client_as(officer))
    assert "Newcastle primary bands of 1 September 2017: the converter proposes" in page
    assert "lies below the middle half of similar cases, £3,900 to £5,100." in page
    assert "The nearest 5 cases, in pounds" in page
    for agreed in like_it:
        assert reverse("casework:case_detail", args=[agreed.case.reference]) in page
    assert "Because of 5600." in page
    assert "app-svg-dot" in page
    assert "Their levels, outcome by outcome" in page


def test_four_are_too_few_to_tell_and_none_is_said_plainly(form, officer, client_as):
    client = client_as(officer)
    assert "No similar case has been agreed yet: at least 5 are needed to tell." in page_of(
        "scoring:form_moderate", form, client
    )
    stored_cases(form, [Stored(comparable_profile_of(form).profile)] * 4)
    page = page_of("scoring:form_moderate", form, client)
    assert "4 similar cases are too few to tell: at least 5 are needed." in page
    assert "middle half £" not in page


def test_without_a_table_moderation_goes_on_without_them(form, like_it, officer, client_as):
    AllocationTable.objects.update(is_default=False, status=TableStatus.RETIRED)
    page = page_of("scoring:form_moderate", form, client_as(officer))
    assert "Record the moderation" in page
    assert "similar-title" not in page


def test_the_page_of_the_decision_shows_them_too(form, like_it, officer, client_as):
    moderate_form(form, by=officer)
    page = page_of("allocation:allocate", form, client_as(officer))
    assert "The nearest 5 cases, in pounds" in page
    assert "The moderated RAS form has" in page


class TestAfterwards:
    @pytest.fixture(autouse=True)
    def _allocated(self, form, like_it, officer):
        moderate_form(form, by=officer)
        an_allocation(Case.objects.get(pk=form.case_id), officer, "4000.00")
        like_it[0].agreed_amount = Decimal("9999.00")
        like_it[0].save()

    def test_they_stand_as_they_were_seen_then(self, form, lead, client_as):
        page = page_of("allocation:allocation_detail", form, client_as(lead))
        assert "Similar cases, as they were seen then" in page
        assert "£5,600" in page
        assert "£9,999" not in page

    def test_who_may_not_read_the_other_case_reads_its_figures_alone(
        self, form, like_it, coordinator, other_coordinator, client_as
    ):
        Case.objects.filter(pk=like_it[0].case_id).update(coordinator=other_coordinator, team=other_coordinator.team)
        page = page_of("allocation:allocation_detail", form, client_as(coordinator))
        assert "Not yours to read" in page
        assert like_it[0].case.reference not in page
        assert "Because of 5600." not in page
        assert "£5,600" in page
        assert "Because of 4000." in page

    def test_the_figure_that_was_allocated_is_drawn_and_said_beside_the_converters(self, form, lead, client_as):
        page = " ".join(page_of("allocation:allocation_detail", form, client_as(lead)).split())
        assert 'stroke-dasharray="6 4"' in page
        assert "allocated £4,000" in page
        assert "By the converter: " in page
        assert "The figure allocated: £4,000 lies within the middle half of similar cases" in page
