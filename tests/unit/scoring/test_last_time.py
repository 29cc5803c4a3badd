"""Last time: the form of an earlier case of the same child, and the levels that can be taken from it."""

from datetime import UTC, datetime, timedelta

import pytest

from base.clock import acting_at, now
from casework.enums import CaseKind, Stage
from casework.models import Case
from scoring.enums import FormStatus
from scoring.models import RasForm
from scoring.rasform.actions import submit_form
from scoring.rasform.queries import last_time_of, previous_form_of
from scoring.scores.rules import Scored, Shown, last_times
from tests.factories.forms import LONG_ENOUGH, USUAL, a_case_to_score, a_draft, a_submitted_form

GIVEN = datetime(2025, 5, 12, tzinfo=UTC)
SHOWN = Shown(4, "Makes friends", ((40, 0, "None"), (41, 1, "Low"), (42, 2, "Medium")))


@pytest.mark.parametrize(
    ("was", "level"),
    [
        (Scored(4, "Makes friends", 42, 2, "Medium", ""), 42),
        (Scored(4, "Makes friends", 99, 2, "Medium", ""), 42),
        (Scored(4, "Makes friends", 99, 1, "Medium", ""), None),
        (Scored(4, "Makes friends", 99, 2, "Lots", ""), None),
        (Scored(4, "Keeps friends", 42, 2, "Medium", ""), None),
    ],
)
def test_a_level_is_taken_where_the_wording_is_the_same(was, level):
    last = last_times([SHOWN], [was], GIVEN)[4]
    assert (last.level_id, last.level_name) == (level, was.level_name)


def test_an_outcome_that_was_not_there_has_no_last_time():
    assert last_times([SHOWN], [Scored(5, "Sleeps well", 42, 2, "Medium", "")], GIVEN) == {}


def test_an_outcome_that_was_moved_is_found_by_its_wording():
    before = [Scored(4, "Sleeps well", 98, 1, "Low", ""), Scored(5, "Makes friends", 99, 2, "Medium", "")]
    moved = Shown(5, "Sleeps well", ((50, 0, "None"), (51, 1, "Low")))
    last = last_times([SHOWN, moved], before, GIVEN)
    assert {position: (each.wording, each.level_id) for position, each in last.items()} == {
        4: ("Makes friends", 42),
        5: ("Sleeps well", 51),
    }


def test_an_outcome_in_the_place_of_one_that_moved_is_new():
    before = [Scored(4, "Makes friends", 99, 2, "Medium", "")]
    added = Shown(4, "Sleeps well", ())
    assert last_times([added, Shown(5, "Makes friends", ((42, 2, "Medium"),))], before, GIVEN).keys() == {5}


def a_review_of(form: RasForm, coordinator):
    """A later case of the same child, at scoring."""
    case = a_case_to_score(coordinator)
    case.child, case.kind = form.case.child, CaseKind.KEY_STAGE_REVIEW
    case.save()
    return case


@pytest.fixture
def earlier(coordinator, db):
    with acting_at(now() - timedelta(days=400)):
        return a_submitted_form(coordinator)


def test_a_revisit_has_the_last_form_of_the_child(earlier, coordinator):
    review = a_review_of(earlier, coordinator)
    assert previous_form_of(review) == earlier
    form = a_draft(coordinator, case=review)
    last = last_time_of(form)
    assert [last[position].level_name for position in (1, 2, 5, 6)] == ["Low", "Medium", "High", "No difficulties"]
    assert last[1].reason == LONG_ENOUGH
    assert last[1].level_id == earlier.scores.get(outcome__position=1).level_id
    assert last[1].submitted_at.date() == earlier.edited_at.date()


def test_a_later_form_a_draft_and_another_child_are_not_last_time(earlier, coordinator):
    assert previous_form_of(earlier.case) is None
    assert previous_form_of(a_case_to_score(coordinator)) is None
    review = a_review_of(earlier, coordinator)
    RasForm.objects.filter(pk=earlier.pk).update(status=FormStatus.DRAFT)
    assert previous_form_of(review) is None


def test_the_newest_of_two_is_last_time(earlier, coordinator):
    with acting_at(now() - timedelta(days=20)):
        newer = submit_form(a_draft(coordinator, USUAL, a_review_of(earlier, coordinator)), by=coordinator)
    Case.objects.filter(pk=newer.case_id).update(stage=Stage.WITHDRAWN)
    assert previous_form_of(a_review_of(earlier, coordinator)) == newer
