"""Duties in one case are kept apart: by the check, by the database, and by exceptions that name a person."""

from itertools import permutations

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from base.clock import now
from base.refusals import NotAllowed
from casework.cases.actions import grant_duty_exception, take_part
from casework.enums import Part
from casework.models import CasePart, DutyException
from tests.factories.cases import an_open_case
from tests.factories.people import a_person

pytestmark = pytest.mark.django_db

PAIRS = list(permutations(Part, 2))


@pytest.fixture
def case(coordinator):
    return an_open_case(coordinator)


@pytest.fixture
def somebody():
    return a_person(*Role, full_name="Somebody with every role")


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_nobody_takes_two_parts(case, somebody, first, second):
    take_part(case, first, by=somebody)
    with pytest.raises(NotAllowed, match="so somebody else must do this"):
        take_part(case, second, by=somebody)
    assert CasePart.objects.filter(case=case, person=somebody).count() == 1


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_database_refuses_it_too(case, somebody, first, second):
    CasePart.objects.create(case=case, part=first, person=somebody, taken_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePart.objects.create(case=case, part=second, person=somebody, taken_at=now())


@pytest.mark.parametrize("part", [Part.VERIFIER, Part.MODERATOR, Part.SIGNER])
def test_who_co_ordinates_a_case_decides_nothing_in_it(case, coordinator, part):
    with pytest.raises(NotAllowed, match="You co-ordinate this case"):
        take_part(case, part, by=coordinator)


def test_the_same_part_twice_is_one_row(case, somebody):
    assert take_part(case, Part.VERIFIER, by=somebody) == take_part(case, Part.VERIFIER, by=somebody)


def test_another_case_is_another_matter(case, coordinator, somebody):
    take_part(case, Part.SCORER, by=somebody)
    assert take_part(an_open_case(coordinator), Part.SIGNER, by=somebody)


def test_an_exception_names_the_person_and_the_part(case, somebody, lead):
    take_part(case, Part.VERIFIER, by=somebody)
    exception = grant_duty_exception(case, somebody, Part.SIGNER, reason="Two of us are ill.", by=lead)
    assert take_part(case, Part.SIGNER, by=somebody).exception == exception
    with pytest.raises(NotAllowed, match="of this case, so somebody else must do this"):
        take_part(case, Part.MODERATOR, by=somebody)


def test_nobody_excepts_themselves(case, somebody):
    with pytest.raises(NotAllowed, match="You cannot record an exception for yourself"):
        grant_duty_exception(case, somebody, Part.SIGNER, reason="I am in a hurry.", by=somebody)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyException.objects.create(
            case=case, person=somebody, part=Part.SIGNER, reason="x", granted_at=now(), granted_by=somebody
        )


def test_a_co_ordinator_excepts_nobody(case, coordinator, somebody):
    with pytest.raises(NotAllowed, match="can record an exception about who decides"):
        grant_duty_exception(case, somebody, Part.SIGNER, reason="x", by=coordinator)
