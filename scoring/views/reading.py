"""How a page about a given form begins: by whom it is read is noted, and a draft stays its scorer's own."""

from scoring.actions.recall import note_opened
from scoring.permissions.forms import check_user_can_read_form
from scoring.queries.forms import form_of


def form_to_read(case, user):
    """The form of the case as this person may read it, or None; somebody else's first reading ends its recall."""
    form = form_of(case)
    if form is None:
        return None
    check_user_can_read_form(user, form)
    note_opened(form, by=user)
    return form
