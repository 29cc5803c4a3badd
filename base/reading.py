"""Reading once: what a page has in hand is asked once a page, and what every page asks is compiled once a process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row")
Thing = TypeVar("Thing")

IN_HAND = "_in_hand"


def take_in_hand(thing: object, beside: object = None) -> None:
    """From here on the page reads each fact of this thing once: for what is only shown, never before an act.

    With another thing `beside` it, only where that one is in hand.
    """
    if beside is None or is_in_hand(beside):
        thing.__dict__.setdefault(IN_HAND, {})


def is_in_hand(thing: object) -> bool:
    """Whether the page reads each fact of this thing once."""
    return IN_HAND in thing.__dict__


def read_once(read: Callable[Concatenate[Thing, P], R]) -> Callable[Concatenate[Thing, P], R]:
    """A read that is done once for a thing in hand; each time anew for any other, such as the row an action has locked.

    So rules ask as if each stood alone, and a page that asks twenty of them still reads once.
    """

    @wraps(read)
    def ask(thing: Thing, *args: P.args, **kwargs: P.kwargs) -> R:
        known = thing.__dict__.get(IN_HAND)
        if known is None:
            return read(thing, *args, **kwargs)
        key = (read, args, tuple(kwargs.items()))
        if key not in known:
            known[key] = read(thing, *args, **kwargs)
        found: R = known[key]
        return found

    return ask


def prepared(make: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """The rows of the queryset that `make` gives for these values, whole numbers or texts, as a list.

    Django compiles a queryset anew each time, which costs 0.3 to 5 ms; the question itself costs 0.1. The SQL rests on
    nothing but the shape of the queryset, so it is kept; no row is. Whatever differs between two questions has to be a
    value: nothing else in `make` may depend on who asks, or on the day. Rows are what the queryset gives: models, with
    select_related, only and annotations, or tuples of `values_list`.
    """
    compiled: dict[str, _Compiled] = {}

    @wraps(make)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        if kwargs:
            raise TypeError(f"{make.__name__} takes its values in order.")
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in compiled:
            compiled[vendor] = _Compiled.of(make, args)
        return compiled[vendor].rows(args)

    return ask


@dataclass(frozen=True)
class _Compiled:
    """SQL with its parameters, in which `places` say which value of the function goes where."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    compiler: SQLCompiler
    converters: dict[int, Any]
    build: Callable[[Sequence[Any]], Any]

    @classmethod
    def of(cls, make: Callable[..., QuerySet[Any, Any]], values: Sequence[Any]) -> "_Compiled":
        """Compile it with a stand-in for each value, and see where these come out."""
        stand_ins = [_stand_in(value, at) for at, value in enumerate(values)]
        queryset = make(*stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        places = tuple((at, stand_ins.index(param)) for at, param in enumerate(params) if param in stand_ins)
        if {value for _, value in places} != set(range(len(values))):
            raise ValueError(f"{make.__name__}: a value does not come out as a parameter of its own.")
        converters = compiler.get_converters([column for column, *_ in compiler.select or ()])
        is_tuple = queryset.query.values_select or not compiler.klass_info
        return cls(sql, tuple(params), places, compiler, converters, tuple if is_tuple else _model_builder(compiler))

    def rows(self, values: Sequence[Any]) -> list[Any]:
        params = list(self.params)
        for at, value in self.places:
            params[at] = _plain(values[value])
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self.build(row) for row in self.compiler.apply_converters(found, self.converters)]


def _stand_in(value: Any, at: int) -> Any:
    """A value of the same kind that nothing else in a query has."""
    plain = _plain(value)
    if isinstance(plain, bool) or not isinstance(plain, int | str):
        raise TypeError(f"{value!r} is neither a whole number nor a text.")
    return 2 * 10**9 + at if isinstance(plain, int) else f"value {at} of a prepared read"


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _model_builder(compiler: SQLCompiler) -> Callable[[Sequence[Any]], Model]:
    """What makes a model of a row, as Django's own ModelIterable does."""
    info, select = compiler.klass_info, compiler.select
    assert info  # noqa: S101 - as_sql has filled it
    populators = get_related_populators(info, select, DEFAULT_DB_ALIAS)
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in (select or ())[start:end]]
    model, annotated = info["model"], compiler.annotation_col_map or {}

    def build(row: Sequence[Any]) -> Model:
        instance: Model = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in populators:
            populator.populate(row, instance)
        for name, at in annotated.items():
            setattr(instance, name, row[at])
        return instance

    return build
