"""How a field is drawn, where its widget alone cannot say."""

from typing import Any, Literal, TypedDict

from django.forms import BoundField


class Presentation(TypedDict, total=False):
    """Wishes for one field. Give them in the form's `presentation`, or to `{% govuk_field %}`."""

    label: str  # in place of the field's own, where the form is not ours
    hint: str  # in place of its help text; "" hides it
    inline: bool  # radios and checkboxes side by side
    small: bool  # small radios and checkboxes
    size: Literal["xl", "l", "m", "s", ""]  # of the label or legend; "" is regular weight
    heading: bool  # the label or legend is the page's h1
    hide_label: bool  # only for screen readers, where a table heading already says it
    width: Literal[2, 3, 4, 5, 10, 20, 30] | None  # of an input, in characters
    prefix: str
    suffix: str
    rows: int  # of a text area
    threshold: int  # per cent of the limit typed before the character count shows
    choice_hints: dict[Any, str]  # hint under a radio or checkbox, by its value
    reveals: dict[str, tuple[str, ...]]  # fields asked only once a radio is chosen, by its value; not in the layout
    names_nobody: bool  # choices that the form sets itself are no people's, so that a process may keep the drawing
    classes: str  # more classes on the input, or on the group of radios


KEYS = frozenset(Presentation.__annotations__)


def presentation_of(field: BoundField, **wishes: Any) -> Presentation:
    """Merge what the field, its form and the tag ask for; the last word wins. Raises TypeError on an unknown wish."""
    unknown = wishes.keys() - KEYS
    if unknown:
        raise TypeError(f"govuk_field takes no {', '.join(sorted(unknown))}")
    merged: dict[str, Any] = dict(getattr(field.field, "presentation", {}))
    hints = getattr(field.field, "choice_hints", None)
    if hints:
        merged["choice_hints"] = hints
    merged |= getattr(field.form, "presentation", {}).get(field.name, {})
    merged |= wishes
    return merged  # type: ignore[return-value]


def label_params(field: BoundField, how: Presentation, default_size: str, block: str) -> dict[str, Any]:
    """Return the label's or legend's parameters: the text is always escaped, marked safe or not."""
    size = how.get("size", default_size)
    classes = [f"{block}--{size}"] if size else []
    if how.get("hide_label"):
        classes.append("govuk-visually-hidden")
    return {
        "text": plain(how.get("label", field.label)),
        "classes": " ".join(classes),
        "isPageHeading": how.get("heading", False),
    }


def plain(text: Any) -> str:
    """Return text as a plain string, so that a template escapes it even if somebody marked it safe."""
    return str.__str__(str(text))


def text_or_html(text: Any) -> dict[str, Any]:
    """Return {"html": …} for help marked safe (Django's password rules are a list), else {"text": …}."""
    text = str(text)
    return {"html": text} if hasattr(text, "__html__") else {"text": text}
