"""PDFs of a plan: one whose task a killed worker took is taken up again, and one that went stale is forgotten."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from base.clock import acting_at, now, today
from casework.enums import DocumentKind, SectionLetter, Stage
from casework.finalising.actions import serve_draft
from casework.models import PlanDocument
from casework.plan.actions import save_section
from casework.versions.actions import (
    keep_document,
    note_failure,
    order_document,
    order_document_again,
    plan_version_of,
)
from operations.tasks.queries import progress_of
from tests.factories.journeys import a_case_at, the_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ordered() -> PlanDocument:
    """A PDF ordered eleven minutes ago, its task waiting."""
    people = the_people()
    plan_version = plan_version_of(a_case_at(Stage.FINALISING, people))
    with acting_at(now() - timedelta(minutes=11)):
        return order_document(plan_version, DocumentKind.DRAFT, "<p>The draft</p>", by=people.coordinator)


def test_one_whose_task_waits_is_not_ordered_twice(ordered: PlanDocument) -> None:
    order_document_again(ordered, by=ordered.ordered_by)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [ordered.pk]


def test_one_whose_task_is_gone_may_be_made_again(ordered: PlanDocument) -> None:
    DBTaskResult.objects.all().delete()
    assert progress_of(ordered).may_be_ordered_again
    order_document_again(ordered, by=ordered.ordered_by)
    assert progress_of(ordered).state == "waiting"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [ordered.pk]


def test_an_order_that_is_taken_back_leaves_no_task() -> None:
    people = the_people()
    plan_version = plan_version_of(a_case_at(Stage.FINALISING, people))
    with transaction.atomic():
        order_document(plan_version, DocumentKind.DRAFT, "<p>The draft</p>", by=people.coordinator)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_an_edit_of_the_approved_plan_forgets_a_draft_that_nobody_was_served(ordered: PlanDocument) -> None:
    plan_version = ordered.plan_version
    save_section(plan_version, SectionLetter.B, "Said better.", by=plan_version.case.coordinator)
    assert not PlanDocument.objects.exists()


def test_an_edit_after_the_draft_was_served_keeps_what_the_family_got(ordered: PlanDocument) -> None:
    plan_version = ordered.plan_version
    serve_draft(plan_version.case, served_on=today(), by=plan_version.case.coordinator)
    save_section(plan_version, SectionLetter.B, "Said better.", by=plan_version.case.coordinator)
    assert PlanDocument.objects.get().html == "<p>The draft</p>"


def test_one_that_is_forgotten_while_it_is_made_is_not_kept(ordered: PlanDocument) -> None:
    plan_version = ordered.plan_version
    save_section(plan_version, SectionLetter.B, "Said better.", by=plan_version.case.coordinator)
    keep_document(ordered, b"%PDF-1.7", pages=3)
    note_failure(ordered, "It could not be made.")
    assert not PlanDocument.objects.exists()
