"""A demonstration made many times as large, so that anybody can see what grows: its rows copied, by set-based SQL.

Every copy is a small council of its own: its children and all that hangs on them, its people, its team and its panel.
What is shared by the service (frameworks, tables, prices, settings) stays as it is. A model that comes to hang on a
child or a panel is copied with them: what belongs to a copy is told from the foreign keys of the models.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Max, Model, UniqueConstraint

import audit.actions
from accounts.models import RoleGrant, Team, User
from audit.models import AuditEvent, subject_type_of
from base.names import SortKeyField
from base.refusals import Refused
from casework.models import Case, Child, SearchWord
from casework.names.queries import with_words, words_of
from demonstration.words import BOYS, GIRLS, LAST
from panels.models import Panel

Models = list[type[Model]]

CASES_AT_ONCE = 3000
"""How many are copied in one transaction."""

ROWS_AT_ONCE = 2000

FIRST_NUMBER = 100_000
"""References of copies go on from here: those of cases that are opened later stay below."""


@dataclass(frozen=True)
class Multiplied:
    """How many cases there are now, and how many rows the trail was given."""

    cases: int
    events: int


def multiply(to: int) -> Multiplied:
    """Copy the demonstration's cases, all of them again and again, as often as it takes to come near to `to` cases.

    Each batch of copies is a transaction. The trail goes on with what it tells of the first cases, told of each copy.
    """
    count = Case.objects.count()
    check_can_multiply(count, to)
    copying = Copying.of_what_is_there()
    at_once = max(CASES_AT_ONCE // count, 1)
    last = to // count - 1
    events = 0
    for first in range(1, last + 1, at_once):
        with transaction.atomic():
            events += copying.copy(range(first, min(first + at_once, last + 1)))
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return Multiplied(Case.objects.count(), events)


def check_can_multiply(count: int, to: int) -> None:
    """Only what is made up is multiplied, and only on a development server, to at least twice the cases there are."""
    if not settings.DEMONSTRATION:
        raise Refused("Cases are multiplied only on a development server (DEBUG on).")
    if not count:
        raise Refused("There are no cases to multiply. Make some with seed_demo first.")
    if Case.objects.exclude(coordinator__is_demonstration=True).exists():
        raise Refused("There are cases here that are not the demonstration’s, so nothing is multiplied.")
    if to < 2 * count:
        there = "There is 1 case" if count == 1 else f"There are {count} cases"
        raise Refused(f"{there} already. Ask for {2 * count} or more.")


def models_copied() -> Models:
    """Child and panel with every model that hangs on one of them by its foreign keys; and the people of a copy."""
    everything = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    copied: set[type[Model]] = {Child, Panel}
    while more := {model for model in everything if copied & {ref for _, ref in _keys(model)}} - copied:
        copied |= more
    return [Team, User, RoleGrant, *sorted(copied, key=lambda model: model._meta.label)]


def _keys(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    """The foreign keys of a model: the column, and the model it leads to."""
    for field in model._meta.local_concrete_fields:
        if isinstance(field, ForeignKey) and isinstance(field.related_model, type):
            yield field.column, field.related_model


@dataclass(frozen=True)
class Copying:
    """What is copied: the models, and for each how far the ids of one copy lie from those of the one before."""

    steps: dict[type[Model], int]
    newest_event: int

    @classmethod
    def of_what_is_there(cls) -> "Copying":
        """The rows that are there now are the first copy, and the highest id of a table is its step."""
        steps = {
            model: model._default_manager.aggregate(highest=Max(model._meta.pk.attname))["highest"] or 0
            for model in models_copied()
        }
        newest = AuditEvent.objects.aggregate(highest=Max("sequence"))["highest"] or 0
        return cls(steps, newest)

    def copy(self, numbers: Sequence[int]) -> int:
        """Make these copies; returns how many rows the trail was given."""
        names = Random(numbers[0])  # noqa: S311 - made-up names, no secret
        self._copy_children(numbers, names)
        with connection.cursor() as cursor:
            for model in self.steps:
                if model not in (Child, SearchWord):
                    cursor.execute(self._statement(model, numbers))
            for statement in connection.ops.sequence_reset_sql(no_style(), [*self.steps]):
                cursor.execute(statement)
        self._find_children(numbers)
        return audit.actions.record_copies(self._events(numbers))

    def _statement(self, model: type[Model], numbers: Sequence[int]) -> str:
        """Every row that was there, once for each copy."""
        quote, fields = connection.ops.quote_name, model._meta.local_concrete_fields
        table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
        copies = " UNION ALL ".join(f"SELECT {number} AS k" for number in numbers)
        values = ", ".join(self._value(model, field) for field in fields)
        key = quote(model._meta.pk.column)
        return (
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} x CROSS JOIN ({copies}) c "  # noqa: S608
            f"WHERE x.{key} <= {self.steps[model]}"
        )

    def _value(self, model: type[Model], field: "Field[object, object]") -> str:
        """A column of a copy, from that of the row `x` which was there and the number `c.k` of the copy."""
        column = f"x.{connection.ops.quote_name(field.column)}"
        if field.primary_key:
            return f"{column} + {self.steps[model]} * c.k"
        if isinstance(field, ForeignKey):
            step = self.steps.get(field.related_model, 0)  # type: ignore[arg-type]
            return f"{column} + {step} * c.k" if step else column
        new_id = (
            f"CAST(x.{connection.ops.quote_name(model._meta.pk.column)} + {self.steps[model]} * c.k AS VARCHAR(20))"
        )
        if (model, field.name) == (Case, "reference"):
            return f"SUBSTR({column}, 1, {_up_to_number()}) || CAST({FIRST_NUMBER} + {new_id[5:]}"
        if (model, field.name) == (User, "email"):
            return f"REPLACE({column}, '@', '+' || {new_id} || '@')"
        if _tells_apart(model, field) or (model, field.name) == (User, "full_name"):
            return f"{column} || ' ' || {new_id}"
        return column

    def _copy_children(self, numbers: Sequence[int], names: Random) -> None:
        """Children with names of their own, of which every copy of a search would else find all."""
        step, steps = self.steps[Child], {column: self.steps[ref] for column, ref in _keys(Child) if ref in self.steps}
        there: list[dict[str, Any]] = [{**child} for child in Child.objects.filter(pk__lte=step).values()]
        copies = []
        for number in numbers:
            for child in there:
                row = {**child, "id": child["id"] + step * number}
                row |= {column: row[column] + steps[column] * number for column in steps if row[column]}
                row["first_name"] = names.choice(GIRLS if row["sex"] == "F" else BOYS)
                row["last_name"] = names.choice(LAST) + (f"-{names.choice(LAST)}" if names.random() < 0.2 else "")
                row["upn"] = row["upn"] and f"P{row['id']:012d}"
                row["uln"] = row["uln"] and f"{row['id']:010d}"
                copies.append(Child(**row))
        Child.objects.bulk_create(copies, batch_size=ROWS_AT_ONCE)

    def _find_children(self, numbers: Sequence[int]) -> None:
        """The words by which the copies are found, as for every child."""
        step = self.steps[Child]
        copies = with_words(Child.objects.filter(pk__lte=step * (numbers[-1] + 1)).order_by("pk"))
        last = step * numbers[0]
        while some := list(copies.filter(pk__gt=last)[:ROWS_AT_ONCE]):
            last = some[-1].pk
            words = [(child, *word) for child in some for word in words_of(child)]
            SearchWord.objects.bulk_create(
                (SearchWord(child=child, kind=kind, case_id=case, word=word) for child, kind, case, word in words),
                batch_size=ROWS_AT_ONCE,
            )

    def _events(self, numbers: Iterable[int]) -> Iterator[AuditEvent]:
        """What the trail tells of the cases that were there, told of their copies."""
        steps = {subject_type_of(model()): step for model, step in self.steps.items()}
        case_step, child_step, person_step = self.steps[Case], self.steps[Child], self.steps[User]
        told = AuditEvent.objects.filter(sequence__lte=self.newest_event).exclude(case_id=None).order_by("sequence")
        fields = [field.attname for field in AuditEvent._meta.local_concrete_fields if not field.primary_key]
        for number in numbers:
            for row in told.values(*fields).iterator(chunk_size=ROWS_AT_ONCE):
                event = AuditEvent(**row)
                event.case_id = row["case_id"] + case_step * number
                event.case_reference = f"{event.case_reference[: _up_to_number()]}{FIRST_NUMBER + event.case_id}"
                if event.child_id:
                    event.child_id += child_step * number
                if event.actor_id:
                    event.actor_id += person_step * number
                    event.actor_name = f"{event.actor_name} {event.actor_id}"
                if event.subject_type in steps and event.subject_id.isdecimal():
                    event.subject_id = str(int(event.subject_id) + steps[event.subject_type] * number)
                yield event


def _up_to_number() -> int:
    """How many characters of a reference stand before its number: EX-2026-."""
    return len(f"{settings.CASE_REFERENCE_PREFIX}-2026-")


def _tells_apart(model: type[Model], field: "Field[object, object]") -> bool:
    """Whether a text may stand in one row only, or is the key by which such a text is put in order."""
    alone = {each.fields for each in model._meta.constraints if isinstance(each, UniqueConstraint)}
    if isinstance(field, SortKeyField):
        return model in (User, Team, Panel)
    return field.get_internal_type() in ("CharField", "TextField") and (field.unique or (field.name,) in alone)
