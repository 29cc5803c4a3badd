"""A form is quick to make and to read: its pages take a fixed number of queries."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.reports.actions import mark_passage
from scoring.frameworks.actions import load_demonstration_frameworks
from scoring.rasform.actions import save_draft, start_form, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from tests.factories.forms import USUAL, a_case_to_score, a_draft, all_agreed, entries_for

pytestmark = pytest.mark.django_db

PAGE, SAVE, SAVE_ANEW, WHOLE = 15, 12, 16, 25
"""Queries of the page with all outcomes; of saving one of them, and with evidence that is new; of saving all of it."""

READ, VERIFY, MODERATE, FRAMEWORKS = 11, 13, 18, 3
"""The same of a form that is read, verified and moderated, and of the list of frameworks. The trail's are left out."""


def test_a_whole_form_takes_72_queries_at_most(no_starter_data, coordinator, lead, officer):
    load_demonstration_frameworks()
    case = a_case_to_score(coordinator)
    for person in (coordinator, lead, officer):
        assert person.roles
    with CaptureQueriesContext(connection) as queries:
        form = start_form(case, by=coordinator)
        form = save_draft(form, entries_for(form.framework), by=coordinator)
        form = submit_form(form, by=coordinator)
        form = verify_form(form, all_agreed(form), by=lead)
    assert len(_own(queries)) <= 72
    with CaptureQueriesContext(connection) as queries:
        moderate_form(form, by=officer)
    assert len(_own(queries)) < 20


def _own(queries) -> list[str]:
    """What scoring asked, without the trail's rows and the savepoints."""
    return [each["sql"] for each in queries if "audit_" not in each["sql"] and "SAVEPOINT" not in each["sql"]]


def taken_by(client, url, posted=None, status=200):
    """How many queries a page takes the second time, without the trail's."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url) if posted is None else client.post(url, posted)
    assert response.status_code == status
    return len(_own(queries))


@pytest.mark.parametrize("passages", [1, 30])
def test_the_page_and_a_save_take_as_many_queries_for_many_passages_as_for_one(coordinator, client_as, passages):
    form = a_draft(coordinator, USUAL)
    marked = [each.pk for each in several_passages(form, passages, coordinator)]
    client = client_as(coordinator)
    page = reverse("scoring:form_edit", args=[form.case.reference])
    save = reverse("scoring:outcome_save", args=[form.case.reference, 1])
    level = form.scores.get(outcome__position=1).level_id
    posted = {"outcome-1-level": level, "outcome-1-reason": "Seen", "outcome-1-passages": marked}
    assert taken_by(client, page) == PAGE
    assert taken_by(client, save, posted) == SAVE_ANEW
    assert form.scores.get(outcome__position=1).evidence.count() == passages
    assert taken_by(client, save, posted | {"outcome-1-reason": "Seen again"}) == SAVE
    everything = {
        f"outcome-{position}-{name}": posted[f"outcome-1-{name}"]
        for position in range(1, 11)
        for name in ("reason", "passages")
    }
    assert taken_by(client, page, everything, status=302) == WHOLE
    assert form.scores.get(outcome__position=10).evidence.count() == passages


@pytest.mark.parametrize("reports", [1, 6])
def test_a_form_is_read_and_reviewed_in_as_many_queries_whatever_it_rests_on(
    coordinator, lead, officer, client_as, reports
):
    form = a_draft(coordinator, USUAL, a_case_to_score(coordinator, reports=reports))
    whole = frozenset(form.case.reports.values_list("pk", flat=True)[:reports])
    entries = {pk: replace(entry, report_ids=whole) for pk, entry in entries_for(form.framework).items()}
    form = submit_form(save_draft(form, entries, by=coordinator), by=coordinator)
    url = lambda name: reverse(f"scoring:{name}", args=[form.case.reference])  # noqa: E731
    assert taken_by(client_as(lead), url("form_verify")) == VERIFY
    assert taken_by(client_as(coordinator), url("form_detail")) == READ
    form = verify_form(form, all_agreed(form), by=lead)
    assert taken_by(client_as(officer), url("form_moderate")) == MODERATE


@pytest.mark.parametrize("forms", [1, 3])
def test_the_frameworks_take_as_many_queries_for_many_forms_as_for_one(coordinator, officer, client_as, forms):
    for _ in range(forms):
        a_draft(coordinator)
    assert taken_by(client_as(officer), reverse("scoring:framework_list")) == FRAMEWORKS


def test_forms_of_a_framework_are_counted_up_to_a_thousand(coordinator, officer, client_as, monkeypatch):
    a_draft(coordinator)
    a_draft(coordinator)
    framework = a_draft(coordinator).framework
    page = reverse("scoring:framework_detail", args=[framework.pk])
    assert _forms_told(client_as(officer).get(page)) == "3"
    monkeypatch.setattr("scoring.frameworks.queries.MOST_COUNTED", 2)
    monkeypatch.setattr("base.pages.MOST_COUNTED", 2)
    assert _forms_told(client_as(officer).get(page)) == "2+"


def _forms_told(response) -> str:
    """How many forms the page of a framework tells of."""
    return response.content.decode().split(">RAS forms</dt>")[1].split("</dd>")[0].split(">")[1].strip()


def several_passages(form, count, coordinator):
    """As many passages as wanted, in the first report of the case."""
    report = form.case.reports.first()
    report.text = "\n".join(f"What was seen on day {day:02}." for day in range(count))
    report.save()
    return [mark_passage(report, quote=f"What was seen on day {day:02}", by=coordinator) for day in range(count)]
