"""A case of the gallery is the case that the real actions make, but for its numbers, its names and its moments."""

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from audit.verification import verify
from casework.enums import Stage
from casework.models import SearchWord
from scoring.enums import ModerationMode
from tests import factories, gallery
from tests.factories.journeys import WAY, the_people
from tests.rows import Change, Rows, change_between, number_everything_from, read_rows, rows_written_to

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MODULES = [import_module(f"{factories.__name__}.{found.name}") for found in pkgutil.iter_modules(factories.__path__)]
MADE_ONCE = {
    f"{name} of {module.__name__.rpartition('.')[2]}": make
    for module in MODULES
    for name, make in vars(module).items()
    if inspect.isfunction(make) and make in gallery.FACTORIES and make.__module__ == module.__name__
}
"""Every factory whose cases are kept."""

TRIED = [(name, None) for name in MADE_ONCE if name != "a_case_at of journeys"]
TRIED += [("a_case_at of journeys", stage) for stage in (*WAY, Stage.PANEL)]
NEITHER_NAME_NOR_NUMBER = (
    (r"\b[0-9a-f]{64}\b", "(hash)"),
    (r"\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b", "(id)"),
    (r"(?i)(Ellis[- ]?|Person[ .])\d+", r"\1(number)"),
    (r"\b\d{7,}\b", "(number)"),
)


@pytest.fixture
def make(request, coordinator, lead, officer, other_coordinator) -> Callable[[], object]:
    """One factory, with whom and what it asks for."""
    name, stage = request.param
    there = {"coordinator": coordinator, "lead": lead, "officer": officer, "scorer": other_coordinator, "stage": stage}
    there |= {"moderation": ModerationMode.SAMPLE, "by": officer}
    wanted = inspect.signature(MADE_ONCE[name]).parameters.values()
    named = {each.name: each for each in wanted if each.default is each.empty and each.kind is not each.VAR_KEYWORD}
    if "people" in named:
        there["people"] = the_people()
    arguments = {each: there[each] for each in named}
    return lambda: MADE_ONCE[name](**arguments)


@pytest.mark.parametrize("make", TRIED, indirect=True, ids=lambda tried: " ".join(filter(None, tried)))
def test_a_copy_is_as_the_real_actions_make_it(make, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(gallery, "may_be_copied", lambda: False)
        built, result = undone(make, read_everything)
    undone(make, nullcontext)
    monkeypatch.setattr(gallery, "make_and_keep", None)
    copied, result_copied = undone(make, rows_written_to)
    assert without_numbers(copied.new) == without_numbers(built.new)
    assert without_numbers(copied.altered) == without_numbers(built.altered)
    assert type(result_copied) is type(result)


@contextmanager
def read_everything() -> Iterator[Rows]:
    """Every row as it was before: whatever is written by whatever means is found by it."""
    yield read_rows()


def undone(
    make: Callable[[], object], reading: Callable[[], AbstractContextManager[Rows | None]]
) -> tuple[Change, object]:
    """What was written and returned; the trail is whole, and everything is undone again."""
    with transaction.atomic():
        number_everything_from(next(gallery._ranges))
        with reading() as before:
            result = make()
        change = change_between(before or {}, read_rows(before or ()))
        assert change is not None
        assert verify().problem == ""
        transaction.set_rollback(True)
    return change, result


def without_numbers(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """The rows in the order they were made, with the place of a new row for its number, wherever that stands."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    keys = {name: models[name]._meta.pk.attname for name in rows}
    read: dict[str, list[dict[str, Any]]] = {}
    for name, some in rows.items():
        columns = [field.attname for field in models[name]._meta.local_concrete_fields]
        read[name] = sorted((dict(zip(columns, row, strict=True)) for row in some), key=lambda row: row[keys[name]])
    places = {name: {row[keys[name]]: place for place, row in enumerate(some)} for name, some in read.items()}

    def told(name: str, row: dict[str, Any]) -> tuple[object, ...]:
        values: list[object] = []
        for field in models[name]._meta.local_concrete_fields:
            of = field.related_model._meta.db_table if field.related_model else name if field.primary_key else ""
            value = row[field.attname]
            known = plain(value if name != SearchWord._meta.db_table else re.sub(r"\d+", "(number)", str(value)))
            values.append(places.get(of, {}).get(value, known))
        return tuple(values)

    return {name: [told(name, row) for row in some] for name, some in sorted(read.items())}


def plain(value: object) -> str:
    """The value without what differs between any two makings."""
    text = "(moment)" if isinstance(value, datetime) else str(value)
    for pattern, instead in NEITHER_NAME_NOR_NUMBER:
        text = re.sub(pattern, instead, text)
    return text
