"""The forms that a form is compared with, for the hint about outcomes that seldom differ so much."""

import pytest

from scoring.enums import FormPurpose, FormStatus
from scoring.models import RasForm
from scoring.rasform.presenters import page_to_check
from scoring.rasform.queries import steps_of_others
from scoring.second.actions import start_second_form
from tests.factories.forms import USUAL, a_draft, a_submitted_form
from tests.factories.second_scoring import a_case_asked_for

pytestmark = pytest.mark.django_db


def test_submitted_first_forms_of_the_same_framework_in_one_query(coordinator, django_assert_num_queries):
    form = a_draft(coordinator, USUAL)
    a_draft(coordinator, USUAL)
    second = a_submitted_form(coordinator)
    RasForm.objects.filter(pk=second.pk).update(purpose=FormPurpose.SECOND)
    a_submitted_form(coordinator, (2,) * 10)
    with django_assert_num_queries(1):
        others = steps_of_others(form)
    assert others == [dict.fromkeys(range(1, 11), 2)]
    assert RasForm.objects.filter(status=FormStatus.DRAFT).count() == 2


def test_a_form_scored_blind_is_not_compared_with_the_first_of_its_case(coordinator, other_coordinator):
    a_submitted_form(coordinator, (2,) * 10)
    second = a_case_asked_for(coordinator, other_coordinator, levels=(3,) * 10)
    form = start_second_form(second, by=other_coordinator)
    assert steps_of_others(form) == [dict.fromkeys(range(1, 11), 2)]


def test_the_check_page_names_the_pair_once_there_are_forms_enough(coordinator, client_as, monkeypatch):
    form = a_draft(coordinator, (3, *(1,) * 9))
    a_submitted_form(coordinator, (1,) * 10)
    assert page_to_check(form).pairs == []
    monkeypatch.setattr("scoring.scores.rules.FEWEST_FORMS", 1)
    page = client_as(coordinator).get(f"/cases/{form.case.reference}/ras-form/check/").content.decode()
    assert "Outcomes 1 and 2 seldom differ so much: in 0 of the 1 latest forms with this framework." in page
    assert 'href="/cases/' in page
