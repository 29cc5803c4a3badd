"""What a form page does when the rules refuse: the sentence joins the form, and what was typed stays."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm

from accounts.exceptions import Refused

T = TypeVar("T")


def act_or_explain(form: BaseForm, act: Callable[[], T]) -> T | None:
    """Do `act`; when it is refused, put the sentence at the head of the form and return None."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
