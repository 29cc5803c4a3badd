"""Tests migrate with copies of fields in place of Django's clones: a copy is the field that a clone would be."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field

from tests.databases import copied


@pytest.mark.django_db
def test_a_copy_is_what_django_makes_of_a_field() -> None:
    states = MigrationLoader(None).project_state().models.values()
    fields = [field for state in states for field in state.fields.values()]
    assert len(fields) > 500
    for field in fields:
        before = Field.creation_counter
        copy = copied(field)
        assert copy.deconstruct()[1:] == field.deconstruct()[1:]
        assert copy is not field
        assert (copy.remote_field is None) or (copy.remote_field is not field.remote_field)
        assert copy.creation_counter == before == Field.creation_counter - 1
