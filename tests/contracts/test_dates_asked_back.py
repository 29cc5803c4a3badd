"""Wherever a person types a date it is the form pack's own field, on a form that asks back what is likely a slip."""

from collections.abc import Iterator

import pytest
from django import forms
from django.forms.forms import BaseForm
from django.urls import get_resolver

from crispy_govuk.fields import DateField
from crispy_govuk.forms import GovukFormMixin
from tests.contracts.walking import APPS


def every_form(below: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """The forms of our apps, known once every address is."""
    list(get_resolver().url_patterns)
    for form in below.__subclasses__():
        if form.__module__.split(".")[0] in APPS:
            yield form
        yield from every_form(form)


FORMS = sorted({form for form in every_form() if hasattr(form, "base_fields")}, key=lambda form: form.__qualname__)


def of(form: type[BaseForm], kind: type[forms.Field]) -> list[str]:
    fields: dict[str, forms.Field] = form.base_fields  # type: ignore[attr-defined]
    return [name for name, field in fields.items() if isinstance(field, kind)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_dates_are_typed_in_our_own_field(form: type[BaseForm]):
    assert not of(form, forms.DateField) + of(form, forms.DateTimeField)


def test_every_form_that_asks_for_a_date_asks_back():
    """A class of fields alone, which other forms are made with, is part of one that does."""
    with_dates = [form for form in FORMS if of(form, DateField)]
    assert len(with_dates) >= 8
    for form in with_dates:
        used = [form, *(other for other in FORMS if issubclass(other, form))]
        assert any(issubclass(each, GovukFormMixin) for each in used), form.__qualname__


# A filter is no record: any day may be looked for.
OPEN_ENDED = {"TrailFilterForm"}


def test_a_day_far_ahead_is_asked_back_by_every_field():
    """A day in the past by its own bound needs no such question."""
    open_ended = {
        form.__qualname__
        for form in FORMS
        for name in of(form, DateField)
        if form.base_fields[name].likely_to is None  # type: ignore[attr-defined]
    }
    assert open_ended == OPEN_ENDED
