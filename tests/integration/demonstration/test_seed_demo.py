"""The demonstration, as its command makes it: by real actions, only while DEBUG is on."""

import pytest
import time_machine
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from audit.verification import verify
from casework.enums import CaseKind, Stage
from casework.models import Case
from operations.mail.queries import mails_not_gone

pytestmark = pytest.mark.django_db

RECORDED_TWICE = 1
"""A child for whom a second case was opened, so that two records can be merged."""


@pytest.fixture
def on_a_development_server(settings) -> None:
    settings.DEMONSTRATION = True


@pytest.mark.slow
@time_machine.travel("2026-11-20 10:00", tick=True)
def test_cases_live_up_to_their_stages(on_a_development_server) -> None:
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
