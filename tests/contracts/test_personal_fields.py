"""Every field that could hold something of a person is declared personal or plain."""

import pytest
from django.db import models

from tests.contracts.walking import models as project_models

COULD_BE_PERSONAL = (
    models.CharField,
    models.TextField,
    models.DateField,
    models.EmailField,
    models.FileField,
    models.JSONField,
)


def declared(model, name):
    return set(getattr(model, name, ()))


def fields_to_declare(model):
    for field in model._meta.local_fields:
        if isinstance(field, models.DateTimeField):
            continue
        if isinstance(field, COULD_BE_PERSONAL) and not field.choices:
            yield field.name


@pytest.mark.parametrize("model", project_models(), ids=lambda model: model._meta.label)
def test_each_field_is_declared_once(model):
    personal, plain = declared(model, "personal_fields"), declared(model, "plain_fields")
    undeclared = set(fields_to_declare(model)) - personal - plain
    assert not undeclared, (
        f"Say of {sorted(undeclared)} in {model._meta.label} whether they are personal_fields or plain_fields"
    )
    assert not personal & plain
    names = {field.name for field in model._meta.get_fields()}
    assert personal | plain <= names, "a declared field is not there"
