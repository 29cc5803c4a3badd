"""The last steps on pages: serve, hear, place, issue, and the PDF."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from adapters.pdf import is_available
from base.clock import acting_at, now, today
from base.words import day_in_words
from casework.enums import PlanStatus, Stage
from casework.finalising.actions import issue_final_plan, prepare_draft, weigh_again
from casework.models import PlanDocument
from casework.plan.actions import save_section
from casework.tasks import make_plan_document
from casework.versions.actions import keep_document, plan_version_of
from tests.factories.cases import SettingFactory
from tests.factories.plans import a_plan_to_issue, a_served_plan, an_approved_plan


def url(case, name, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def the_day(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.mark.both_databases
def test_the_steps_one_after_the_other(coordinator, client_as):
    case = an_approved_plan(coordinator).case
    client = client_as(coordinator)
    assert "Not yet" in client.get(url(case, "final_detail")).content.decode()
    client.post(url(case, "final_serve"), the_day("served_on", today()))
    assert "15 days, until the end of" in client.get(url(case, "final_detail")).content.decode()
    client.post(url(case, "final_views"), {"text": "We are happy.", **the_day("received_on", today())})
    setting = SettingFactory.create()
    client.post(url(case, "final_placement"), {"setting": setting.pk, "placement_type": "Mainstream"})
    page = client.get(url(case, "final_detail")).content.decode()
    for words in ("We are happy.", "Hillside Academy, Mainstream", "The final plan can be issued from"):
        assert words in page


def test_issuing_before_the_days_have_run_is_refused(coordinator, client_as):
    case = a_plan_to_issue(coordinator).case
    client = client_as(coordinator)
    assert client.get(url(case, "final_issue")).status_code == 409
    assert "The final plan can be issued from" in client.post(url(case, "final_issue")).content.decode()


def test_issuing(coordinator, client_as):
    plan_version = a_plan_to_issue(coordinator)
    plan_version.draft_served_on -= timedelta(days=15)
    plan_version.family_views_on = plan_version.draft_served_on
    plan_version.save()
    client = client_as(coordinator)
    assert "cannot be changed once it is issued" in client.get(url(plan_version.case, "final_issue")).content.decode()
    page = client.post(url(plan_version.case, "final_issue"), follow=True).content.decode()
    assert "The final plan is issued. Its PDF is being prepared." in page
    plan_version.refresh_from_db()
    plan_version.case.refresh_from_db()
    assert (plan_version.status, plan_version.case.stage) == (PlanStatus.ISSUED, Stage.MAINTAINED)


def test_a_plan_issued_half_an_hour_after_midnight_in_summer_is_issued_on_that_day(coordinator, client_as):
    half_past_midnight = datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/London"))  # 30 June in UTC
    with acting_at(half_past_midnight - timedelta(days=20)):
        case = a_plan_to_issue(coordinator).case
    with acting_at(half_past_midnight):
        issue_final_plan(case, by=coordinator)
    client = client_as(coordinator)
    pages = [url(case, name) for name in ("case_detail", "final_detail", "case_history")]
    for page in (client.get(page).content.decode() for page in pages):
        assert "1 July 2026" in page
        assert "30 June 2026" not in page
    assert "Issued on 1 July 2026" in client.get(pages[0]).content.decode()


@pytest.fixture
def document(coordinator):
    """The final PDF of an issued plan, not made yet."""
    plan_version = a_plan_to_issue(coordinator)
    with acting_at(now() + timedelta(days=15)):
        issue_final_plan(plan_version.case, by=coordinator)
    return PlanDocument.objects.get(plan_version=plan_version, kind="final")


def test_the_pdf_is_being_prepared_and_then_there(document, lead, client_as):
    case, client = document.plan_version.case, client_as(lead)
    assert "the PDF is being prepared" in client.get(url(case, "plan_document", "final")).content.decode()
    if not is_available():
        return
    make_plan_document.func(document.pk)
    download = client.get(url(case, "plan_document", "final"))
    assert b"".join(download.streaming_content).startswith(b"%PDF-1.7")
    assert f'filename="EHC plan {case.reference} final.pdf"' in download["Content-Disposition"]
    assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_pdf_that_is_gone_from_the_store_is_a_page_that_says_so(document, lead, client_as):
    case = document.plan_version.case
    keep_document(document, b"%PDF-1.7", 1)
    document.refresh_from_db()
    document.content.storage.delete(document.content.name)
    page = client_as(lead).get(url(case, "plan_document", "final"))
    assert page.status_code == 409
    assert f"The file “EHC plan {case.reference} final.pdf” is not in the store. Tell the administrator" in page.text


def test_a_pdf_that_failed_is_explained_and_tried_again_by_the_coordinator(document, coordinator, lead, client_as):
    case = document.plan_version.case
    document.failure = "This server cannot make PDFs: the Pango libraries are not installed."
    document.save()
    assert "Make it again" not in client_as(lead).get(url(case, "plan_document", "final")).content.decode()
    client = client_as(coordinator)
    page = client.get(url(case, "plan_document", "final")).content.decode()
    assert "the PDF could not be made" in page
    assert "Make it again" in page
    assert (
        "is being prepared" in client.post(url(case, "plan_document_again", document.pk), follow=True).content.decode()
    )


def test_without_pango_the_page_says_so(document, coordinator, client_as, monkeypatch):
    monkeypatch.setattr("casework.versions.views.is_available", lambda: False)
    page = client_as(coordinator).get(url(document.plan_version.case, "plan_document", "final")).content.decode()
    assert "PDFs cannot be made on this server: the Pango libraries are not installed." in page


def test_the_draft_is_prepared_until_it_is_served(coordinator, client_as):
    case = an_approved_plan(coordinator).case
    client = client_as(coordinator)
    page = client.post(url(case, "final_prepare"), follow=True).content.decode()
    assert "Draft plan: the PDF is being prepared" in page
    prepare_draft(case, by=coordinator)
    client.post(url(case, "final_serve"), the_day("served_on", today()))
    assert "Prepare the draft" not in client.get(url(case, "final_detail")).content.decode()


def test_unknown_documents_are_not_found(coordinator, client_as):
    case = a_served_plan(coordinator).case
    client = client_as(coordinator)
    assert client.get(url(case, "plan_document", "final")).status_code == 404
    assert client.get(url(case, "plan_document", "other")).status_code == 404


@pytest.mark.parametrize("name", ["other_coordinator", "member", "administrator", "finance"])
def test_others_find_nothing(coordinator, client_as, request, name):
    case = a_served_plan(coordinator).case
    client = client_as(request.getfixturevalue(name))
    for page in (url(case, "final_detail"), url(case, "plan_document", "draft"), url(case, "final_issue")):
        assert client.get(page).status_code == 404


def test_what_changed_since_the_family_saw_the_draft_is_shown_and_recorded(coordinator, lead, client_as):
    plan_version = a_served_plan(coordinator)
    case, client = plan_version.case, client_as(coordinator)
    assert client.get(url(case, "final_changes")).status_code == 409
    save_section(plan_version, "A", "He loves buses.\n\nHe wants friends.", by=coordinator)
    assert url(case, "final_changes") in client.get(url(case, "case_detail")).content.decode()
    removed = '<del class="app-removed"><span class="govuk-visually-hidden">Removed: </span>trains.</del>'
    for page in (client.get(url(case, "final_detail")), client.get(url(case, "final_changes"))):
        assert removed in page.content.decode()
        assert "He wants friends." not in page.content.decode()
    assert removed in client_as(lead).get(url(case, "final_detail")).content.decode()
    sent = {"expected_version": 1, **the_day("shown_on", today())}
    assert "after you opened this page" in client.post(url(case, "final_changes"), sent).content.decode()
    sent["expected_version"] = plan_version_of(case).version
    page = client.post(url(case, "final_changes"), sent, follow=True).content.decode()
    assert "It is recorded that the family was shown what changed." in page
    assert "What the family was shown" in page
    assert removed not in page
    first, second = plan_version.showings.all()
    assert "He wants friends." in client.get(url(case, "final_shown", first.pk)).content.decode()
    assert removed in client_as(lead).get(url(case, "final_shown", second.pk)).content.decode()
    take_back = url(case, "final_shown_take_back", second.pk)
    assert take_back in page
    assert "Enter why it is taken back" in client.post(take_back, {"reason": ""}).content.decode()
    page = client.post(take_back, {"reason": "It was another case."}, follow=True).content.decode()
    assert "It is taken back." in page
    assert f"What changed in the draft, {day_in_words(today())}, taken back" in page
    assert removed in page
    assert "“It was another case.”" in client.get(url(case, "final_shown", second.pk)).content.decode()


def test_a_draft_that_was_served_can_still_be_read_when_the_tac_weighs_again(coordinator, client_as):
    plan_version = a_served_plan(coordinator)
    case, client = plan_version.case, client_as(coordinator)
    keep_document(plan_version.documents.get(), b"%PDF-1.7 as served", pages=1)
    weigh_again(case, reason="More speech therapy.", by=coordinator)
    (kept,) = plan_version.documents.all()
    page = client.get(url(case, "final_detail")).content.decode()
    assert f"Draft plan as it was served on {day_in_words(today())} (PDF)" in page
    answer = client.get(url(case, "plan_served_draft", kept.pk))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 as served"
    assert client.get(url(case, "plan_document", "draft")).status_code == 404
    assert client.get(url(case, "plan_served_draft", kept.pk + 1)).status_code == 404
