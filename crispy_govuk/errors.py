"""The error summary: every error of a page, each linked to the input that puts it right."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, Field
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from .fields import DATE_PARTS, DateInput
from .jinja import render
from .presentation import plain
from .wording import sentences

Entry = dict[str, Any]

WORDED_ANYWHERE = ("required", "invalid_choice", "invalid_pk_value", "invalid_list")
"""What is said in our words of fields that are not ours too: allauth's, and those of filters."""


def parts_in_error(field: BoundField) -> tuple[str, ...]:
    """Return the parts of a date to mark: those its errors name, else all of them; none where there is no error."""
    if not field.errors:
        return ()
    named = {part for error in field.errors.as_data() for part in (error.params or {}).get("parts", DATE_PARTS)}
    return tuple(part for part in DATE_PARTS if part in named)


def element_id(field: BoundField) -> str:
    """Return the id of the field's first input, also where a form turned automatic ids off."""
    return field.auto_id or field.html_name


def error_sentences(field: BoundField) -> list[str]:
    """Return a field's errors as plain text, each once. Django's own sentences are reworded on forms not ours too."""
    ours = sentences(field.field)
    said = (
        ours[str(error.code)] % (error.params or {}) if _is_djangos(error, field.field) else plain(message)
        for error, message in zip(field.errors.as_data(), field.errors, strict=True)
    )
    return list(dict.fromkeys(said))


def _is_djangos(error: ValidationError, field: Field) -> bool:
    """Whether an error still has the sentence that Django gives it, and there is a better one."""
    defaults = [vars(cls).get("default_error_messages", {}).get(error.code) for cls in type(field).__mro__]
    return error.code in WORDED_ANYWHERE and error.message in defaults


def first_input_id(field: BoundField) -> str:
    """Return the id of the input to go to for a field's error: the first, a date's first wrong part, or a choice."""
    first = element_id(field)
    if getattr(field.field, "offered", None):
        return f"{first}_number"
    if isinstance(field.field.widget, DateInput):
        wrong = parts_in_error(field)
        if wrong and wrong[0] != "day":
            return f"{first}_{wrong[0]}"
    return first


def has_errors(form: Any) -> bool:
    """True if a form or formset was submitted and refused."""
    if isinstance(form, BaseFormSet):
        return form.is_bound and form.total_error_count() > 0
    return isinstance(form, BaseForm) and bool(form.errors)


def form_entries(form: BaseForm) -> Iterator[Entry]:
    """Yield the errors of one form: those of no field first, then field by field in their order."""
    for error in form.non_field_errors():
        yield {"text": plain(error)}
    for field in form:
        for sentence in error_sentences(field):
            entry: Entry = {"text": sentence}
            if not field.is_hidden:
                entry["href"] = f"#{first_input_id(field)}"
            yield entry


def entries(form: "BaseForm | BaseFormSet[Any]") -> Iterator[Entry]:
    """Yield the errors of a form, or of a formset and its forms."""
    if isinstance(form, BaseFormSet):
        for error in form.non_form_errors():
            yield {"text": plain(error)}
        for inner in form.forms:
            yield from form_entries(inner)
    else:
        yield from form_entries(form)


def draw_error_summary(*forms: Any) -> SafeString:
    """Draw "There is a problem" for the forms and formsets given, or nothing if none was refused.

    What several fields say alike stands there once, with a link to the first of them.
    """
    found: dict[str, Entry] = {}
    for form in forms:
        for entry in entries(form) if has_errors(form) else ():
            if "href" not in found.setdefault(entry["text"], entry):
                found[entry["text"]] = entry
    if not found:
        return SafeString("")
    return render("error-summary", titleText="There is a problem", errorList=list(found.values()))
