"""A form is quick to make: seeds make many of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.actions.forms import save_draft, start_form, submit_form
from scoring.actions.moderation import moderate_form
from scoring.actions.verification import verify_form
from tests.factories.forms import a_case_to_score, all_agreed, entries_for

pytestmark = pytest.mark.django_db


def test_a_whole_form_takes_fewer_than_seventy_queries(coordinator, lead, officer):
    case = a_case_to_score(coordinator)
    for person in (coordinator, lead, officer):
        assert person.roles
    with CaptureQueriesContext(connection) as queries:
        form = start_form(case, by=coordinator)
        form = save_draft(form, entries_for(form.framework), by=coordinator)
        form = submit_form(form, by=coordinator)
        form = verify_form(form, all_agreed(form), by=lead)
    assert len(_own(queries)) < 70
    with CaptureQueriesContext(connection) as queries:
        moderate_form(form, by=officer)
    assert len(_own(queries)) < 20


def _own(queries) -> list[str]:
    """What scoring asked, without the trail's rows and the savepoints."""
    return [each["sql"] for each in queries if "audit_" not in each["sql"] and "SAVEPOINT" not in each["sql"]]
