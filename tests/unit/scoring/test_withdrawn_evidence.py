"""What rests on a report that is withdrawn: a draft no longer does, a submitted form keeps that it did."""

import pytest

from base.refusals import Refused
from casework.report_corrections.actions import put_report_back, withdraw_report
from casework.reports.actions import mark_passage
from scoring.frameworks.queries import outcomes_of
from scoring.models import Evidence
from scoring.rasform.actions import recall_form, save_outcome, submit_form
from scoring.rasform.forms import ScoringPage
from scoring.scores.presenters import profile_page
from scoring.scores.queries import scores_of, withdrawn_evidence
from scoring.scores.rules import Entry
from tests.factories.forms import USUAL, a_draft

QUOTE = "two or three times a week"


@pytest.fixture
def form(coordinator):
    """A draft whose first outcome rests on a passage of the first report, and on the report as a whole."""
    form = a_draft(coordinator, USUAL)
    report, outcome = form.case.reports.first(), outcomes_of(form.framework)[0]
    passage = mark_passage(report, quote=QUOTE, by=coordinator)
    entry = Entry(outcome.levels.all()[1].pk, "Why", frozenset({report.pk}), passage_ids=frozenset({passage.pk}))
    save_outcome(form, outcome, entry, None, by=coordinator)
    return form


def withdrawn(form, coordinator):
    return withdraw_report(form.case.reports.first(), reason="It is the wrong document.", by=coordinator)


def evidence_at_first(form):
    return list(scores_of(form)[0].evidence.all())


def test_a_draft_no_longer_rests_on_it_and_the_scorer_is_told(form, coordinator):
    report = withdrawn(form, coordinator)
    assert evidence_at_first(form) == []
    page = ScoringPage(form)
    assert page.withdrawn == {1: ["Educational psychology"]}
    assert report not in [each.report for each in page.evidence.reports]
    outcome = outcomes_of(form.framework)[0]
    chosen = Entry(outcome.levels.all()[1].pk, "Why", frozenset({report.pk}))
    with pytest.raises(Refused, match="Choose the evidence for outcome 1 from the received reports of this case"):
        save_outcome(form, outcome, chosen, None, by=coordinator)


def test_what_is_submitted_after_that_never_rested_on_it(form, coordinator):
    withdrawn(form, coordinator)
    form = submit_form(form, by=coordinator)
    assert not Evidence.objects.filter(score__form=form).exists()
    assert withdrawn_evidence(form) == {}


def test_a_report_put_back_is_evidence_as_before(form, coordinator):
    report = withdrawn(form, coordinator)
    put_report_back(report, reason="It was the right one.", by=coordinator)
    assert len(evidence_at_first(form)) == 2
    assert ScoringPage(form).withdrawn == {}


def test_a_submitted_form_keeps_its_record_without_the_words(form, coordinator):
    form = submit_form(form, by=coordinator)
    withdrawn(form, coordinator)
    row = profile_page(form).rows[0]
    assert (row.passages, row.whole_reports) == ([], [])
    assert [rest.source for rest in row.withdrawn] == ["Educational psychology", "Educational psychology"]
    assert all(not rest.quote for rest in row.rests)


def test_taken_back_the_form_no_longer_rests_on_it(form, coordinator):
    form = submit_form(form, by=coordinator)
    withdrawn(form, coordinator)
    form = recall_form(form, by=coordinator)
    assert evidence_at_first(form) == []
    assert withdrawn_evidence(form) == {1: ["Educational psychology"]}
