"""A choice among too many to list: part of a name is typed, and the server finds who or what is meant.

One match is taken; of a few one is chosen on the page that comes back; of none, or too many, a sentence says what to
do. So it works without a script. With one, suggestions come while somebody types (static/src/found.js): they are asked
for by POST, since a name never stands in an address.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, JsonResponse, QueryDict

from base.names import in_list, sort_key

from .fields import SentenceField

MOST_OFFERED = 15
"""How many rows a person is asked to choose from; where there are more, more of the name is typed."""

MOST_TYPED = 200
"""Characters of a typed name that are looked at."""

MOST_DIGITS = 18
"""Of a row's number: more no table can hold."""


@dataclass(frozen=True)
class Choice:
    """A row as it is offered: its number, its name, and what tells it from its namesakes."""

    number: str
    name: str
    details: str = ""

    @property
    def whole(self) -> str:
        """The two as one line: "Amina Yusuf, Case Co-ordinator, North team"."""
        return ", ".join(filter(None, (self.name, self.details)))


@dataclass(frozen=True)
class Source:
    """Rows with a `sort_name`, one of which is chosen by name.

    `rows` are those that may be chosen, in order; `details` is what is said of one beside its name. Where that is the
    same too, `last` tells namesakes apart. `noun` is one of them, `nouns` several; `nobody` begins the sentence that
    there is none of a name. `url` names the address that suggests some while somebody types.
    """

    rows: Callable[[], QuerySet[Any]]
    details: Callable[[Any], str]
    last: Callable[[Any], str]
    noun: str
    nouns: str
    nobody: str
    url: str

    def counted(self, count: int) -> str:
        """So many of them: "1 person", "3 people"."""
        return f"{count} {self.noun if count == 1 else self.nouns}"

    def choices(self, rows: Iterable[Any]) -> list[Choice]:
        """The rows as they are offered side by side."""
        said = [(row, str(row), self.details(row)) for row in rows]
        alike = [(name, details) for _, name, details in said]
        return [
            Choice(
                str(row.pk),
                name,
                ", ".join(filter(None, (details, self.last(row)))) if alike.count((name, details)) > 1 else details,
            )
            for row, name, details in said
        ]


class Typed(NamedTuple):
    """What is sent of such a field.

    The number of a row that was chosen, or another answer; the typed words; and the words for which the page was drawn:
    where they are others now, the number is not theirs.
    """

    number: str = ""
    words: str = ""
    shown: str = ""


def _as_typed(words: str) -> str:
    """Words with single spaces, as far as they are looked at: a name that is kept with others is the same name."""
    return " ".join(words.split())[:MOST_TYPED]


class FoundInput(forms.TextInput):
    """A text input `name_words`, beside it the number of what was found as `name`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        """What was sent; a number alone, as a list or a link sends it, will do."""
        number, words, shown = (str(data.get(each) or "") for each in (name, f"{name}_words", f"{name}_shown"))
        return Typed(number, _as_typed(words), _as_typed(shown))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether nothing of it was sent."""
        return name not in data and f"{name}_words" not in data


class FoundField(SentenceField):
    """One row of a source, found by its name; or one of the other `answers`, given as their value and words.

    `queryset` may be narrowed by the form. Who may be chosen is for the action to say: a row that it refuses is found
    all the same, so that its sentence is read.
    """

    widget = FoundInput

    def __init__(
        self, *, source: Source, answers: Sequence[tuple[str, str]] = (), nobody: str = "", **kwargs: Any
    ) -> None:
        self.source, self.answers, self.nobody = source, answers, nobody or source.nobody
        self.queryset: QuerySet[Any] | None = None
        self.offered: list[Any] = []
        self.chosen: Any = None
        self.opened_with: Any = None
        super().__init__(**{"help_text": "Part of the name will do", **kwargs})

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        """The field in its form; with what the form was opened is known from then on."""
        self.opened_with = form.get_initial_for_field(self, field_name)
        return super().get_bound_field(form, field_name)

    @property
    def rows(self) -> QuerySet[Any]:
        """Those that may be chosen."""
        return self.source.rows() if self.queryset is None else self.queryset

    def clean(self, value: Any) -> Any:
        """The row, or the other answer; it is shown again with the form."""
        self.offered, self.chosen = [], None
        self.chosen = super().clean(value)
        return self.chosen

    def to_python(self, value: Any) -> Any:
        """The row that is meant, or another answer, or None. Raises ValidationError where it is not clear."""
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        is_answer = typed.number in dict(self.answers)
        if typed.words == typed.shown and typed.number:
            return typed.number if is_answer else self._numbered(typed.number)
        if not typed.words:
            return typed.number if is_answer else None
        found = find(self.rows, typed.words)
        # An answer that was there when the form was opened gives way to a name; one that was selected does not.
        if is_answer and typed.number != self.opened_with:
            if not found:
                return typed.number
            words = dict(self.answers)[typed.number]
            raise ValidationError(f"Enter a name, or select “{words}”, but not both", code="both")
        return self._one_of(found, typed.words)

    def _numbered(self, number: str) -> Any:
        is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
        row = self.rows.filter(pk=number).first() if is_number else None
        if row is None:
            raise ValidationError("Select one of the choices listed, or enter the name again", code="invalid_choice")
        return row

    def _one_of(self, found: list[Any], words: str) -> Any:
        if len(found) == 1:
            return found[0]
        whole = list(self.rows.filter(sort_name=sort_key(words))[:2]) if found else []
        if len(whole) == 1:
            return whole[0]
        if not found:
            sentence = f"{self.nobody} is called “{words}”. Check the name, or enter less of it"
            raise ValidationError(sentence, code="nobody")
        if len(found) > MOST_OFFERED:
            sentence = f"More than {self.source.counted(MOST_OFFERED)} are called so. Enter more of the name"
            raise ValidationError(sentence, code="too_many")
        self.offered = found
        several = f"{self.source.counted(len(found))} are called so. Select the one you mean"
        raise ValidationError(several, code="several")

    @property
    def shown(self) -> Any:
        """The row, or the other answer, that an unsent form shows: the one it was opened with, or of that number."""
        value = self.opened_with
        if not value or isinstance(value, Model) or value in dict(self.answers):
            return value
        return self.rows.filter(pk=value).first()


def find(rows: QuerySet[Any], words: str) -> list[Any]:
    """Those in whose name every typed word begins a word, by name: MOST_OFFERED, and one more where there are more.

    Only where there is none, a typed word may also be several of the name's.
    """
    for joined in (False, True):
        if found := list(in_list(rows, words, joined=joined)[: MOST_OFFERED + 1]):
            return found
    return []


def suggestions(request: HttpRequest, source: Source) -> JsonResponse:
    """For the script: whom or what the words that are typed so far may mean, and that in a sentence."""
    words = _as_typed(request.POST.get("words", ""))
    found = find(source.rows(), words) if words else []
    if len(found) > MOST_OFFERED:
        said = f"More than {source.counted(MOST_OFFERED)} are called so. Type more of the name."
    else:
        said = f"{source.counted(len(found))} found." if found else f"{source.nobody} is called so."
    choices = source.choices(found[:MOST_OFFERED])
    return JsonResponse(
        {
            "found": [{"number": each.number, "name": each.name, "details": each.details} for each in choices],
            "said": said,
        }
    )


def settled(form: Any) -> QueryDict:
    """What a filter asks, to be kept: of what was found its number, and what was typed only while that is not clear."""
    kept = QueryDict(mutable=True)
    form.is_valid()
    is_clear = form.cleaned_data
    for name, field in form.fields.items():
        if not isinstance(field, FoundField):
            kept.setlist(name, form.data.getlist(name))
        elif name in is_clear:
            kept[name] = str(is_clear[name].pk) if is_clear[name] else ""
        else:
            kept[f"{name}_words"] = form[name].data.words
    return kept
