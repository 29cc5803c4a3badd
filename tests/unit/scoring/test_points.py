"""The points of a form are those its framework gives, in whatever order and however often its outcomes were saved."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.frameworks.actions import draft_framework, publish_framework
from scoring.frameworks.queries import outcomes_of
from scoring.models import RasForm
from scoring.rasform.actions import save_draft, start_form, submit_form
from scoring.scores.queries import points_of
from scoring.scores.rules import Entry
from tests.factories.forms import a_case_to_score, opened
from tests.factories.frameworks import a_questionnaire, an_outcome

pytestmark = pytest.mark.django_db

POINTS = ((0, 7, 11, 15), (0, 3), (0, 1, 1, 4, 9), (0, 2, 4, 6, 8, 10, 12, 14, 16, 18))
"""Of four outcomes with four, two, five and ten levels."""

PLACES = st.integers(0, len(POINTS) - 1)
SAVES = st.lists(st.dictionaries(PLACES, st.integers(0, 9), min_size=1), max_size=8)
"""Each save names outcomes by place, and a level for each, taken modulo how many there are."""


@pytest.fixture
def form(coordinator, officer) -> RasForm:
    case = a_case_to_score(coordinator)
    outcomes = (an_outcome(f"Outcome {place}", points) for place, points in enumerate(POINTS))
    framework = publish_framework(draft_framework(a_questionnaire(*outcomes), by=officer), by=officer)
    return start_form(case, framework, by=coordinator)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=SAVES, last=st.permutations(range(len(POINTS))), levels=st.tuples(*[st.integers(0, 9)] * len(POINTS)))
def test_points_are_the_frameworks_whatever_the_order_of_saving(form, coordinator, saves, last, levels):
    """After any saves, every outcome is saved once more in any order: the total is that of the last levels."""
    outcomes = list(outcomes_of(form.framework))
    with transaction.atomic():
        for each in (*saves, *({place: levels[place]} for place in last)):
            save_draft(
                form,
                {outcomes[place].pk: entry(outcomes[place], level) for place, level in each.items()},
                by=coordinator,
            )
        submitted = opened(submit_form(form, by=coordinator))
        expected = sum(POINTS[place][level % len(POINTS[place])] for place, level in enumerate(levels))
        assert points_of(submitted) == expected
        transaction.set_rollback(True)


def entry(outcome, level) -> Entry:
    levels = outcome.levels.all()
    return Entry(levels[level % len(levels)].pk, "Seen in class and told by the family alike.")
