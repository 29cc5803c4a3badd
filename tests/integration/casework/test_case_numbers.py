"""Two people who open a case at the same moment get two references."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from casework.models import Case
from tests.factories.cases import SettingFactory, an_open_case

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db(transaction=True)
def test_cases_opened_at_once_are_numbered_one_by_one(coordinator):
    SettingFactory.create()

    def open_one(_):
        try:
            return an_open_case(coordinator).reference
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as people:
        references = list(people.map(open_one, range(12)))
    assert sorted(reference[-4:] for reference in references) == [f"{number:04d}" for number in range(1, 13)]
    assert Case.objects.count() == 12
