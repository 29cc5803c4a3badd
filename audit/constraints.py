"""A moment and the person who acted at it stand together, or neither stands: bound in the database."""

from django.db.models import CheckConstraint, Q


def at_with_by(act: str, *, model: str) -> CheckConstraint:
    """A constraint for nullable `<act>_at` and `<act>_by`: both or neither. `model` makes the name unique."""
    at, by = f"{act}_at", f"{act}_by"
    neither = Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
    both = Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    return CheckConstraint(condition=neither | both, name=f"{model}_{act}_at_with_by")
