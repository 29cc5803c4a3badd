"""Which files the database names, and which lie on the disk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import FileField, Model

MARK = ".probe-"
"""How the file begins that readiness writes and removes: it is nobody's, and not counted."""


@dataclass(frozen=True)
class Named:
    """A file that a row names: by its model and number, with no word of what it is."""

    label: str
    pk: int
    name: str


def file_fields() -> Iterator[tuple[type[Model], FileField]]:
    """Every field of every model that holds a file."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                yield model, field


def named_files() -> Iterator[Named]:
    """Every file that a row names."""
    for model, field in file_fields():
        rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
        for pk, name in rows.values_list("pk", field.name).iterator(chunk_size=2000):
            if name:
                yield Named(model._meta.label_lower, pk, name)


def names_in_rows(names: Iterable[str]) -> set[str]:
    """Those of these files that a row names."""
    asked = list(names)
    found: set[str] = set()
    for model, field in file_fields():
        rows = model._base_manager.filter(**{f"{field.name}__in": asked})
        found |= set(rows.values_list(field.name, flat=True))
    return found


def files_on_disk() -> Iterator[tuple[str, Path]]:
    """Every file in the folder of uploads, by the name a row would give it. What begins with a dot is none of them."""
    folder = Path(settings.MEDIA_ROOT)
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), path
