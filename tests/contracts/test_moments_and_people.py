"""Every moment of an act says who acted, and the database keeps the two together."""

import pytest
from django.db import models
from django.db.models import CheckConstraint

from tests.contracts.walking import models as project_models

# Moments without a person, each with its reason.
WITHOUT_A_PERSON = {
    "audit.AuditEvent.at": "the row says who in actor_id and actor_name",
    "accounts.SubmittedForm.at": "the row says who in user",
    "accounts.User.last_login": "it is the person's own",
    "casework.Hand.taken_at": "the row says who in person",
    "casework.PlanDocument.made_at": "the worker makes it, for the person in ordered_by",
}

# Persons who may be missing though the moment is not, each with its reason.
BY_THE_SYSTEM = {
    "accounts.RoleGrant.granted": "the first administrator and made-up people: by the system",
}


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
    if label in WITHOUT_A_PERSON:
        return
    stem = field.name.removesuffix("_at")
    names = {each.name for each in model._meta.get_fields()}
    assert f"{stem}_by" in names, f"{label} needs {stem}_by, or a reason in WITHOUT_A_PERSON"
    person = model._meta.get_field(f"{stem}_by")
    if not field.null and not person.null:
        return
    if f"{model._meta.label}.{stem}" in BY_THE_SYSTEM:
        return
    assert constrained_together(model, field.name, person.name), (
        f"{label} and {stem}_by need a check constraint: both set or both empty"
    )


def test_every_listed_exception_is_still_there():
    labels = {f"{model._meta.label}.{field.name}" for model in project_models() for field in model._meta.get_fields()}
    assert WITHOUT_A_PERSON.keys() <= labels
    assert {f"{stem}_at" for stem in BY_THE_SYSTEM} <= labels
