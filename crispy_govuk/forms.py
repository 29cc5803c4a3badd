"""Base classes: a form that is drawn, worded and submitted in our way without boilerplate."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Literal

from crispy_forms import layout as crispy
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .fields import DateField, meant_name
from .presentation import Presentation
from .wording import reword


class Fieldset(crispy.Fieldset):
    """Fields under one legend. Unlike crispy's own, the legend is text: escaped, and never run as a template."""

    def render(self, form: Any, context: Any, template_pack: Any = crispy.TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        """Draw the legend and the fields."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        drawn = {"fieldset": self, "legend": str.__str__(str(self.legend)), "fields": fields}
        return render_to_string(self.get_template_name(template_pack), drawn)


@dataclass(frozen=True)
class Button:
    """A submit button. Give a name and a value where the view must know which one was pressed."""

    text: str
    name: str = ""
    value: str = ""
    style: Literal["primary", "secondary", "warning"] = "primary"

    @property
    def classes(self) -> str:
        """The GOV.UK class of its style."""
        return "" if self.style == "primary" else f"govuk-button--{self.style}"


def govuk_helper(
    submit: str = "Save and continue",
    *layout: Any,
    buttons: tuple[Button, ...] = (),
    cancel_url: str = "",
    action: str = "",
    method: Literal["post", "get"] = "post",
    form_tag: bool = True,
) -> FormHelper:
    """Return a crispy helper: browser validation off, hidden fields drawn, one submit button (none for submit="").

    `layout` are crispy layout objects and field names; left out, every field is drawn in its order.
    `buttons` stand after the submit button; `cancel_url` adds a "Cancel" link after them.
    """
    helper = FormHelper()
    helper.attrs = {"novalidate": True}
    helper.form_method, helper.form_action, helper.form_tag = method, action, form_tag
    helper.render_hidden_fields = True
    helper.include_media = False
    helper.cancel_url = cancel_url
    if layout:
        helper.layout = Layout(*layout)
    for button in ((Button(submit),) if submit else ()) + buttons:
        helper.add_input(button)
    return helper


@dataclass(frozen=True)
class AskedBack:
    """A typed date that is likely a slip, and whether the person has ticked that it is meant."""

    day: date
    is_meant: bool


class GovukFormMixin:
    """Words a form's errors from its labels, and gives it a helper with a button and, with `cancel_url`, a way back.

    A date that is likely a slip is asked back: a tick to say that it is meant stands under it.
    Set `submit`, or override `helper`.
    """

    submit: ClassVar[str] = "Save and continue"
    presentation: ClassVar[dict[str, Presentation]] = {}
    nouns: ClassVar[dict[str, str]] = {}
    """What fields are called in a sentence where their labels do not read in one: {"to": "last day"}. They add up."""
    fields: dict[str, forms.Field]
    data: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel_url = cancel_url
        self.asked_back: dict[str, AskedBack] = {}
        for name, field in self.fields.items():
            if field.label is None:
                field.label = forms.utils.pretty_name(name)

    def full_clean(self) -> None:
        """Word the errors before there are any: also of fields that were added, and by labels that were changed.

        A form that was not sent has none.
        """
        if self.is_bound:  # type: ignore[attr-defined]
            self.word_errors()
        super().full_clean()  # type: ignore[misc]

    def word_errors(self) -> None:
        """Give each field its sentences."""
        nouns: dict[str, str] = {}
        for cls in reversed(type(self).__mro__):
            nouns |= vars(cls).get("nouns", {})
        for name, field in self.fields.items():
            reword(field, nouns.get(name, ""))

    def ask_back_before(self, day: date, what: str) -> None:
        """Ask back every date of the form that lies before `day`, on which `what` happened: "the child was born"."""
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.likely_from, field.likely_what = day, what

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name) if isinstance(field, DateField) else None
            if value and (doubt := field.doubt(value)):  # type: ignore[attr-defined]
                sent_as = meant_name(self[name].html_name)  # type: ignore[index]
                asked = self.asked_back[name] = AskedBack(value, self.data.get(sent_as) == value.isoformat())
                if not asked.is_meant:
                    self.add_error(name, ValidationError(doubt, code="far_off"))  # type: ignore[attr-defined]

    @cached_property
    def helper(self) -> FormHelper:
        """How `{% crispy form %}` draws the form."""
        return govuk_helper(self.submit, cancel_url=self.cancel_url)


class GovukForm(GovukFormMixin, forms.Form):
    """A form in the GOV.UK style."""

    use_required_attribute = False
