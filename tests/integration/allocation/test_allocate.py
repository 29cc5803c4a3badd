"""The page on which the indicative resource is allocated, and the page that tells how it came about."""

from decimal import Decimal

import pytest
from django.urls import reverse

from allocation.enums import TableStatus
from allocation.models import Allocation, AllocationTable
from allocation.tables.actions import retire_table
from casework.enums import Stage
from tests.factories.forms import a_verified_form
from tests.factories.money import a_moderated_case, a_starter_table, an_allocation

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(coordinator, lead, officer):
    return a_moderated_case(coordinator, lead, officer)


def allocate_url(case):
    return reverse("allocation:allocate", args=[case.reference])


def detail_url(case):
    return reverse("allocation:allocation_detail", args=[case.reference])


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def posted(case, client, **data):
    return client.post(
        allocate_url(case), {"table": "newcastle-primary-bands", "decision": "as_proposed", "reason": ""} | data
    )


@pytest.mark.both_databases
def test_the_page_proposes_in_words(case, client_as, officer):
    page = text(client_as(officer).get(allocate_url(case)))
    assert "Newcastle primary bands of 1 September 2017: the converter proposes" in page
    assert "of an edge" in page or "an edge." in page
    assert (
        "This table was made for primary-aged children (key stages 1 and 2). For other phases it is illustrative."
        in page
    )
    assert "never a cap" in page


def test_taking_the_proposal_moves_the_case_on(case, client_as, officer):
    response = posted(case, client_as(officer))
    assert response.url == detail_url(case)
    made = Allocation.objects.get()
    assert made.is_as_proposed
    case.refresh_from_db()
    assert case.stage == Stage.DRAFTING


def test_another_figure_with_its_reason(case, client_as, officer):
    posted(case, client_as(officer), decision="other", amount="950.50", reason="As in similar cases.")
    made = Allocation.objects.get()
    assert (made.amount, made.reason) == (Decimal("950.50"), "As in similar cases.")


def test_a_figure_that_is_far_off_is_asked_for_once_more(case, client_as, officer):
    client = client_as(officer)
    other = {"decision": "other", "amount": "4,321.50", "reason": "As in similar cases."}
    page = text(posted(case, client, **other))
    assert "£4,321.50 a year is more than twice the £500.00 that the converter proposes." in page
    assert "Yes, this is the figure that I mean" in page
    assert 'value="newcastle-primary-bands 4321.50"' in page
    assert not Allocation.objects.exists()
    asked_of = {"asked_of": "newcastle-primary-bands 4321.50"}
    assert posted(case, client, **other, **asked_of).status_code == 200  # not ticked
    assert not Allocation.objects.exists()
    assert posted(case, client, **other, **asked_of, confirmed="on").url == detail_url(case)
    assert Allocation.objects.get().amount == Decimal("4321.50")


def test_what_is_confirmed_is_one_figure_and_no_other(case, client_as, officer):
    other = {"decision": "other", "amount": "43,215", "reason": "As in similar cases."}
    page = text(posted(case, client_as(officer), **other, asked_of="newcastle-primary-bands 4321.50", confirmed="on"))
    assert "£43,215.00 a year is more than twice" in page
    assert 'value="newcastle-primary-bands 43215.00"' in page
    assert not Allocation.objects.exists()


def test_the_box_does_not_stand_there_before_it_is_needed(case, client_as, officer):
    assert "this is the figure that I mean" not in text(client_as(officer).get(allocate_url(case)))


class TestCorrecting:
    @pytest.fixture
    def allocated(self, case, officer):
        an_allocation(case, officer, "40.00")
        return case

    def url(self, case):
        return reverse("allocation:allocation_correct", args=[case.reference])

    def test_a_mistyped_figure_is_corrected(self, allocated, client_as, officer):
        client = client_as(officer)
        assert self.url(allocated) in text(client.get(detail_url(allocated)))
        assert "£40.00 a year is recorded." in text(client.get(self.url(allocated)))
        data = {"amount": "400", "reason": "Like the others.", "what_was_wrong": "A nought was missing."}
        page = text(client.post(self.url(allocated), data, follow=True))
        assert "The indicative resource is corrected to £400.00 a year." in page
        assert "Indicative resource: £400.00 a year" in page
        assert "replaced on" in page
        history = text(client.get(reverse("casework:case_history", args=[allocated.reference])))
        assert "corrected the indicative resource from £40.00 to £400.00: “A nought was missing.”" in history

    def test_one_that_is_far_off_is_asked_for_once_more(self, allocated, client_as, officer):
        data = {"amount": "4000", "reason": "Like the others.", "what_was_wrong": "Noughts were missing."}
        page = text(client_as(officer).post(self.url(allocated), data))
        assert "£4,000.00 a year is more than twice the £500.00" in page
        again = data | {"asked_of": "4000.00", "confirmed": "on"}
        assert client_as(officer).post(self.url(allocated), again).url == detail_url(allocated)

    def test_without_what_was_wrong_nothing_is_corrected(self, allocated, client_as, officer):
        page = text(client_as(officer).post(self.url(allocated), {"amount": "400", "reason": "Like the others."}))
        assert "Enter what was wrong" in page
        assert Allocation.objects.count() == 1

    @pytest.mark.parametrize("who", ["lead", "coordinator"])
    def test_others_are_told_who_may(self, allocated, client_as, request, who):
        client = client_as(request.getfixturevalue(who))
        assert self.url(allocated) not in text(client.get(detail_url(allocated)))
        response = client.get(self.url(allocated))
        assert response.status_code == 403
        assert "Only a Personalisation Officer can correct the indicative resource." in text(response)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"decision": ""}, "Choose what is allocated"),
        ({"decision": "other", "reason": "x"}, "Enter the other figure"),
        ({"decision": "other", "amount": "100", "reason": ""}, "Enter the reason for another figure"),
        ({"decision": "other", "amount": "1.005", "reason": "x"}, "no more than 2 decimal places"),
        ({"decision": "other", "amount": "-1", "reason": "x"}, "The other figure must be £0 or more"),
        ({"decision": "as_proposed", "amount": "100"}, "Choose “Another figure” above, or leave this empty"),
        ({"table": "gone"}, "That table is no longer in use."),
    ],
)
def test_each_refusal_is_a_sentence_and_what_was_typed_stays(case, client_as, officer, data, sentence):
    page = text(posted(case, client_as(officer), **({"reason": "Typed with care."} | data)))
    assert sentence in page
    assert data.get("reason", "Typed with care.") in page
    assert not Allocation.objects.exists()


def test_another_table_may_be_chosen(case, client_as, officer):
    client = client_as(officer)
    page = text(client.get(allocate_url(case), {"table": "newcastle-points"}))
    assert "Newcastle points of 1 September 2017: the converter proposes" in page
    posted(case, client, table="newcastle-points")
    assert Allocation.objects.get().table.slug == "newcastle-points"


def test_a_table_retired_meanwhile_is_not_used(case, client_as, officer):
    retire_table(a_starter_table("newcastle-points"), by=officer)
    assert "That table is no longer in use." in text(posted(case, client_as(officer), table="newcastle-points"))


def test_without_a_table_the_page_says_so(case, client_as, officer):
    AllocationTable.objects.update(is_default=False, status=TableStatus.RETIRED)
    response = client_as(officer).get(allocate_url(case))
    assert response.status_code == 409
    assert "Go to the case" in response.text
    assert "No allocation table is in use." in text(response)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("lead", 403),
        ("coordinator", 403),
        ("other_coordinator", 404),
        ("member", 404),
        ("chair", 404),
        ("administrator", 404),
        ("finance", 404),
    ],
)
def test_who_may_open_it(case, client_as, request, who, status):
    response = client_as(request.getfixturevalue(who)).get(allocate_url(case))
    assert response.status_code == status
    if status == 403:
        assert "Only a Personalisation Officer can allocate the indicative resource." in text(response)


def test_before_moderation_it_is_refused_with_its_sentence(coordinator, lead, officer, client_as):
    a_starter_table()
    case = a_verified_form(coordinator, lead).case
    response = client_as(officer).get(allocate_url(case))
    assert response.status_code == 409
    assert "Moderate the RAS form before you allocate" in text(response)


def test_a_stale_tab_is_told_that_it_is_done(case, client_as, officer):
    an_allocation(case, officer, "4000.00")
    page = text(posted(case, client_as(officer)))
    assert "You cannot allocate the indicative resource now: the case is at “Drafting”." in page
    assert Allocation.objects.count() == 1


def test_the_account_is_plain(case, client_as, officer, coordinator):
    an_allocation(case, officer, "4321.00")
    page = text(client_as(coordinator).get(detail_url(case)))
    assert "Indicative resource: £4,321.00 a year" in page
    assert "Ruth Osei allocated £4,321.00 a year on" in page
    assert "a different figure, because: “Similar cases were given this.”" in page
    assert "never a cap" in page


def test_before_there_is_one_the_page_says_what_it_follows(case, client_as, officer, coordinator):
    page = text(client_as(officer).get(detail_url(case)))
    assert "None has been allocated to this case yet." in page
    assert allocate_url(case) in page
    assert "Only a Personalisation Officer can allocate" in text(client_as(coordinator).get(detail_url(case)))


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("lead", 200), ("other_coordinator", 404), ("finance", 404)]
)
def test_who_reads_the_account(case, client_as, request, officer, who, status):
    an_allocation(case, officer, "4000.00")
    assert client_as(request.getfixturevalue(who)).get(detail_url(case)).status_code == status


def test_the_case_page_shows_the_step_and_then_the_figure(case, client_as, officer):
    client, url = client_as(officer), reverse("casework:case_detail", args=[case.reference])
    assert "Allocate the indicative resource" in text(client.get(url))
    an_allocation(case, officer, "4000.00")
    assert "£4,000 a year, from Newcastle primary bands of 1 September 2017" in text(client.get(url))
