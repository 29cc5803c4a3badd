"""Error sentences in the GOV.UK style, made from a field's label when its author gave none."""

import re
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

ARTICLES = ("a ", "an ", "the ", "your ", "their ", "our ", "any ", "each ")
ASKING = re.compile(
    r"(?:in |from |to |for |by |of |at )?(?:who|whom|whose|what|which|why|where|when|how|whether|if)\b", re.IGNORECASE
)
NO_NULL = ProhibitNullCharactersValidator.code
OUT_OF_DATE = "This page is out of date. Open it again, and do what you meant to do there"


HIDDEN_CODES = ("required", "invalid", "invalid_choice", "min_value", "max_value", "max_length", NO_NULL)


def named(label: Any) -> str:
    """Return a label as it stands on the page, without what only says that it may be left empty."""
    return str.__str__(str(label or "")).strip().rstrip(":").removesuffix("(optional)").strip()


def noun(label: Any) -> str:
    """Return a label as a sentence reads it: "Date of birth" -> "the date of birth", "Who pays" -> "who pays"."""
    text = named(label)
    if len(text) < 2 or text[1].islower() or text[1] == " ":
        text = text[:1].lower() + text[1:]
    return text if text.startswith(ARTICLES) or ASKING.match(text) else f"the {text}"


def opening(label: Any) -> str:
    """Return the same at the start of a sentence: "The date of birth", "The answer to “Who pays”"."""
    if is_question(label) or ASKING.match(named(label)):
        return f"The answer to “{named(label)}”"
    text = noun(label)
    return text[:1].upper() + text[1:]


def is_question(label: Any) -> bool:
    """True if the label asks instead of naming, so that it can only be quoted in a sentence."""
    return named(label).endswith("?")


def required_sentence(field: forms.Field, name: str = "") -> str:
    """Return what to do about a field left empty. `name` is how it is called in a sentence, if not by its label."""
    widget, label = field.widget, name or field.label
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{named(field.label)}” to continue"
    verb = "Select" if isinstance(widget, forms.RadioSelect | forms.Select | forms.FileInput) else "Enter"
    if is_question(label):
        return "Select a file" if isinstance(widget, forms.FileInput) else f"{verb} an answer to “{named(label)}”"
    return f"{verb} {noun(label)}"


def sentences(field: forms.Field, name: str = "") -> dict[str, str]:
    """Return the GOV.UK sentence for each error a Django field can raise by itself."""
    if field.widget.is_hidden:
        return dict.fromkeys(HIDDEN_CODES, OUT_OF_DATE)
    the = opening(name or field.label).replace("%", "%%")
    most, least = getattr(field, "max_value", None), getattr(field, "min_value", None)
    return {
        "required": required_sentence(field, name),
        "invalid_choice": "Select one of the choices listed",
        "invalid_pk_value": "Select one of the choices listed",
        "invalid_list": "Select one of the choices listed",
        "max_length": f"{the} must be {_length(field)} characters or fewer (you entered %(show_value)d)",
        "min_length": f"{the} must be %(limit_value)d characters or more",
        "min_value": f"{the} must be {_number(least, '%(limit_value)s')} or more",
        "max_value": f"{the} must be {_number(most, '%(limit_value)s')} or fewer",
        "max_digits": f"{the} must have no more than %(max)s digits",
        "max_decimal_places": f"{the} must have no more than %(max)s decimal places",
        "max_whole_digits": f"{the} must have no more than %(max)s digits before the decimal point",
        NO_NULL: f"{the} has a character that cannot be kept. Type it instead of pasting it",
        **_invalid(field, the),
    }


def _length(field: forms.Field) -> str:
    return _number(getattr(field, "max_length", None), "%(limit_value)d")


def _number(number: Any, otherwise: str) -> str:
    """A number that is known as people write it: "100,000"."""
    return otherwise if number is None or callable(number) else f"{number:,}"


def _invalid(field: forms.Field, the: str) -> dict[str, str]:
    if isinstance(field, forms.FileField):
        return {
            "invalid": "The file did not arrive. Choose it again",
            "missing": "Select a file",
            "empty": "The file is empty. Check the file and choose it again.",
            "max_length": "The name of the file must be %(max)d characters or fewer (it has %(length)d)",
        }
    if isinstance(field, forms.EmailField):
        return {"invalid": "Enter an email address in the correct format, like name@example.com"}
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return {"invalid": f"{the} must be a number, like 7.5"}
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"{the} must be a whole number"}
    return {}


def reword(field: forms.Field, name: str = "") -> None:
    """Give a field the GOV.UK sentence for every error whose sentence is still Django's own."""
    if getattr(field, "words_itself", False):
        return
    defaults: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        defaults |= getattr(cls, "default_error_messages", {})
    if hasattr(field, "validate_no_null_characters"):  # a choice of records asks it directly
        field.validate_no_null_characters = ProhibitNullCharactersValidator("Select one of the choices listed")
    for code, sentence in sentences(field, name).items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = sentence
