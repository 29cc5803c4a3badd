"""A form is quick to make: seeds make many of them."""

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

PAGE, SAVE, WHOLE = 37, 37, 37
"""Most queries for the page with all outcomes, for saving one of them, and for saving the whole page."""


def test_a_whole_form_takes_71_queries_at_most(no_starter_data, coordinator, lead, officer):
    load_demonstration_frameworks()
    case = a_case_to_score(coordinator)
    for person in (coordinator, lead, officer):
        assert person.roles
    with CaptureQueriesContext(connection) as queries:
        form = start_form(case, by=coordinator)
        form = save_draft(form, entries_for(form.framework), by=coordinator)
        form = submit_form(form, by=coordinator)
        form = verify_form(form, all_agreed(form), by=lead)
    assert len(_own(queries)) <= 71
    with CaptureQueriesContext(connection) as queries:
        moderate_form(form, by=officer)
    assert len(_own(queries)) < 20


def _own(queries) -> list[str]:
    """What scoring asked, without the trail's rows and the savepoints."""
    return [each["sql"] for each in queries if "audit_" not in each["sql"] and "SAVEPOINT" not in each["sql"]]


@pytest.mark.parametrize("passages", [1, 30])
def test_the_page_and_a_save_take_as_many_queries_for_many_passages_as_for_one(coordinator, client_as, passages):
    form = a_draft(coordinator, USUAL)
    marked = several_passages(form, passages, coordinator)
    client = client_as(coordinator)
    page = reverse("scoring:form_edit", args=[form.case.reference])
    save = reverse("scoring:outcome_save", args=[form.case.reference, 1])
    level = form.scores.get(outcome__position=1).level_id
    posted = {"outcome-1-level": level, "outcome-1-reason": "Seen", "outcome-1-passages": [each.pk for each in marked]}
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    assert len(_own(queries)) <= PAGE
    with CaptureQueriesContext(connection) as queries:
        assert client.post(save, posted).status_code == 200
    assert len(_own(queries)) <= SAVE
    assert form.scores.get(outcome__position=1).evidence.count() == passages
    everything = {
        f"outcome-{position}-{name}": posted[f"outcome-1-{name}"]
        for position in range(1, 11)
        for name in ("reason", "passages")
    }
    with CaptureQueriesContext(connection) as queries:
        assert client.post(page, everything).status_code == 302
    assert len(_own(queries)) <= WHOLE
    assert form.scores.get(outcome__position=10).evidence.count() == passages


def several_passages(form, count, coordinator):
    """As many passages as wanted, in the first report of the case."""
    report = form.case.reports.first()
    report.text = "\n".join(f"What was seen on day {day:02}." for day in range(count))
    report.save()
    return [mark_passage(report, quote=f"What was seen on day {day:02}", by=coordinator) for day in range(count)]
