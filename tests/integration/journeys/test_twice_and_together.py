"""A double click, two people at once, and a page left open: nothing is done twice, nothing is lost."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from base.refusals import Refused
from casework.enums import Stage
from casework.models import Case, ProvisionLine
from casework.versions.actions import plan_version_of
from panels.models import SignOff
from panels.signing.actions import sign_off_plan
from scoring.enums import FormActKind
from scoring.models import RasForm
from scoring.rasform.actions import note_opened, recall_form
from tests.factories.forms import a_submitted_form
from tests.factories.journeys import a_case_at, the_people
from tests.factories.people import a_person

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_sign_at_once_sign_once() -> None:
    people = the_people()
    case = a_case_at(Stage.SIGN_OFF, people)
    another = a_person(*people.signer.roles, full_name="Another Lead")

    def sign(user: User) -> str:
        try:
            sign_off_plan(Case.objects.get(pk=case.pk), by=user)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "signed"

    with ThreadPoolExecutor(2) as together:
        answers = sorted(together.map(sign, [people.signer, another]))
    assert "signed" in answers
    assert len(set(answers)) == 2
    assert SignOff.objects.count() == 1
    assert Case.objects.get().stage == Stage.FINALISING


@pytest.mark.django_db
def test_a_button_pressed_twice_adds_one_line(client_as) -> None:
    people = the_people()
    case = a_case_at(Stage.TAC, people)
    client, url = client_as(people.coordinator), reverse("allocation:provision_add", args=[case.reference])
    form = client.get(url).context["form"]
    taf = next(key for key, label in form.fields["unit_cost"].choices if "TAF" in str(label))
    sent = {
        "description": "An adult at lunch",
        "unit_cost": taf,
        "quantity": "1",
        "shared_by": "1",
        "payer": "top_up",
        "section": "F",
        "form_token": str(uuid.uuid4()),
    }
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert ProvisionLine.objects.filter(description="An adult at lunch").count() == 1


@pytest.mark.django_db
def test_a_lead_signs_the_plan_they_read_and_no_other(client_as) -> None:
    """A page drawn before the plan's last edit signs nothing and says who changed it; drawn again, it signs."""
    people = the_people()
    case = a_case_at(Stage.SIGN_OFF, people)
    client, version = client_as(people.signer), plan_version_of(case).version
    url = reverse("panels:plan_sign_off", args=[case.reference])
    stale = client.post(url, {"expected_version": version - 1})
    assert "Amina Yusuf changed" in stale.text
    assert not SignOff.objects.exists()
    assert client.post(url, {"expected_version": version}).status_code == 302
    assert SignOff.objects.get().signed_by == people.signer


@pytest.mark.django_db(transaction=True)
def test_a_form_is_taken_back_or_read_and_never_both(coordinator, lead) -> None:
    form = a_submitted_form(coordinator)

    def recall() -> str:
        return recall_form(RasForm.objects.get(pk=form.pk), by=coordinator).get_status_display()

    def read() -> None:
        note_opened(RasForm.objects.get(pk=form.pk), by=lead)

    def done_or_refused(act: Callable[[], str | None]) -> str | None:
        try:
            return act()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as together:
        recalled, _ = together.map(done_or_refused, [recall, read])
    was_opened = form.acts.filter(kind=FormActKind.OPENED).exists()
    assert RasForm.objects.get().is_draft is not was_opened
    if was_opened:
        assert str(recalled).startswith("You can no longer take the RAS form back: Dan Pryce opened it on")
    else:
        assert recalled == "Being scored"
