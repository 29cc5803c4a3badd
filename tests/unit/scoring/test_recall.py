"""Taking a submission back, and opening a verified form again: who may, until when, and what stays in the history."""

import pytest

from base.contribution import Remark
from base.refusals import NotAllowed, Refused
from casework.enums import Stage
from casework.models import Case, StageMove
from scoring.enums import FormActKind, FormPurpose, FormStatus, VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import OutcomeReview, RasForm
from scoring.rasform.actions import note_opened, recall_form, reopen_form, save_draft, submit_form
from scoring.reviews.actions import moderate_form, verify_form
from scoring.scores.queries import drafts_as_remarks, open_queries, queries_from
from scoring.scores.rules import OutcomeVerdict
from tests.factories.forms import a_submitted_form, a_verified_form, all_agreed, entries_for, with_queries_answered
from tests.factories.journeys import a_case_at, the_people

pytestmark = pytest.mark.django_db

REASON = "The speech therapist’s report came in."


def kinds_of(form):
    return list(form.acts.values_list("kind", flat=True))


def query_counts(case_ids):
    """How many queries each returned draft still has to answer, as a list of cases says it."""
    return queries_from(Remark(*row) for row in drafts_as_remarks(case_ids)[1])


def returned_with_a_query(coordinator, lead):
    form = a_submitted_form(coordinator)
    first = outcomes_of(form.framework)[0]
    return verify_form(form, all_agreed(form) | {first.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Why?")}, by=lead)


# Recall


def test_the_scorer_takes_a_submission_back_and_gives_it_again(coordinator):
    form = recall_form(a_submitted_form(coordinator), by=coordinator)
    assert (form.status, form.case.stage) == (FormStatus.DRAFT, Stage.SCORING)
    assert StageMove.objects.filter(reason="The RAS form was taken back by its scorer").count() == 1
    assert OutcomeReview.objects.filter(verdict=VerdictKind.GIVEN).count() == 10
    save_draft(form, entries_for(form.framework), by=coordinator)
    form = submit_form(form, by=coordinator)
    assert kinds_of(form) == ["started", "submitted", "recalled", "submitted"]
    assert form.case.stage == Stage.VERIFICATION


def test_once_somebody_else_has_opened_it_a_submission_stays(coordinator, lead, other_lead):
    form = a_submitted_form(coordinator)
    note_opened(form, by=coordinator)
    assert FormActKind.OPENED not in kinds_of(form)
    note_opened(form, by=lead)
    note_opened(form, by=other_lead)
    assert kinds_of(form).count(FormActKind.OPENED) == 1
    with pytest.raises(Refused, match="You can no longer take the RAS form back: Dan Pryce opened it on "):
        recall_form(form, by=coordinator)


def test_opening_counts_for_one_submission(coordinator, lead):
    form = a_submitted_form(coordinator)
    note_opened(form, by=lead)
    first = outcomes_of(form.framework)[0]
    form = verify_form(form, all_agreed(form) | {first.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Why?")}, by=lead)
    form = submit_form(with_queries_answered(form), by=coordinator)
    assert recall_form(form, by=coordinator).is_draft


def test_whoever_opens_a_form_just_taken_back_is_told_that_it_is_a_draft(coordinator, lead):
    form = a_submitted_form(coordinator)
    recall_form(form, by=coordinator)
    with pytest.raises(NotAllowed, match="Amina Yusuf is still scoring this RAS form"):
        note_opened(form, by=lead)
    assert FormActKind.OPENED not in kinds_of(form)


def test_only_the_scorer_takes_it_back_and_only_what_is_submitted(coordinator, other_coordinator, lead):
    form = a_submitted_form(coordinator)
    with pytest.raises(NotAllowed, match=r"Only Amina Yusuf, who co-ordinates this case, can take its RAS form back\."):
        recall_form(form, by=other_coordinator)
    form = recall_form(form, by=coordinator)
    with pytest.raises(Refused, match="You cannot take back this RAS form now: it is “Being scored”"):
        recall_form(form, by=coordinator)
    form = verify_form(submit_form(form, by=coordinator), all_agreed(form), by=lead)
    with pytest.raises(Refused, match="You cannot take back this RAS form now: it is “Verified”"):
        recall_form(form, by=coordinator)


def test_queries_stand_again_when_their_answer_is_taken_back(coordinator, lead):
    form = submit_form(with_queries_answered(returned_with_a_query(coordinator, lead)), by=coordinator)
    assert (open_queries(form), query_counts([form.case_id])) == ({}, {})
    form = recall_form(form, by=coordinator)
    assert len(open_queries(form)) == 1
    assert query_counts([form.case_id]) == {form.case_id: 1}


# Opening again


@pytest.mark.parametrize("moderated", [False, True])
def test_a_verification_lapses_when_the_form_is_opened_again(coordinator, lead, officer, moderated):
    form = a_verified_form(coordinator, lead)
    if moderated:
        form = moderate_form(form, by=officer)
    form = reopen_form(form, reason=REASON, by=coordinator)
    assert (form.status, form.case.stage) == (FormStatus.DRAFT, Stage.SCORING)
    assert kinds_of(form)[-2:] == ["reopened", "lapsed"]
    assert form.acts.get(kind=FormActKind.REOPENED).note == REASON
    form = submit_form(form, by=coordinator)
    assert (form.status, form.case.stage) == (FormStatus.SUBMITTED, Stage.VERIFICATION)


def test_a_form_that_waits_for_its_allocation_may_be_opened_again(coordinator, lead):
    form = a_verified_form(coordinator, lead)
    Case.objects.filter(pk=form.case_id).update(stage=Stage.ALLOCATION)
    assert reopen_form(form, reason=REASON, by=coordinator).case.stage == Stage.SCORING


def test_a_form_opened_again_has_no_old_queries(coordinator, lead):
    form = submit_form(with_queries_answered(returned_with_a_query(coordinator, lead)), by=coordinator)
    form = reopen_form(verify_form(form, all_agreed(form), by=lead), reason=REASON, by=lead)
    assert (open_queries(form), query_counts([form.case_id])) == ({}, {})


def test_opening_again_is_for_the_coordinator_or_a_lead_and_needs_a_reason(coordinator, other_coordinator, officer):
    form = a_verified_form(coordinator)
    with pytest.raises(NotAllowed, match=r"Only a Case Co-ordinator can open its RAS form again\."):
        reopen_form(form, reason=REASON, by=officer)
    with pytest.raises(NotAllowed, match=r"Only Amina Yusuf, who co-ordinates this case, can open"):
        reopen_form(form, reason=REASON, by=other_coordinator)
    with pytest.raises(Refused, match="Say what new evidence there is"):
        reopen_form(form, reason=" ", by=coordinator)
    form = a_submitted_form(coordinator)
    with pytest.raises(Refused, match="The RAS form is “Submitted”, so there is no verification that would"):
        reopen_form(form, reason=REASON, by=coordinator)


def test_after_the_allocation_a_form_stays_as_it_is():
    people = the_people()
    case = a_case_at(Stage.DRAFTING, people)
    with pytest.raises(Refused, match="the indicative resource rests on its scores"):
        reopen_form(RasForm.objects.get(case=case), reason=REASON, by=people.coordinator)


def test_a_second_form_is_neither_opened_nor_taken_back(coordinator, lead):
    form = a_submitted_form(coordinator)
    RasForm.objects.filter(pk=form.pk).update(purpose=FormPurpose.SECOND)
    form.refresh_from_db(fields=["purpose"])
    note_opened(form, by=lead)
    assert FormActKind.OPENED not in kinds_of(form)
    for act in (lambda: recall_form(form, by=coordinator), lambda: reopen_form(form, reason=REASON, by=lead)):
        with pytest.raises(Refused, match="A second scoring stays as it was submitted"):
            act()
