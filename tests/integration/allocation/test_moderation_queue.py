"""The queue of moderation: in what order, what it says of each case, for whom, and with how many queries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from allocation.models import RangeCheck
from allocation.moderation.actions import moderation_queue
from allocation.starter import load_starter_tables
from allocation.tables.actions import default_table
from base.clock import now, today
from casework.enums import Stage
from casework.models import Case, StageMove
from scoring.models import RasForm
from scoring.second.actions import ask_second_scoring
from tests.factories.cases import an_open_case
from tests.factories.forms import a_verified_form
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

URL = reverse("allocation:moderation_queue")


def text(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def a_waiting_case(
    form: RasForm, gap: str | None, *, points: int = 125, reason: str = "Every form is moderated."
) -> Case:
    """A case at moderation whose range check found this gap; written at once, for there are many."""
    case = an_open_case(form.started_by)
    Case.objects.filter(pk=case.pk).update(stage=Stage.MODERATION, range_gap=gap)
    by = form.started_by
    StageMove.objects.create(
        case=case, from_stage=Stage.VERIFICATION, to_stage=Stage.MODERATION, moved_at=now(), moved_by=by, reason=reason
    )
    own = RasForm.objects.create(
        case=case,
        framework=form.framework,
        status="verified",
        started_at=now(),
        started_by=by,
        edited_at=now(),
        edited_by=by,
    )
    figures = {"lower_quartile": 3900, "median": 4000, "upper_quartile": 5100, "gap": gap} if gap else {}
    RangeCheck.objects.create(
        form=own,
        table=default_table(today()),
        points=points,
        proposed_amount=Decimal(4000) + Decimal(gap or 0),
        similar_count=10 if gap else 3,
        is_outside=True,
        checked_at=now(),
        **figures,
    )
    return case


@pytest.fixture
def form(coordinator, lead):
    load_starter_tables()
    return a_verified_form(coordinator, lead)


@pytest.mark.both_databases
def test_too_few_to_tell_come_first_then_the_largest_gap(form, officer):
    small, large, untold = a_waiting_case(form, "200"), a_waiting_case(form, "2000.50"), a_waiting_case(form, None)
    assert list(moderation_queue(officer)) == [form.case, untold, large, small]


def test_each_row_says_what_the_officer_needs(form, officer, client_as):
    case = a_waiting_case(form, "2000", points=168, reason="£6,000 lies above the middle half.")
    a_waiting_case(form, None)
    page = text(client_as(officer).get(URL))
    assert "3 cases at moderation" in page
    for message in (case.child.full_name, case.reference, "168", "£6,000", "£3,900 to £5,100", "£2,000"):
        assert message in page
    assert "£6,000 lies above the middle half." in page
    assert "3 similar cases are too few to tell: at least 5 are needed." in page


def test_nobody_waiting_is_said(officer, client_as):
    assert "No case is waiting for moderation." in text(client_as(officer).get(URL))


def test_a_case_to_be_scored_blind_is_left_out(form, officer):
    case = a_waiting_case(form, "200")
    both = a_person(Role.LEAD_SEND_COORDINATOR, Role.CASE_COORDINATOR)
    ask_second_scoring(form.case, both, by=officer)
    assert list(moderation_queue(officer)) == [form.case, case]
    assert list(moderation_queue(both)) == [case]


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("lead", 200), ("coordinator", 403), ("chair", 403)])
def test_who_may_read_it(client_as, request, who, status):
    response = client_as(request.getfixturevalue(who)).get(URL)
    assert response.status_code == status
    if status == 403:
        assert "Only a Personalisation Officer or Lead SEND Co-ordinator can read the moderation queue." in text(
            response
        )


@pytest.mark.parametrize("others", [0, 50])
def test_the_queue_takes_the_same_queries(form, officer, client_as, others, django_assert_num_queries):
    for number in range(others):
        a_waiting_case(form, str(number + 1))
    client = client_as(officer)
    client.get(URL)
    with django_assert_num_queries(QUERIES + bool(others)):  # and the count, where there is more than a page
        page = text(client.get(URL))
    if others:
        assert "page=2" in page


QUERIES = 7  # one of them the row in the trail
"""Session, person, page, range checks, reasons."""
