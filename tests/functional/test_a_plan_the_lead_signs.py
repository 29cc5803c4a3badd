"""A child's case all the way, each step by the right person, to a plan that the Lead signs: in four stretches."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from base.clock import today
from casework.enums import Stage
from casework.models import Case
from tests.factories.journeys import a_case_at, the_people
from tests.functional import steps

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_request_to_the_submitted_form(visit) -> None:
    people = the_people()
    coordinator, lead = visit(people.coordinator), visit(people.verifier)
    path = steps.open_a_case(coordinator, requested_on=today() - timedelta(days=1))
    steps.decide_to_assess(lead, path)
    steps.gather_reports(coordinator, path)
    steps.score(coordinator, path)
    assert Case.objects.get().stage == Stage.VERIFICATION


def test_from_the_verification_to_the_indicative_resource(visit) -> None:
    people = the_people()
    path = f"/cases/{a_case_at(Stage.VERIFICATION, people).reference}/"
    steps.verify(visit(people.verifier), path)
    steps.moderate_and_allocate(visit(people.officer), path)
    assert Case.objects.get().stage == Stage.DRAFTING


def test_from_the_first_line_to_the_signature(visit) -> None:
    people, day = the_people(), today()
    path = f"/cases/{a_case_at(Stage.DRAFTING, people).reference}/"
    coordinator, lead = visit(people.coordinator), visit(people.verifier)
    steps.draft(coordinator, path, day)
    steps.hold_the_tac(coordinator, path, day, hours="6.5")
    coordinator.go(path)
    coordinator.see("£3,900.00 is within the indicative resource of £4,000.00")
    coordinator.click("Take to sign-off")
    coordinator.click("Take the plan to sign-off")

    lead.go(path)
    lead.see("so somebody else must do this")
    signer = visit(people.signer)
    signer.go("/")
    signer.go(path)
    signer.click("Sign the plan off")
    signer.click("Sign the plan off")
    signer.go(path)
    signer.see("The plan is being finalised")


def test_from_the_draft_served_to_the_final_plan_issued(visit) -> None:
    """The draft served; the family's 15 days; views, placement, the final plan and its PDF."""
    people, day = the_people(), today()
    path = f"/cases/{a_case_at(Stage.FINALISING, people).reference}/"
    coordinator = visit(people.coordinator)
    coordinator.go(path)
    coordinator.click("Serve the draft plan")
    steps.fill_day(coordinator, "Date the draft was served", day)
    coordinator.click("Record that the draft was served")
    coordinator.go(path)
    coordinator.see("The family has until")
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=True):
        coordinator = visit(people.coordinator)
        coordinator.go(f"{path}finalising/family-views/")
        steps.fill_day(coordinator, "Date received", today())
        coordinator.page.get_by_role("textbox").last.fill("We agree with the plan.")
        coordinator.click("Save the family’s views")
        coordinator.go(f"{path}finalising/placement/")
        coordinator.page.get_by_label("Type of placement (optional)").fill("Mainstream secondary school")
        coordinator.click("Name the placement")
        coordinator.go(path)
        coordinator.click("Issue the final plan")
        coordinator.click("Issue the final plan")
        call_command("db_worker", batch=True, interval=0, verbosity=0)
        coordinator.go(path)
        coordinator.see("The plan is maintained")
        with coordinator.page.expect_download() as downloading:
            coordinator.page.get_by_text("Open the final plan (PDF)").first.click()
        assert downloading.value.path().read_bytes().startswith(b"%PDF")
        coordinator.go(f"{path}history/")
        coordinator.see("issued the final plan")
    assert Case.objects.get().stage == Stage.MAINTAINED
