"""Every moment of an act says who acted, and the database keeps the two together.

A model names its exceptions itself, each with its reason: `at_without_by = {"made_at": "…"}` for a
moment without a person, `by_may_be_empty = {"granted_by": "…"}` for a person who may be missing.
"""

import pytest
from django.db import models
from django.db.models import CheckConstraint

from tests.contracts.walking import models as project_models


def pairs():
    for model in project_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.DateTimeField) and field.name.endswith("_at"):
                yield pytest.param(model, field, id=f"{model._meta.label}.{field.name}")


def constrained_together(model, at, by):
    """Whether a check constraint of the model speaks of both fields."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            text = str(constraint.condition)
            if f"{at}__isnull" in text and f"{by}__isnull" in text:
                return True
    return False


@pytest.mark.parametrize(("model", "field"), list(pairs()))
def test_a_moment_has_its_person(model, field):
    label = f"{model._meta.label}.{field.name}"
    if field.name in getattr(model, "at_without_by", {}):
        return
    stem = field.name.removesuffix("_at")
    names = {each.name for each in model._meta.get_fields()}
    assert f"{stem}_by" in names, f"{label} needs {stem}_by, or a reason in at_without_by"
    person = model._meta.get_field(f"{stem}_by")
    if not field.null and not person.null:
        return
    if person.name in getattr(model, "by_may_be_empty", {}):
        return
    assert constrained_together(model, field.name, person.name), (
        f"{label} and {stem}_by need a check constraint: both set or both empty"
    )


@pytest.mark.parametrize("model", project_models(), ids=lambda model: model._meta.label)
def test_every_exception_is_of_a_field_and_has_a_reason(model):
    names = {field.name for field in model._meta.get_fields()}
    for attribute in ("at_without_by", "by_may_be_empty"):
        reasons = getattr(model, attribute, {})
        assert reasons.keys() <= names
        assert all(reasons.values())
