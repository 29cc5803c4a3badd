"""An allocation is replaced, never changed: the database refuses the rest."""

import pytest
from django.db import IntegrityError, connection, transaction

from allocation.models import Allocation
from base.clock import now
from casework.enums import Stage
from tests.factories.journeys import a_case_at, the_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def allocation():
    people = the_people()
    return Allocation.objects.get(case=a_case_at(Stage.DRAFTING, people))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE allocation_allocation SET reason = 'Another'",
        "UPDATE allocation_allocation SET amount = amount + 1",
        "UPDATE allocation_allocation SET proposed_amount = NULL, reason = 'Another'",
        "DELETE FROM allocation_allocation",
    ],
)
def test_what_was_allocated_stays(allocation, change):
    with (
        pytest.raises(IntegrityError, match="replaced, never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_it_may_be_replaced_once(allocation):
    replaced = Allocation.objects.filter(pk=allocation.pk)
    replaced.update(replaced_at=now(), replaced_by=allocation.allocated_by)
    with pytest.raises(IntegrityError, match="replaced, never changed"), transaction.atomic():
        replaced.update(replaced_at=None, replaced_by=None)
