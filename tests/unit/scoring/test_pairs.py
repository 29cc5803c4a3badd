"""Whatever is done with two forms of a case, the pair that is kept is the one that its acts tell."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.refusals import Refused
from scoring.enums import VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import ScoredPair
from scoring.rasform.actions import note_opened, recall_form, reopen_form, save_draft, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.queries import form_of
from scoring.scores.rules import OutcomeVerdict
from scoring.second.actions import (
    ask_second_scoring,
    assign_second_scoring,
    cancel_second_scoring,
    keep_pairs_left_out,
    note_compared,
    start_second_form,
)
from scoring.second.queries import second_scoring_of
from tests.factories.agreement import pairs_from_acts, pairs_kept
from tests.factories.forms import USUAL, a_submitted_form, all_agreed, entries_for, with_queries_answered
from tests.factories.people import a_person
from tests.factories.second_scoring import a_case_asked_for, score_second
from tests.triggers import lifted

pytestmark = pytest.mark.django_db

FIRST = ("rescore", "recall", "open", "compare", "verify", "query", "moderate", "return", "reopen")
SECOND = ("ask", "assign", "cancel", "start", "submit")


class Walk:
    """One case, and whatever people try to do with its two forms; what is refused changes nothing."""

    def __init__(self, coordinator, scorer, lead, officer) -> None:
        self.coordinator, self.scorer, self.lead, self.officer = coordinator, scorer, lead, officer
        self.case = a_submitted_form(coordinator).case
        self.other_scorer = a_person("case_coordinator", full_name="Kit Ward")

    def act(self, what: str, level: int) -> None:
        self.case.refresh_from_db()
        try:
            with transaction.atomic():
                getattr(self, f"_{what}")(form_of(self.case), second_scoring_of(self.case), level)
        except Refused:
            return

    def _rescore(self, form, second, level):
        if form.is_draft:
            save_draft(form, entries_for(form.framework, (level, *USUAL[1:])), by=self.coordinator)
            submit_form(with_queries_answered(form_of(self.case)), by=self.coordinator)

    def _recall(self, form, second, level):
        recall_form(form, by=self.coordinator)

    def _open(self, form, second, level):
        note_opened(form, by=self.lead)

    def _compare(self, form, second, level):
        if second:
            note_compared(second, by=self.lead)

    def _verdicts(self, form, kind=None):
        first = outcomes_of(form.framework)[0]
        return all_agreed(form) | ({first.pk: OutcomeVerdict(kind, None, "What shows it?")} if kind else {})

    def _verify(self, form, second, level):
        verify_form(form, self._verdicts(form), by=self.lead)

    def _query(self, form, second, level):
        verify_form(form, self._verdicts(form, VerdictKind.QUERIED), by=self.lead)

    def _moderate(self, form, second, level):
        moderate_form(form, self._verdicts(form), by=self.officer)

    def _return(self, form, second, level):
        moderate_form(form, self._verdicts(form, VerdictKind.QUERIED), by=self.officer)

    def _reopen(self, form, second, level):
        reopen_form(form, reason="A late report.", by=self.coordinator)

    def _ask(self, form, second, level):
        ask_second_scoring(self.case, self.scorer, by=self.lead)

    def _assign(self, form, second, level):
        if second:
            assign_second_scoring(second, self.other_scorer, by=self.lead)

    def _cancel(self, form, second, level):
        if second:
            cancel_second_scoring(second, by=self.lead)

    def _start(self, form, second, level):
        if second and second.scorer:
            start_second_form(second, by=second.scorer)

    def _submit(self, form, second, level):
        if second and second.form:
            save_draft(second.form, entries_for(form.framework, (level, *USUAL[1:])), by=second.scorer)
            submit_form(second.form, by=second.scorer)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([(), ("ask", "start"), ("recall", "ask", "start"), ("ask", "start", "submit")]),
    st.lists(st.tuples(st.sampled_from(FIRST + SECOND), st.integers(0, 3)), max_size=6),
)
def test_the_pair_kept_is_what_the_acts_tell(coordinator, other_coordinator, lead, officer, before, acts) -> None:
    with transaction.atomic():
        walk = Walk(coordinator, other_coordinator, lead, officer)
        for what, level in [*((each, 1) for each in before), *acts]:
            walk.act(what, level)
            assert pairs_kept() == pairs_from_acts()
        transaction.set_rollback(True)


@pytest.mark.parametrize("last", ["submit", "open", "compare", "verify", "query"])
def test_it_is_kept_by_whatever_comes_last(coordinator, other_coordinator, lead, officer, last: str) -> None:
    walk = Walk(coordinator, other_coordinator, lead, officer)
    for what in ("ask", "start", "open" if last == "submit" else "submit"):
        walk.act(what, 1)
    assert not ScoredPair.objects.exists()
    walk.act(last, 2)
    assert pairs_kept() == pairs_from_acts()
    assert ScoredPair.objects.get().first_submitted_by == coordinator


def test_the_database_keeps_it_as_it_is(coordinator, other_coordinator) -> None:
    score_second(a_case_asked_for(coordinator, other_coordinator))
    for change in (lambda: ScoredPair.objects.update(first_points=1), ScoredPair.objects.all().delete):
        with pytest.raises(IntegrityError, match="stay as they were submitted"), transaction.atomic():
            change()


def test_what_was_scored_before_pairs_were_kept_is_filled_in(coordinator, other_coordinator, lead) -> None:
    second = a_case_asked_for(coordinator, other_coordinator)
    score_second(second)
    a_case_asked_for(coordinator, other_coordinator)
    with lifted(connection):
        ScoredPair.objects.all().delete()
    for _ in range(2):
        import_module("scoring.migrations.0008_pairs_of_earlier_forms").fill(apps, connection.schema_editor())
    assert [each["case_id"] for each in pairs_kept()] == [second.case_id]
    assert pairs_kept() == pairs_from_acts()


def test_what_the_version_before_left_out_is_kept_by_the_worker(coordinator, other_coordinator) -> None:
    second = a_case_asked_for(coordinator, other_coordinator)
    score_second(second)
    a_case_asked_for(coordinator, other_coordinator)
    with lifted(connection):
        ScoredPair.objects.all().delete()
    for _ in range(2):
        keep_pairs_left_out()
    assert [each["case_id"] for each in pairs_kept()] == [second.case_id]
    assert pairs_kept() == pairs_from_acts()
