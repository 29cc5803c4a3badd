"""Approved, served, heard, placed, issued: in that order, with the family's 15 days in full."""

import io
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest

import casework.tasks
from adapters.pdf import PdfUnavailable, is_available
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.cases.actions import move_case
from casework.enums import DocumentKind, PlanStatus, SectionLetter, Stage
from casework.finalising.actions import (
    approve_plan,
    issue_final_plan,
    name_placement,
    prepare_draft,
    record_family_views,
    serve_draft,
)
from casework.models import PlanDocument
from casework.plan.actions import save_outcome, save_section
from casework.plan.presenters import plan_as_html
from casework.tasks import make_plan_document
from casework.versions.actions import order_document_again
from tests.factories.plans import (
    a_concluded_meeting,
    a_plan_to_issue,
    a_served_plan,
    an_approved_plan,
)

DAY = timedelta(days=1)


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


def test_approval_keeps_who_when_and_how_much(coordinator, lead):
    plan_version = an_approved_plan(coordinator, lead)
    assert (plan_version.status, plan_version.approved_by) == (PlanStatus.APPROVED, lead)
    assert plan_version.agreed_amount == Decimal("4200.00")
    assert plan_version.case.parts.get(part="signer").person == lead
    plan_version.case.refresh_from_db()
    assert plan_version.case.stage == Stage.FINALISING


def test_nobody_approves_their_own_plan_or_too_early(coordinator, lead):
    case = a_concluded_meeting(coordinator).case
    amount = Decimal("4200.00")
    assert "You cannot approve the plan now" in refusal(approve_plan, case, agreed_amount=amount, by=lead)
    move_case(case, Stage.SIGN_OFF, by=coordinator)
    with pytest.raises(NotAllowed, match="of this case, so somebody else must do this"):
        approve_plan(case, agreed_amount=amount, by=coordinator)


def test_what_was_approved_stays_and_the_rest_may_follow_the_family(coordinator):
    plan_version = a_served_plan(coordinator)
    save_section(plan_version, "A", "He loves buses.", by=coordinator)
    message = refusal(save_section, plan_version, "F", "More.", by=coordinator)
    assert message == (
        "Section F cannot be changed here: outcomes and provision were approved with the plan. "
        "Take it back to the TAC to change them."
    )
    assert "You cannot write the plan now" in refusal(
        save_outcome, plan_version, text="x", achieve_by=today() + DAY, by=coordinator
    )


def test_the_draft_is_served_once_on_a_day_that_was(coordinator):
    case = an_approved_plan(coordinator).case
    assert refusal(serve_draft, case, served_on=today() + DAY, by=coordinator) == (
        "The date the draft was served must be today or in the past."
    )
    assert "the day the plan was approved." in refusal(serve_draft, case, served_on=today() - DAY, by=coordinator)
    serve_draft(case, served_on=today(), by=coordinator)
    assert "The draft was already served on" in refusal(serve_draft, case, served_on=today(), by=coordinator)
    assert "The draft was already served on" in refusal(prepare_draft, case, by=coordinator)


def test_a_draft_with_letters_that_cannot_be_printed_is_not_served(coordinator):
    plan_version = an_approved_plan(coordinator)
    save_section(plan_version, SectionLetter.A, "Likes 🐈 and\n- \U00013080\n- मेरा बेटा", by=coordinator)
    plan_version.outcomes.update(text="Reads \ue123 and \ue124 aloud")
    sentences = (
        "No font can print “\U00013080” (U+13080) in section A. Write it another way before the plan is served. "
        "No font can print “\ue123” (U+E123) and “\ue124” (U+E124) in section E. "
        "Take the plan back to the TAC to write them another way before the plan is served."
    )
    assert refusal(serve_draft, plan_version.case, served_on=today(), by=coordinator) == sentences
    assert refusal(prepare_draft, plan_version.case, by=coordinator) == sentences
    save_section(plan_version, SectionLetter.A, "Likes 🐈", by=coordinator)
    plan_version.outcomes.update(text="Reads aloud")
    assert serve_draft(plan_version.case, served_on=today(), by=coordinator).draft_served_on == today()


def test_a_final_plan_with_letters_that_cannot_be_printed_is_not_issued(coordinator):
    plan_version = a_plan_to_issue(coordinator)
    plan_version.placement_type = "A school \U00013080"
    plan_version.save()
    with acting_at(now() + 16 * DAY):
        assert refusal(issue_final_plan, plan_version.case, by=coordinator) == (
            "No font can print “\U00013080” (U+13080) in section I. Write it another way before the plan is served."
        )


def test_nothing_follows_before_the_draft_is_served(coordinator):
    case = an_approved_plan(coordinator).case
    yet = "yet: the draft plan has not been served on the family."
    assert yet in refusal(record_family_views, case, text="x", received_on=today(), by=coordinator)
    assert yet in refusal(name_placement, case, setting=None, placement_type="x", by=coordinator)
    assert yet in refusal(issue_final_plan, case, by=coordinator)


def test_views_say_something_after_the_draft(coordinator):
    case = a_served_plan(coordinator).case
    assert refusal(record_family_views, case, text=" ", received_on=today(), by=coordinator).startswith("Enter what")
    assert "must be today or in the past" in refusal(
        record_family_views, case, text="x", received_on=today() + DAY, by=coordinator
    )
    assert "the day the draft was served" in refusal(
        record_family_views, case, text="x", received_on=today() - DAY, by=coordinator
    )


def test_a_placement_is_a_setting_or_a_type(coordinator):
    case = a_served_plan(coordinator).case
    message = refusal(name_placement, case, setting=None, placement_type=" ", by=coordinator)
    assert message == "Name the placement (section I) before issuing the final plan."


@pytest.mark.parametrize(("days", "is_open"), [(0, False), (14, False), (15, True)])
def test_fifteen_days_run_in_full_even_when_the_family_answered_early(coordinator, days, is_open):
    plan_version = a_plan_to_issue(coordinator)
    with acting_at(now() + days * DAY):
        if is_open:
            assert issue_final_plan(plan_version.case, by=coordinator).status == PlanStatus.ISSUED
        else:
            message = refusal(issue_final_plan, plan_version.case, by=coordinator)
            assert message.startswith("The family has until")
            assert "The final plan can be issued from" in message


def test_a_placement_is_needed_and_only_the_coordinator_issues(coordinator, lead):
    plan_version = a_served_plan(coordinator)
    with acting_at(now() + 15 * DAY):
        assert "Name the placement" in refusal(issue_final_plan, plan_version.case, by=coordinator)
        assert (
            refusal(issue_final_plan, plan_version.case, by=lead)
            == "Only a Case Co-ordinator can issue the final plan. Ask one of them to do it."
        )


@pytest.fixture
def issued(coordinator, lead, django_capture_on_commit_callbacks):
    """An issued plan whose task was not run yet."""
    lead.job_title = "SEND Manager"
    lead.save()
    plan_version = a_plan_to_issue(coordinator, lead)
    with acting_at(now() + 15 * DAY):
        return issue_final_plan(plan_version.case, by=coordinator)


def final_of(plan_version):
    return PlanDocument.objects.get(plan_version=plan_version, kind=DocumentKind.FINAL)


def make(document):
    make_plan_document.func(document.pk)
    document.refresh_from_db()
    return document


def test_the_final_plan_is_ordered_and_the_case_is_maintained(issued):
    assert issued.case.stage == Stage.MAINTAINED
    assert final_of(issued).is_ready is False


@pytest.mark.skipif(not is_available(), reason="Pango is not installed")
def test_the_pdf_is_accessible_signed_and_has_no_pounds(issued):
    document = make(final_of(issued))
    assert document.pages >= 1
    with document.content.open("rb") as content:
        data = content.read()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]).startswith("Education, Health and Care plan: Rowan Ellis")
        with pdf.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == "1"
    html = plan_as_html(issued, DocumentKind.FINAL)
    assert "£" not in html
    assert "4200" not in html
    assert "4,200" not in html
    for words in ("7 hours a week", "Mainstream secondary school", "Dan Pryce", "SEND Manager, on behalf of"):
        assert words in html


@pytest.mark.skipif(not is_available(), reason="Pango is not installed")
def test_the_task_may_run_twice(issued):
    document = make(final_of(issued))
    before = document.sha256, document.content.name
    make(document)
    assert (document.sha256, document.content.name) == before


def test_a_task_for_a_document_that_is_gone_does_nothing(db):
    make_plan_document.func(999_999)


def test_without_pango_the_document_says_so_and_may_be_tried_again(issued, coordinator, monkeypatch):
    def missing(html, *, static):
        raise PdfUnavailable("no Pango")

    monkeypatch.setattr(casework.tasks, "print_pdf", missing)
    document = make(final_of(issued))
    assert document.failure == "This server cannot make PDFs: the Pango libraries are not installed."
    assert order_document_again(document, by=coordinator).failure == ""


def test_any_other_failure_is_said_and_raised(issued, monkeypatch):
    def broken(html, *, static):
        raise RuntimeError("boom")

    monkeypatch.setattr(casework.tasks, "print_pdf", broken)
    document = final_of(issued)
    with pytest.raises(RuntimeError):
        make(document)
    document.refresh_from_db()
    assert document.failure.startswith("The PDF could not be made.")


def test_the_draft_leaves_out_the_placement_and_the_signature(coordinator, lead):
    plan_version = a_plan_to_issue(coordinator, lead)
    html = plan_as_html(plan_version, DocumentKind.DRAFT)
    assert "Mainstream secondary school" not in html
    assert "Dan Pryce" not in html
    assert "at least 15 days" in html


def test_a_draft_is_prepared_anew_until_it_is_served(coordinator):
    case = an_approved_plan(coordinator).case
    first = prepare_draft(case, by=coordinator)
    again = prepare_draft(case, by=coordinator)
    assert again.pk != first.pk
    serve_draft(case, served_on=today(), by=coordinator)
    assert PlanDocument.objects.get().pk == again.pk
