"""The pages of the sign-off limit and of what counts: set from a day on, told, and taken back before they begin."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from allocation.limits.actions import set_limit, withdraw_limit
from allocation.models import SignOffLimit
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused
from base.words import day_in_words
from casework.models import CountingSetting
from casework.settings.actions import set_counting
from tests.contracts.access_typed import day

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)
LIMIT, COUNTING = "allocation:limit_set", "allocation:counting_set"


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def page(client_as, officer):
    client = client_as(officer)
    return lambda name, **data: text(client.post(reverse(name), data, follow=True))


def test_allocation_leads_there_whoever_may_set_them(client_as, officer, lead):
    home = reverse("allocation:allocation_home")
    for user, count in ((officer, 1), (lead, 0)):
        shown = text(client_as(user).get(home))
        assert "All provision, whoever pays, counts, one-off costs included; the cost of a place never does." in shown
        assert shown.count(f'href="{reverse(LIMIT)}"') == shown.count(f'href="{reverse(COUNTING)}"') == count


def test_a_limit_is_set_and_told(page):
    known = {"amount": "11,000.50", "at_limit": "lead", "tolerance": "100", "basis": "16 hrs TAF"}
    told = page(LIMIT, **known, **day("effective_from", today() + TOMORROW))
    since = day_in_words(today() + TOMORROW)
    assert f"The limit is set from {since}." in told
    assert (
        "£11,000.50 a year, the equivalent of 16 hrs TAF with a tolerance of £100.00; "
        "at exactly the limit, Lead SEND Co-ordinator signs."
    ) in told
    limit = SignOffLimit.objects.latest("effective_from")
    assert (limit.amount, limit.tolerance, limit.at_limit) == (Decimal("11000.50"), 100, "lead")


def test_what_counts_is_set_and_told(page):
    told = page(COUNTING, payers=["top_up", "element_2"], one_offs="no", **day("effective_from", today()))
    assert f"What counts is set from {day_in_words(today())}." in told
    assert "Provision paid by Setting (element 2) and Top-up (element 3) counts, one-off costs left out;" in told
    assert CountingSetting.objects.latest("effective_from").counting == "element_2 top_up"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (COUNTING, {"one_offs": "yes", **day("effective_from", today())}, "Select at least one payer"),
        (COUNTING, {"payers": ["top_up"], **day("effective_from", today())}, "Select whether one-off costs count"),
        (
            COUNTING,
            {"payers": ["top_up"], "one_offs": "no", **day("effective_from", today() - TOMORROW)},
            "today or in",
        ),
        (
            LIMIT,
            {"amount": "0", "tolerance": "0", "at_limit": "lead", **day("effective_from", today())},
            "must be £0.01 or more",
        ),
        (
            LIMIT,
            {
                "amount": "9000",
                "tolerance": "0",
                "at_limit": "lead",
                **day("effective_from", today().replace(year=2099)),
            },
            "must be the same as or before",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_set(page, name, data, sentence):
    before = SignOffLimit.objects.count(), CountingSetting.objects.count()
    assert sentence in page(name, **data)
    assert (SignOffLimit.objects.count(), CountingSetting.objects.count()) == before


def test_a_day_that_has_a_setting_is_refused_beside_it(page, officer):
    set_counting(payers=["top_up"], one_offs=True, effective_from=today(), by=officer)
    told = page(COUNTING, payers=["top_up"], one_offs="no", **day("effective_from", today()))
    assert f"What counts from {day_in_words(today())} or later is set already. Enter a later day" in told


def test_what_has_not_begun_is_taken_back(client_as, officer):
    client = client_as(officer)
    limit = set_limit(amount=Decimal(12000), effective_from=today() + TOMORROW, by=officer)
    counting = set_counting(payers=["top_up"], one_offs=True, effective_from=today() + TOMORROW, by=officer)
    for name, row in (("limit", limit), ("counting", counting)):
        url = reverse(f"allocation:{name}_withdraw", args=[row.pk])
        assert url in text(client.get(reverse(f"allocation:{name}_set")))
        assert "The setting before it stays in force." in text(client.get(url))
        assert "is taken back." in text(client.post(url, {"reason": "The wrong year."}, follow=True))
        assert client.get(url).status_code == 404
    assert SignOffLimit.objects.latest("effective_from").amount == Decimal("10363.00")
    told = [sentence_of(event) for event in AuditEvent.objects.order_by("-sequence")[:3]]
    since = day_in_words(today() + TOMORROW)
    assert any("took back the sign-off limit of £12,000.00 from " + since in each for each in told)


def test_a_limit_in_force_is_not_taken_back_and_others_take_none_back(officer, lead):
    limit = SignOffLimit.objects.get()
    with pytest.raises(Refused, match=r"^This limit has been in force since 1 September 2017, and plans may rest"):
        withdraw_limit(limit, reason="No.", by=officer)
    with pytest.raises(NotAllowed, match="set the sign-off limit"):
        withdraw_limit(limit, reason="No.", by=lead)


@pytest.mark.parametrize(("name", "queries"), [(LIMIT, 4), (COUNTING, 4)])
def test_the_pages_take_as_many_queries_for_many_settings(client_as, officer, name, queries):
    client, taken = client_as(officer), []
    client.get(reverse(name))
    for days in (1, 5):
        for ahead in range(10 * days, 10 * days + days):
            set_limit(amount=Decimal(9000), effective_from=today() + ahead * TOMORROW, by=officer)
            set_counting(payers=["top_up"], one_offs=True, effective_from=today() + ahead * TOMORROW, by=officer)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        taken.append(len(captured))
    assert taken == [queries, queries]
