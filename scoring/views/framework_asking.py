"""What a page of a draft does when it is refused: the sentence joins the form, and what was typed stays."""

from collections.abc import Callable
from typing import TypeVar

from accounts.exceptions import Stale
from casework.views.asking import act_or_explain
from crispy_govuk.forms import GovukForm
from scoring.models import Framework

T = TypeVar("T")


def act_on_draft(form: GovukForm, framework: Framework, act: Callable[[], T]) -> T | None:
    """Do `act`; when it is refused, say why at the head of the form and return None.

    What was refused because somebody changed the draft may be sent again: the form's `edits` are then those of now.
    """
    return act_or_explain(form, lambda: _counting_anew(form, framework, act))


def _counting_anew(form: GovukForm, framework: Framework, act: Callable[[], T]) -> T:
    try:
        return act()
    except Stale:
        framework.refresh_from_db(fields=["edits"])
        form.data = {**dict(form.data.items()), "edits": framework.edits}
        raise
