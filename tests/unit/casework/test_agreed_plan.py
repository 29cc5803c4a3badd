"""What a TAC meeting agreed stays as it agreed it, in the words as in the figures."""

from datetime import timedelta

import pytest

from base.clock import today
from base.refusals import Refused
from casework.enums import SectionLetter, Stage
from casework.plan.actions import remove_outcome, save_outcome, save_section
from casework.versions.actions import plan_version_of
from tests.factories.journeys import a_case_at, conclude, convene, the_people


def test_outcomes_and_provision_are_not_rewritten_once_agreed(db):
    people = the_people()
    case = a_case_at(Stage.TAC, people)
    plan, by = plan_version_of(case), people.coordinator
    save_section(plan, SectionLetter.F, "Two hours a week.", by=by)
    conclude(convene(case, people), people)
    outcome = plan.outcomes.get()
    with pytest.raises(Refused, match="has ended with these figures"):
        save_section(plan, SectionLetter.F, "Ten hours a week.", by=by)
    with pytest.raises(Refused, match="has ended with these figures"):
        save_outcome(plan, text="Another.", achieve_by=today() + timedelta(days=90), outcome=outcome, by=by)
    with pytest.raises(Refused, match="has ended with these figures"):
        remove_outcome(outcome, by=by)
    assert save_section(plan, SectionLetter.A, "Likes trains.", by=by).text == "Likes trains."
    convene(case, people)
    assert save_section(plan, SectionLetter.F, "Ten hours a week.", by=by).text == "Ten hours a week."
