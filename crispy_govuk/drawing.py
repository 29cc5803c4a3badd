"""Draw one bound field with the GOV.UK macro its widget calls for."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from base.words import day_in_words

from .errors import element_id, error_sentences, parts_in_error
from .fields import DATE_PARTS, DateInput, MoneyField, MoneyInput, date_parts, meant_name
from .found import Choice, FoundField, FoundInput, Typed
from .jinja import render, render_kept
from .presentation import Presentation, label_params, plain, presentation_of, text_or_html

Params = dict[str, Any]

#: Set by the macros themselves, or left out on purpose: the server answers in sentences, so the browser must not
#: stop a submission (`required`, `min`, …) or cut off what is typed (`maxlength`).
NOT_PASSED_ON = {
    *("id", "name", "type", "value", "class", "rows", "cols", "autocomplete", "inputmode", "spellcheck"),
    *("required", "min", "max", "step", "minlength", "maxlength", "pattern"),
    *("placeholder", "autofocus", "aria-describedby", "aria-invalid"),
}

WIDTHS = {"day": "govuk-input--width-2", "month": "govuk-input--width-2", "year": "govuk-input--width-4"}


def draw_field(field: BoundField, **wishes: Any) -> SafeString:
    """Draw a field: label, hint, error and input. `wishes` are those of `Presentation`."""
    if field.is_hidden:
        return mark_safe(str(field))  # noqa: S308 - Django's own rendering
    how = presentation_of(field, **wishes)
    for widget_class, draw in DRAWERS:
        if isinstance(field.field.widget, widget_class):
            return draw(field, how)
    return _input(field, how)


def _common(field: BoundField, how: Presentation) -> Params:
    params: Params = {"id": element_id(field), "name": field.html_name}
    hint = how.get("hint", field.help_text)
    if hint:
        params["hint"] = text_or_html(hint)
    if field.errors:
        params["errorMessage"] = {"text": " ".join(error_sentences(field))}
    if how.get("classes"):
        params["classes"] = how["classes"]
    return params


def _labelled(field: BoundField, how: Presentation) -> Params:
    return _common(field, how) | {
        "label": label_params(field, how, "s", "govuk-label"),
        "attributes": _attributes(field),
    }


def _grouped(field: BoundField, how: Presentation) -> Params:
    return _common(field, how) | {"fieldset": {"legend": label_params(field, how, "s", "govuk-fieldset__legend")}}


def _attributes(field: BoundField) -> dict[str, str]:
    attrs = {name: value for name, value in field.field.widget.attrs.items() if name not in NOT_PASSED_ON}
    if field.field.disabled:
        attrs["disabled"] = True
    return {name: "" if value is True else str(value) for name, value in attrs.items() if value not in (None, False)}


def _choices(field: BoundField, how: Presentation, mark: str) -> list[Params]:
    """Return the choices as macro items, the chosen ones marked, groups flattened into their labels."""
    chosen = _chosen(field)
    hints = {str(value): hint for value, hint in how.get("choice_hints", {}).items()}
    items = []
    for value, label in _flat(field.field.widget.choices):
        text = "" if value is None else str(value)
        item: Params = {"value": text, "text": plain(label), mark: text in chosen}
        if revealed := how.get("reveals", {}).get(text):
            drawn = SafeString("").join(draw_field(field.form[name]) for name in revealed)
            item["conditional"] = {"html": drawn}
        if hints.get(text):
            item["hint"] = {"text": plain(hints[text])}
        if field.field.disabled:
            item["disabled"] = True
        items.append(item)
    return items


def _names_nobody(field: BoundField, how: Presentation) -> bool:
    """Whether the choices stand in the code. Others may be children or their families, whom a process does not keep."""
    if how.get("names_nobody"):
        return True
    choices = getattr(field.field, "choices", None)
    declared = getattr(getattr(field.form, "base_fields", {}).get(field.name), "choices", None)
    return isinstance(choices, list) and choices == declared


def _chosen(field: BoundField) -> set[str]:
    value = field.field.widget.format_value(field.value())
    return {value} if isinstance(value, str) else {str(one) for one in value or ()}


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((inner, f"{value}: {text}") for inner, text in label)
        else:
            yield value, label


def _options(component: str) -> Callable[[BoundField, Presentation], SafeString]:
    def draw(field: BoundField, how: Presentation) -> SafeString:
        params = _grouped(field, how)
        styles = [f"govuk-{component}--{style}" for style in ("inline", "small") if how.get(style)]
        classes = " ".join([*styles, params.pop("classes", "")]).strip()
        items = [
            item | {"id": params["id"] if index == 0 else f"{params['id']}-{index + 1}"}
            for index, item in enumerate(_choices(field, how, "checked"))
        ]
        drawn = render_kept if _names_nobody(field, how) else render
        return drawn(component, **params, idPrefix=params["id"], classes=classes, items=items)

    return draw


def _checkbox(field: BoundField, how: Presentation) -> SafeString:
    params = _common(field, how)
    value = field.field.widget.attrs.get("value", "on")
    checked = field.field.widget.check_test(field.value())
    item = {"id": params["id"], "value": value, "text": plain(how.get("label", field.label)), "checked": checked}
    if hint := params.pop("hint", None):
        item["hint"] = hint
    classes = "govuk-checkboxes--small" if how.get("small") else ""
    return render("checkboxes", **params | {"classes": classes}, idPrefix=params["id"], items=[item])


def _select(field: BoundField, how: Presentation) -> SafeString:
    params = _labelled(field, how)
    if isinstance(field.field.widget, forms.SelectMultiple):
        params["attributes"]["multiple"] = ""
    drawn = render_kept if _names_nobody(field, how) else render
    return drawn("select", **params, items=_choices(field, how, "selected"))


def _date(field: BoundField, how: Presentation) -> SafeString:
    params = _grouped(field, how)
    first, name = params["id"], params.pop("name")
    wrong = parts_in_error(field)
    items = [
        {
            "name": f"{name}_{part}",
            "id": first if part == "day" else f"{first}_{part}",
            "label": part.title(),
            "value": "" if value is None else str(value),
            "inputmode": "numeric",
            "classes": WIDTHS[part] + (" govuk-input--error" if part in wrong else ""),
            "attributes": _attributes(field),
        }
        for part, value in zip(DATE_PARTS, date_parts(field.value()), strict=True)
    ]
    # The group has its own id, so that the first input keeps the one the error summary links to.
    drawn = render("date-input", **params | {"id": f"{first}-group"}, items=items)
    asked = getattr(field.form, "asked_back", {}).get(field.name)
    return drawn + _is_meant(name, first, asked.day, checked=asked.is_meant) if asked else drawn


def _is_meant(name: str, first: str, day: date, *, checked: bool) -> SafeString:
    """The tick under a date that was asked back."""
    text = f"Yes, {day_in_words(day)} is right"
    item = {"id": meant_name(first), "value": day.isoformat(), "text": text, "checked": checked}
    return render("checkboxes", name=meant_name(name), idPrefix=meant_name(first), items=[item])


def _textarea(field: BoundField, how: Presentation) -> SafeString:
    params = _labelled(field, how)
    params["attributes"].setdefault("dir", "auto")
    params |= {"value": field.value() or "", "rows": how.get("rows", field.field.widget.attrs.get("rows") or 5)}
    if str(params["rows"]) == "10" and "rows" not in how:  # Django's default, taller than most answers
        params["rows"] = 5
    limit = getattr(field.field, "max_length", None)
    if limit is None:
        return render_kept("textarea", **params)
    return render_kept("character-count", **params, maxlength=limit, threshold=how.get("threshold"))


def _file(field: BoundField, how: Presentation) -> SafeString:
    params = _labelled(field, how)
    multiple = getattr(field.field.widget, "allow_multiple_selected", False)
    params["attributes"].pop("multiple", None)
    drawn = render("file-upload", **params, javascript=True, multiple=multiple)
    kept = getattr(field.field, "kept_files", ())
    return format_html("{}{}", drawn, _kept(field.html_name, params["id"], kept)) if kept else drawn


def _kept(name: str, first: str, kept: Iterable[tuple[str, str, str]]) -> SafeString:
    """The files that were chosen before the form was corrected, each with a tick to leave it out."""
    left_out = f"{name}_left_out"
    items = [
        {"value": token, "text": f"Leave out {file}", "hint": {"text": f"{size}, kept: it goes with the form"}}
        for token, file, size in kept
    ]
    legend = {"text": "Files that are kept", "classes": "govuk-fieldset__legend--s"}
    tokens = format_html_join("", '<input type="hidden" name="{}_kept" value="{}">', ((name, each[0]) for each in kept))
    ticks = render(
        "checkboxes",
        name=left_out,
        idPrefix=f"{first}_left_out",
        fieldset={"legend": legend},
        classes="govuk-checkboxes--small",
        items=items,
    )
    return format_html("{}{}", tokens, ticks)


def _found(field: BoundField, how: Presentation) -> SafeString:
    """The name and, once that is clear, who or what is meant; beside it what else may be answered."""
    params, finds = _labelled(field, how), field.field
    assert isinstance(finds, FoundField)  # noqa: S101 - its widget is of no other field
    first, name = params["id"], params["name"]
    row = finds.chosen if field.form.is_bound else finds.shown
    answer = row if isinstance(row, str) else ""
    taken = finds.source.choices([row])[0] if row and not answer else Choice("", "")
    typed = field.data if field.form.is_bound else Typed()
    words = taken.name or typed.words
    error = params.pop("errorMessage", None)
    drawn = render(
        "input",
        **params | _sized(field, how, params) | {"name": f"{name}_words", "value": words, "autocomplete": "off"},
        **({"errorMessage": error} if error and not finds.offered else {}),
        describedBy=f"{first}-found",
    )
    shown = words if taken.number or finds.offered or answer else ""
    more = format_html(
        '<input type="hidden" name="{0}_shown" value="{1}"><input type="hidden" name="{0}" value="{2}">'
        '<p class="govuk-hint app-found__details" id="{3}-found">{4}</p>',
        *(name, shown, taken.number, first, taken.details),
    )
    radios = _found_radios(field, how, typed.number or answer, error)
    address = reverse(finds.source.url)
    return format_html('<div class="app-found" data-found="{}">{}{}{}</div>', address, drawn, more, radios)


def _found_radios(field: BoundField, how: Presentation, number: str, error: Params | None) -> SafeString:
    """Those of whom one is meant, and the other answers; nothing where there are neither."""
    finds: Any = field.field
    first = f"{element_id(field)}_number"
    items: list[Params] = [
        {"value": each.number, "text": each.name, **({"hint": {"text": each.details}} if each.details else {})}
        for each in finds.source.choices(finds.offered)
    ]
    items += [{"value": value, "text": plain(text), "checked": value == number} for value, text in finds.answers]
    if not items:
        return SafeString("")
    legend = {"text": "Which one do you mean?" if finds.offered else "Or", "classes": "govuk-fieldset__legend--s"}
    return render(
        "radios",
        name=field.html_name,
        idPrefix=first,
        items=items,
        fieldset={"legend": legend},
        classes="govuk-radios--small" if how.get("small") else "",
        **({"errorMessage": error} if error and finds.offered else {}),
    )


def _password(field: BoundField, how: Presentation) -> SafeString:
    autocomplete = field.field.widget.attrs.get("autocomplete", "current-password")
    return render("password-input", **_labelled(field, how), autocomplete=autocomplete)


def _input(field: BoundField, how: Presentation) -> SafeString:
    params, widget = _labelled(field, how), field.field.widget
    params["value"] = widget.format_value(field.value())
    params["type"] = "text" if _is_number(widget) else getattr(widget, "input_type", "text")
    if type(widget) is forms.TextInput:
        params["attributes"].setdefault("dir", "auto")
    for name in ("autocomplete", "inputmode", "spellcheck"):
        if name in widget.attrs:
            params[name] = widget.attrs[name]
    if params.get("spellcheck") in ("true", "false"):
        params["spellcheck"] = params["spellcheck"] == "true"
    return render_kept("input", **params | _affixes(field, how) | _sized(field, how, params))


def _affixes(field: BoundField, how: Presentation) -> Params:
    prefix = how.get("prefix", "£" if isinstance(field.field.widget, MoneyInput) else "")
    pairs = {"prefix": prefix, "suffix": how.get("suffix", "")}
    return {name: {"text": text} for name, text in pairs.items() if text}


def _sized(field: BoundField, how: Presentation, params: Params) -> Params:
    """Return the width class and the keyboard for numbers: an input as wide as its answer."""
    widget, more = field.field.widget, {}
    width = how.get("width")
    if _is_number(widget) or isinstance(widget, MoneyInput):
        broken = isinstance(field.field, forms.FloatField | forms.DecimalField | MoneyField)
        more["inputmode"] = params.get("inputmode") or ("decimal" if broken else "numeric")
        width = width or (10 if isinstance(widget, MoneyInput) else 5)
    if width:
        more["classes"] = f"govuk-input--width-{width} {params.get('classes', '')}".strip()
    return more


def _is_number(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.NumberInput)


#: Most particular first: CheckboxSelectMultiple is a RadioSelect, a PasswordInput a TextInput.
DRAWERS: list[tuple[type[forms.Widget], Callable[[BoundField, Presentation], SafeString]]] = [
    (forms.CheckboxSelectMultiple, _options("checkboxes")),
    (forms.RadioSelect, _options("radios")),
    (forms.CheckboxInput, _checkbox),
    (forms.Select, _select),
    (DateInput, _date),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
    (FoundInput, _found),
]
