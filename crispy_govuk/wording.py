"""Error sentences in the GOV.UK style, made from a field's label when its author gave none."""

from typing import Any

from django import forms

ARTICLES = ("a ", "an ", "the ", "your ", "their ", "our ", "how ", "any ", "each ")


def noun(label: Any) -> str:
    """Return a label as it reads inside a sentence: "Date of birth" -> "the date of birth"."""
    text = str.__str__(str(label or "")).strip().rstrip(":").removesuffix("(optional)").strip()
    if len(text) < 2 or text[1].islower() or text[1] == " ":
        text = text[:1].lower() + text[1:]
    return text if text.startswith(ARTICLES) else f"the {text}"


def opening(label: Any) -> str:
    """Return the same at the start of a sentence: "The date of birth"."""
    text = noun(label)
    return text[:1].upper() + text[1:]


def is_question(label: Any) -> bool:
    """True if the label asks instead of naming, so that no sentence can be made around it."""
    return str(label).strip().endswith("?")


def required_sentence(field: forms.Field) -> str:
    """Return what to do about a field left empty."""
    widget, label = field.widget, field.label
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{label}” to continue"
    if isinstance(widget, forms.FileInput):
        return "Select a file" if is_question(label) else f"Select {noun(label)}"
    verb = "Select" if isinstance(widget, forms.RadioSelect | forms.Select) else "Enter"
    return f"{verb} an answer" if is_question(label) else f"{verb} {noun(label)}"


def sentences(field: forms.Field) -> dict[str, str]:
    """Return the GOV.UK sentence for each error a Django field can raise by itself."""
    the = "The answer" if is_question(field.label) else opening(field.label)
    return {
        "required": required_sentence(field),
        "invalid_choice": "Select one of the choices listed",
        "invalid_pk_value": "Select one of the choices listed",
        "invalid_list": "Select one of the choices listed",
        "max_length": f"{the} must be %(limit_value)d characters or fewer (you entered %(show_value)d)",
        "min_length": f"{the} must be %(limit_value)d characters or more",
        "min_value": f"{the} must be %(limit_value)s or more",
        "max_value": f"{the} must be %(limit_value)s or fewer",
        "max_digits": f"{the} must have no more than %(max)s digits",
        "max_decimal_places": f"{the} must have no more than %(max)s decimal places",
        "max_whole_digits": f"{the} must have no more than %(max)s digits before the decimal point",
        "empty": "The file is empty. Check the file and choose it again.",
        "missing": "Select a file",
        **_invalid(field, the),
    }


def _invalid(field: forms.Field, the: str) -> dict[str, str]:
    if isinstance(field, forms.EmailField):
        return {"invalid": "Enter an email address in the correct format, like name@example.com"}
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return {"invalid": f"{the} must be a number, like 7.5"}
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"{the} must be a whole number"}
    return {}


def reword(field: forms.Field) -> None:
    """Give a field the GOV.UK sentence for every error whose sentence is still Django's own."""
    if getattr(field, "words_itself", False):
        return
    defaults: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        defaults |= getattr(cls, "default_error_messages", {})
    for code, sentence in sentences(field).items():
        if field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = sentence
