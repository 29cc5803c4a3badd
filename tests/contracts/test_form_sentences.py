"""Every sentence that a field of any form can say is English, says what to do, and is nobody's default."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.urls import reverse

from casework.enums import Stage
from crispy_govuk.fields import DateField
from crispy_govuk.forms import GovukFormMixin
from crispy_govuk.wording import reword
from tests.contracts.walking import APPS, calls, files, place
from tests.factories.journeys import a_case_at, the_people

BAD = (
    None,
    "",
    "\x00",
    "x" * 200_001,
    "a" * 70 + "@example.org",
    "-99999999999",
    "0",
    "1.2345",
    "9" * 25,
    "99999999999",
    "123456789012.5",
    "25:99",
    ["x"],
    ["1", "", ""],
    ["1", "1", ""],
    ["", "", "2020"],
    ["31", "2", "2020"],
    ["1", "1", "20"],
    ["1", "1", "1800"],
    ["1", "1", "2999"],
)
"""Answers that one or another kind of field refuses."""

DJANGOS = re.compile(
    r"This field|valid (?:choice|date|value|email|integer|number)|Ensure |Null char|submitted|encoding type|tampered"
)
WRONG = {
    "begins without a capital": re.compile(r"^[^A-Z“]"),
    "is Django's own": re.compile(
        r"This field|[Vv]alid (?:choice|date|value|email|integer|number)|Ensure |Null char|submitted|encoding|tampered"
    ),
    "has an article twice": re.compile(r"(?i)\b(?:the|a|an) (?:the|a|an|your|their|our|any|each)\b"),
    "puts an article before what asks": re.compile(
        r"(?i)\b(?:the|a) (?:in )?(?:who|whose|what|which|why|where|when|how|whether|if|from|to)\b"
    ),
    "says that it may be left empty": re.compile(r"\(optional\)"),
    "asks in the middle": re.compile(r"\?(?!”)"),
    "has a straight or an open quotation mark": re.compile(r"[\"']|“[^”]*$|^[^“]*”"),
    "has a gap that was not filled": re.compile(r"%|\{|\bNone\b|  "),
    "names a field as code does": re.compile(r"[a-z]_[a-z]|\bexpected version\b"),
    "ends with a full stop after one sentence": re.compile(r"^(?!This password)[^.]*\.$"),
    "has a long number without commas": re.compile(r"(?<!entered )(?<!has )(?<!like )(?<![\d,.A-Z])\d{5,}"),
}


TYPED = re.compile(r"“[^“”]*”(?= is not )")
"""What somebody typed, said back to them."""


def subclasses(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from subclasses(each)


def forms_of_ours() -> list[type]:
    """Every form and formset class of the apps, whether or not a page was asked for."""
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "migrations" not in found.name:
                importlib.import_module(found.name)
    found = {*subclasses(forms.BaseForm), *subclasses(BaseFormSet)}
    return sorted((each for each in found if each.__module__.split(".")[0] in APPS), key=lambda each: each.__qualname__)


def sentences_of(field: forms.Field) -> set[str]:
    """Whatever a field says of bad answers, and whatever else it has ready."""
    said: set[str] = set()
    if isinstance(field, DateField):
        field.likely_from, field.likely_what = date(2001, 1, 1), "the child was born"
    for answer in BAD:
        try:
            value = field.clean(answer)
        except ValidationError as error:
            said.update(error.messages)
        except (TypeError, ValueError, AttributeError):
            continue
        else:
            said.add(field.doubt(value) if isinstance(field, DateField) and value else "")
    return said - {""}


def wrong_with(sentences: dict[str, str]) -> dict[str, list[str]]:
    """The sentences that break a rule, with where they are said, by what is wrong."""
    broken = {
        what: [f"{where}: {said}" for said, where in sentences.items() if rule.search(TYPED.sub("“…”", said))]
        for what, rule in WRONG.items()
    }
    return {what: found for what, found in broken.items() if found}


@pytest.mark.django_db
def test_every_form_says_english_sentences() -> None:
    sentences: dict[str, str] = {}
    for form in forms_of_ours():
        for name, base in getattr(form, "base_fields", {}).items():
            field = deepcopy(base)
            field.label = forms.utils.pretty_name(name) if field.label is None else field.label
            nouns = {key: noun for cls in reversed(form.__mro__) for key, noun in vars(cls).get("nouns", {}).items()}
            reword(field, nouns.get(name, ""))
            sentences |= dict.fromkeys(sentences_of(field), f"{form.__qualname__}.{name}")
    assert len(sentences) > 250
    assert wrong_with(sentences) == {}


PAGES = {
    Stage.GATHERING_REPORTS: ("report_ask", "report_receive_several", "report_record"),
    Stage.DRAFTING: ("plan_outcome_add",),
    Stage.REQUESTED: ("case_close", "contact_add", "child_change"),
}


@pytest.mark.django_db
def test_forms_that_pages_make_say_english_sentences(client_as, monkeypatch) -> None:
    made: list[GovukFormMixin] = []
    begin = GovukFormMixin.__init__

    def begin_and_keep(form, *args, **kwargs) -> None:
        begin(form, *args, **kwargs)
        made.append(form)

    monkeypatch.setattr(GovukFormMixin, "__init__", begin_and_keep)
    people = the_people()
    for stage, names in PAGES.items():
        case = a_case_at(stage, people)
        client = client_as(people.coordinator)
        for name in names:
            client.get(reverse(f"casework:{name}", args=[case.reference]))
    for form in made:
        form.word_errors()
    sentences = {
        sentence: f"{type(form).__qualname__}.{name}"
        for form in made
        for name, field in form.fields.items()
        for sentence in sentences_of(field)
    }
    assert len({type(form) for form in made}) >= 5
    assert wrong_with(sentences) == {}


def test_what_formsets_say_of_themselves_is_ours() -> None:
    formsets = [each for each in forms_of_ours() if issubclass(each, BaseFormSet)]
    sentences = {
        str(sentence).replace("%(num)d", "40"): formset.__qualname__
        for formset in formsets
        for sentence in formset.default_error_messages.values()
    }
    assert formsets
    assert wrong_with(sentences) == {}


def test_what_signing_in_says_is_plain() -> None:
    adapters = (get_adapter(), get_mfa_adapter())
    sentences = [str(each) for adapter in adapters for each in adapter.error_messages.values()]
    assert not [each for each in sentences if re.search(r"and/or|specified|currently|^[^A-Z]", each)]


def refusals() -> Iterator[tuple[str, str]]:
    """The sentence of every refusal that stands where it is raised, with {} for what it tells, and where that is."""
    for path in files("base", *APPS):
        for call in calls(path):
            if ast.unparse(call.func).split(".")[-1] in ("Refused", "NotAllowed") and call.args:
                said = call.args[0]
                parts = said.values if isinstance(said, ast.JoinedStr) else [said]
                texts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts]
                yield "".join(texts), place(path, call)


def test_every_refusal_is_a_whole_sentence() -> None:
    broken = [f"{where}: {said}" for said, where in refusals() if not re.search(r"^(?s:[A-Z“{].*)[.}]$", said)]
    assert broken == []


SAYS_ONLY_WHAT_IS_WRONG = re.compile(
    r"^(?:Only an? [^.]* can [^.]*|You cannot [^.:]*|[^.]* (?:cannot|is not allowed)[^.:;,]*)\.$"
)
"""What leaves its reader alone: one short sentence that refuses, and neither why, nor what to do, nor whom to ask."""


def test_no_refusal_leaves_its_reader_alone() -> None:
    alone = [f"{where}: {said}" for said, where in refusals() if SAYS_ONLY_WHAT_IS_WRONG.search(said)]
    assert alone == []
