"""Wherever a person types a date, a time or a number it is read by the form pack's own field.

A date stands on a form that asks back what is likely a slip.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.forms.forms import BaseForm
from django.urls import get_resolver
from django_filters import FilterSet

from crispy_govuk.fields import DateField
from crispy_govuk.forms import GovukFormMixin
from crispy_govuk.typed import PlainNumber
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


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_a_day_far_off_is_asked_back_by_every_field(form: type[BaseForm]):
    """Whatever is asked, and in a filter too: 1016 and 2106 are slips."""
    for name in of(form, DateField):
        field: DateField = form.base_fields[name]  # type: ignore[attr-defined]
        assert field.doubt(date(1016, 5, 9))
        assert field.doubt(date(2106, 5, 9)) or field.latest


def test_a_filter_asks_no_day_of_its_own():
    """Filters of lists (django-filter) ask for a day in our own field, or for none."""
    list(get_resolver().url_patterns)
    filters = [each for each in every_filter() if each.__module__.split(".")[0] in APPS]
    assert filters
    for each in filters:
        assert not of(each().form.__class__, forms.DateField) + of(each().form.__class__, forms.DateTimeField)


def every_filter(below: type[FilterSet] = FilterSet) -> Iterator[type[FilterSet]]:
    for each in below.__subclasses__():
        yield each
        yield from every_filter(each)


# What a page carries along, such as the version it shows, nobody types.
HIDDEN = forms.HiddenInput


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_times_and_numbers_are_typed_in_our_own_fields(form: type[BaseForm]):
    typed = [name for name in of(form, forms.Field) if not isinstance(form.base_fields[name].widget, HIDDEN)]  # type: ignore[attr-defined]
    of_django = set(of(form, forms.IntegerField) + of(form, forms.TimeField)) & set(typed)
    assert of_django <= set(of(form, PlainNumber))  # type: ignore[type-abstract]
