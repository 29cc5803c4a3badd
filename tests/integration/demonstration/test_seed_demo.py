"""The demonstration, as its command makes it: by real actions, only while DEBUG is on."""

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from audit.verification import verify
from casework.cases.actions import move_case
from casework.enums import CaseKind, Stage
from casework.models import Case, SearchWord
from casework.names.actions import mend_search_words
from demonstration.multiplying import models_copied
from operations.mail.queries import mails_not_gone
from tests.factories.cases import an_open_case

pytestmark = pytest.mark.django_db

RECORDED_TWICE = 1
"""A child for whom a second case was opened, so that two records can be merged."""


@pytest.fixture
def on_a_development_server(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.mark.slow
@time_machine.travel("2026-11-20 10:00", tick=True)
def test_cases_live_up_to_their_stages(on_a_development_server, client_as) -> None:
    """On a day of its own: what a few cases have come to by then depends on weekends and holidays before it."""
    call_command("seed_demo", cases=14, seed=4, verbosity=0)
    call_command("mend_days", check=True)
    stages = set(Case.objects.values_list("stage", flat=True))
    assert Case.objects.filter(kind=CaseKind.INITIAL_ASSESSMENT).count() == 14 + RECORDED_TWICE
    assert {Stage.REQUESTED, Stage.SCORING, Stage.TAC, Stage.PANEL, Stage.SIGN_OFF} <= stages
    moments = list(AuditEvent.objects.order_by("sequence").values_list("at", flat=True))
    seeded = moments[-200:]
    assert seeded == sorted(seeded)
    assert verify().problem == ""
    assert mails_not_gone().get().account.full_name == "Ruth Osei"
    check_it_can_be_multiplied(client_as, 3)


def check_it_can_be_multiplied(client_as, times: int) -> None:
    """The seeding is what takes long, so it is done once for both."""
    before = {model: model._default_manager.count() for model in models_copied()}
    first = list(Case.objects.order_by("pk"))
    call_command("multiply_cases", to=times * len(first), verbosity=0)
    assert all(
        model._default_manager.count() == times * count for model, count in before.items() if model != SearchWord
    )
    connection.check_constraints()
    assert verify().problem == ""
    assert mend_search_words(is_dry=True) == []
    case = Case.objects.filter(stage=Stage.TAC).latest("pk")
    assert case not in first
    assert AuditEvent.objects.filter(case_id=case.pk).exists()
    client = client_as(case.coordinator)
    for page in ("case_detail", "report_list", "case_history", "plan_detail"):
        assert client.get(reverse(f"casework:{page}", args=[case.reference])).status_code == 200
    own = Case.objects.filter(coordinator=case.coordinator)
    assert own.count() == Case.objects.filter(coordinator__full_name=case.coordinator.full_name.split(" 1")[0]).count()
    lead = User.objects.get(full_name="Ruth Osei")
    assert f"{times * len(first)}" in client_as(lead).get(reverse("casework:case_list")).content.decode()
    move_case(case, Stage.SIGN_OFF, by=lead)
    assert verify().problem == ""


@pytest.mark.both_databases
def test_a_demonstration_that_is_there_is_left_alone(on_a_development_server, capsys) -> None:
    call_command("seed_demo", cases=1, seed=1)
    call_command("seed_demo", cases=5, seed=1, if_empty=True)
    assert Case.objects.count() == 1
    assert "There are cases already: nothing was made." in capsys.readouterr().out


def test_in_service_it_is_refused(settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="only on a development server"):
        call_command("seed_demo", cases=1)
    assert not Case.objects.exists()


@pytest.mark.parametrize("cases", [0, 20_001])
def test_it_makes_a_sensible_number(cases: int) -> None:
    with pytest.raises(CommandError, match="Ask for 1 to 20000 cases"):
        call_command("seed_demo", cases=cases)


def test_nothing_but_a_demonstration_is_multiplied(settings, coordinator) -> None:
    def refusal(to: int = 100) -> str:
        with pytest.raises(CommandError) as caught:
            call_command("multiply_cases", to=to)
        return str(caught.value)

    settings.DEMONSTRATION = False
    assert refusal() == "Cases are multiplied only on a development server (DEBUG on)."
    settings.DEMONSTRATION = True
    assert refusal() == "There are no cases to multiply. Make some with seed_demo first."
    an_open_case(coordinator)
    assert refusal() == "There are cases here that are not the demonstration’s, so nothing is multiplied."
    User.objects.update(is_demonstration=True)
    assert refusal(1) == "There is 1 case already. Ask for 2 or more."
    assert Case.objects.count() == 1
