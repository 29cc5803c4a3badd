"""A form that does not go to moderation: the Lead allocates what the converter proposes, or sends it there."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from allocation.allocating.actions import allocate, send_to_moderation
from allocation.allocating.permissions import check_user_can_allocate
from allocation.models import Allocation, AllocationTable
from allocation.starter import load_starter_tables
from allocation.tables.actions import default_table, rule_of
from allocation.tables.rules import convert
from base.clock import today
from base.refusals import NotAllowed, Refused
from casework.cases.permissions import check_separation_of_duties
from casework.enums import Part, Stage
from casework.models import Case, CasePart
from scoring.enums import ModerationMode
from scoring.reviews.actions import verify_form
from scoring.scores.queries import form_of, points_of
from scoring.settings.actions import set_scoring
from tests.factories.forms import a_submitted_form, all_agreed
from tests.factories.people import a_person
from tests.factories.similar import Stored, stored_cases

pytestmark = pytest.mark.django_db

SENTENCE = (
    "Only the Personalisation Officer can allocate another figure than the converter’s. Send the form to moderation."
)
HIGH = (3,) * 5 + (0,) * 5


@pytest.fixture
def case(coordinator, lead, officer):
    """Verified by the Lead, and spared moderation by a sample that it did not fall to."""
    load_starter_tables()
    set_scoring(moderation=ModerationMode.SAMPLE, moderate_every=1000, second_score_every=0, by=officer)
    form = a_submitted_form(coordinator, HIGH)
    verify_form(form, all_agreed(form), by=lead)
    return Case.objects.select_related("child", "coordinator").get(pk=form.case_id)


@pytest.fixture
def proposed(case):
    """What the service's own table gives for the form's points, which is something."""
    amount = convert(rule_of(default_table(today())), points_of(form_of(case))).annual_amount
    assert amount == Decimal(1500)
    return amount


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def allocate_url(case):
    return reverse("allocation:allocate", args=[case.reference])


def give(case, by, amount, table=None, reason="Because."):
    return allocate(case, table=table or default_table(today()), amount=amount, reason=reason, by=by)


@pytest.mark.both_databases
def test_the_verifying_lead_allocates_what_the_converter_proposes(case, lead, proposed):
    made = give(case, lead, proposed, reason="")
    case.refresh_from_db()
    assert (made.amount, case.stage) == (proposed, Stage.DRAFTING)


def test_another_lead_who_allocates_may_not_sign_either(case, other_lead, proposed):
    give(case, other_lead, proposed)
    assert CasePart.objects.filter(case=case, person=other_lead, part=Part.VERIFIER).exists()
    with pytest.raises(NotAllowed, match="of this case, so somebody else must do this"):
        check_separation_of_duties(other_lead, case, Part.SIGNER)


def test_a_lead_gives_no_other_figure_and_converts_with_no_other_table(case, lead, proposed):
    for amount, table in ((proposed + 1, None), (proposed, AllocationTable.objects.get(slug="newcastle-points"))):
        with pytest.raises(Refused, match=SENTENCE):
            give(case, lead, amount, table, reason="")
    assert not Allocation.objects.exists()


def test_who_scored_it_may_not_allocate_and_no_officer_does(case, coordinator, officer, proposed):
    both = a_person(Role.LEAD_SEND_COORDINATOR, Role.CASE_COORDINATOR)
    CasePart.objects.create(case=case, person=both, part=Part.SCORER, taken_at=case.opened_at)
    with pytest.raises(NotAllowed, match="of this case, so somebody else must do this"):
        give(case, both, proposed)
    for person in (officer, coordinator):
        with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can allocate"):
            give(case, person, proposed)


def test_there_must_be_a_verified_form(case, lead):
    with pytest.raises(Refused, match="must be verified before"):
        check_user_can_allocate(lead, case, None)


def test_the_page_has_one_figure_and_says_who_may_give_another(case, lead, client_as, proposed):
    client = client_as(lead)
    page = text(client.get(allocate_url(case)))
    assert "Allocate £1,500" in page
    assert "The verified RAS form has" in page
    assert SENTENCE in page
    assert reverse("allocation:send_to_moderation", args=[case.reference]) in page
    assert "Another figure" not in page
    assert "Convert with another table" not in page
    data = {"table": "newcastle-primary-bands", "proposed": "newcastle-primary-bands 1500.00"}
    response = client.post(allocate_url(case), data)
    assert response.url == reverse("allocation:allocation_detail", args=[case.reference])
    assert Allocation.objects.get().amount == proposed
    assert "verified; the form needed no moderation" in text(client.get(response.url))


def test_a_page_that_showed_another_figure_is_told_so(case, lead, client_as):
    data = {"table": "newcastle-primary-bands", "proposed": "newcastle-primary-bands 500.00"}
    page = text(client_as(lead).post(allocate_url(case), data))
    assert "The converter proposes another figure by now." in page
    assert not Allocation.objects.exists()


def test_the_case_page_says_why_it_is_not_moderated_and_what_comes_next(case, lead, client_as):
    page = text(client_as(lead).get(reverse("casework:case_detail", args=[case.reference])))
    assert "Needs no moderation" in page
    assert "It did not fall to the sample: every 1000th form is moderated." in page
    assert "Allocate the indicative resource" in page
    assert "Send the form to moderation" in page


class TestSendingToModeration:
    def url(self, case):
        return reverse("allocation:send_to_moderation", args=[case.reference])

    def test_a_lead_sends_it_with_a_reason(self, case, lead, officer, client_as):
        response = client_as(lead).post(self.url(case), {"reason": "Two outcomes seem high."}, follow=True)
        case.refresh_from_db()
        assert case.stage == Stage.MODERATION
        assert "The RAS form is sent to moderation." in text(response)
        assert "Two outcomes seem high." in text(client_as(officer).get(reverse("allocation:moderation_queue")))
        history = text(client_as(lead).get(reverse("casework:case_history", args=[case.reference])))
        assert "sent the RAS form to moderation, because: Two outcomes seem high." in history

    def test_without_a_reason_nothing_moves(self, case, lead, client_as):
        page = text(client_as(lead).post(self.url(case), {"reason": "  "}))
        assert "Enter why the form should be moderated" in page
        case.refresh_from_db()
        assert case.stage == Stage.ALLOCATION
        with pytest.raises(Refused, match="Enter why the form should be moderated"):
            send_to_moderation(case, reason=" ", by=lead)

    def test_only_a_lead_and_only_while_it_waits(self, case, lead, officer):
        with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can send a RAS form"):
            send_to_moderation(case, reason="Look.", by=officer)
        send_to_moderation(case, reason="Look.", by=lead)
        with pytest.raises(Refused, match="now: the case is at"):
            send_to_moderation(case, reason="Look.", by=lead)


@pytest.mark.parametrize("page", ["allocation:allocate", "scoring:second_ask"])
def test_what_is_sent_by_somebody_else_does_not_open_the_page(case, coordinator, client_as, page):
    answer = client_as(coordinator).post(reverse(page, args=[case.reference]), {"decision": "nothing"})
    assert "Similar cases" not in text(answer)
    assert answer.status_code == 403


@pytest.mark.parametrize("data", [{}, {"table": "newcastle-primary-bands", "decision": "as_proposed", "reason": ""}])
def test_before_the_form_is_verified_nobody_is_shown_what_it_comes_to(coordinator, lead, client_as, data):
    load_starter_tables()
    form = a_submitted_form(coordinator, HIGH)
    response = client_as(lead).post(allocate_url(form.case), data)
    assert response.status_code in (302, 403)
    assert "£" not in text(response)


def test_a_figure_outside_all_similar_cases_is_asked_for_once_more_of_the_lead_too(case, lead, proposed, client_as):
    stored_cases(form_of(case), [Stored(bytes([50] * 10), amount=Decimal(6000)) for _ in range(5)])
    client, url = client_as(lead), reverse("allocation:allocate", args=[case.reference])
    table = default_table(today()).slug
    sent = {"table": table, "proposed": f"{table} {proposed}"}
    page = text(client.post(url, sent))
    assert "£1,500.00 a year is below all 5 similar cases: the lowest came to £6,000.00." in page
    assert not Allocation.objects.exists()
    client.post(url, sent | {"asked_of": f"{table} {proposed}", "confirmed": "on"})
    assert Allocation.objects.get().amount == proposed
