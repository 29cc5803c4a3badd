"""Cases that are scored a second time, brought to a state by the real actions."""

from accounts.enums import Role
from accounts.models import User
from casework.models import Case
from scoring.models import RasForm, SecondScoring
from scoring.rasform.actions import note_opened, save_draft, submit_form
from scoring.scores.queries import form_of
from scoring.second.actions import ask_second_scoring, start_second_form
from tests.factories.forms import USUAL, a_submitted_form, entries_for
from tests.factories.people import a_person
from tests.gallery import made_once


@made_once
def a_case_asked_for(coordinator: User, scorer: User, *, levels: tuple[int, ...] = USUAL) -> SecondScoring:
    """A case whose first form is submitted, and which `scorer` is asked to score a second time."""
    case: Case = a_submitted_form(coordinator, levels).case
    return ask_second_scoring(case, scorer, by=a_person(Role.LEAD_SEND_COORDINATOR))


def score_second(second: SecondScoring, levels: tuple[int, ...] = USUAL) -> RasForm:
    """The second form, begun, filled in with these level positions, and submitted; its scorer then reads the first."""
    assert second.scorer is not None
    form = start_second_form(second, by=second.scorer)
    save_draft(form, entries_for(form.framework, levels), by=second.scorer)
    form = submit_form(form, by=second.scorer)
    first = form_of(second.case)
    assert first is not None
    note_opened(first, by=second.scorer)
    return form
