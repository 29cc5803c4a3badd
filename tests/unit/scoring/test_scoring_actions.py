"""Starting, saving and submitting the RAS form, and every refusal with its sentence."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from base.clock import now
from base.refusals import NotAllowed, Refused, Stale
from casework.enums import Part, Stage
from casework.models import CasePart
from scoring.enums import AgeVersion, FormStatus
from scoring.frameworks.queries import outcomes_of
from scoring.models import Framework, RasForm, Score
from scoring.rasform.actions import note_opened, save_draft, save_outcome, start_form, submit_form
from scoring.scores.actions import OutcomeChanged
from scoring.scores.queries import points_of, profile_of
from scoring.scores.rules import Entry
from tests.factories.cases import an_open_case
from tests.factories.forms import USUAL, a_case_to_score, a_draft, a_submitted_form, entries_for

pytestmark = pytest.mark.django_db


def first_outcome(form):
    outcome = outcomes_of(form.framework)[0]
    return outcome, list(outcome.levels.all())


def test_a_form_starts_with_the_wording_for_the_age_on_the_day_of_the_request(coordinator):
    small = start_form(a_case_to_score(coordinator, born=date(2022, 5, 9)), by=coordinator)
    big = start_form(a_case_to_score(coordinator, born=date(2007, 5, 9)), by=coordinator)
    assert small.framework.age_version == AgeVersion.AGE_0_5
    assert big.framework.age_version == AgeVersion.AGE_16_25
    assert small.scores.count() == 10


def test_starting_twice_gives_the_same_form(coordinator):
    case = a_case_to_score(coordinator)
    assert start_form(case, by=coordinator) == start_form(case, by=coordinator)
    second = RasForm.objects.get(case=case)
    second.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_only_the_co_ordinator_of_the_case_starts_it(coordinator, other_coordinator, lead):
    case = a_case_to_score(coordinator)
    with pytest.raises(NotAllowed, match="Only Amina Yusuf, who co-ordinates this case, can score its RAS form"):
        start_form(case, by=other_coordinator)
    with pytest.raises(NotAllowed, match="Only a Case Co-ordinator can score its RAS form"):
        start_form(case, by=lead)


def test_scoring_must_be_open(coordinator):
    with pytest.raises(Refused, match="You cannot score the RAS form now: the case is at “Requested”"):
        start_form(an_open_case(coordinator), by=coordinator)


def test_without_a_framework_the_sentence_says_whom_to_ask(coordinator):
    case = a_case_to_score(coordinator)
    Framework.objects.update(status="retired", retired_at=now())
    with pytest.raises(Refused, match=r"no published framework for ages 6 to 16. Ask the Personalisation Officer"):
        start_form(case, by=coordinator)


def test_a_part_of_the_form_can_be_saved(coordinator):
    levels = (1, None, 0, None, None, None, None, None, None, 3)
    form = a_draft(coordinator, levels)
    positions = [score.level.position if score.level else None for score in form.scores.all()]
    assert tuple(positions) == levels
    assert [score.has_difficulties for score in form.scores.all()][:3] == [True, None, False]
    assert CasePart.objects.get(case=form.case).part == Part.SCORER


def test_saving_the_same_again_does_nothing(coordinator):
    form = a_draft(coordinator, USUAL)
    before, events = form.version, AuditEvent.objects.count()
    assert save_draft(form, entries_for(form.framework), by=coordinator).version == before
    assert AuditEvent.objects.count() == events


def test_the_trail_names_outcomes_and_no_level(coordinator):
    form = a_draft(coordinator, USUAL)
    event = AuditEvent.objects.filter(verb="scoring.draft_saved").first()
    assert event.facts == {"outcomes": list(range(1, 11)), "main_need": False}
    assert form.case_id == event.case_id


def test_evidence_is_a_received_report_of_the_case(coordinator):
    form, other = a_draft(coordinator), a_case_to_score(coordinator)
    outcome, levels = first_outcome(form)
    own = form.case.reports.first()
    saved = save_outcome(form, outcome, Entry(levels[1].pk, "Why", frozenset({own.pk})), None, by=coordinator)
    assert saved.entry.report_ids == {own.pk}
    assert [each.report for each in form.scores.get(outcome=outcome).evidence.all()] == [own]
    foreign = frozenset({other.reports.first().pk})
    with pytest.raises(Refused, match="Choose the evidence for outcome 1 from the received reports of this case"):
        save_outcome(form, outcome, Entry(levels[1].pk, "Why", foreign), None, by=coordinator)


def test_a_level_of_another_outcome_is_refused(coordinator):
    form = a_draft(coordinator)
    first, second = outcomes_of(form.framework)[:2]
    with pytest.raises(Refused, match="Choose one of the levels shown for outcome 1"):
        save_outcome(form, first, Entry(second.levels.all()[1].pk, "Why"), None, by=coordinator)
    with pytest.raises(Refused, match="Choose one of the levels shown for outcome"):
        save_outcome(form, first, Entry(987654, "Why"), None, by=coordinator)


def test_an_outcome_of_another_version_is_refused(coordinator):
    form = a_draft(coordinator)
    foreign = Framework.objects.exclude(pk=form.framework_id).first().outcomes.first()
    with pytest.raises(Refused, match="not on this RAS form"):
        save_outcome(form, foreign, Entry(foreign.levels.first().pk, "Why"), None, by=coordinator)


def test_ten_thousand_characters_are_refused_and_nothing_is_half_saved(coordinator):
    form = a_draft(coordinator)
    entries = entries_for(form.framework)
    last = outcomes_of(form.framework)[9]
    entries[last.pk] = Entry(last.levels.all()[1].pk, "x" * 10_000)
    with pytest.raises(Refused, match=r"reason for outcome 10 must be 4,000 characters or fewer. It has 10,000"):
        save_draft(form, entries, by=coordinator)
    assert not Score.objects.filter(form=form, level__isnull=False).exists()
    with pytest.raises(Refused, match="The note on the main need must be 4,000 characters or fewer"):
        save_draft(form, {}, by=coordinator, main_need_note="x" * 10_000)


def test_two_windows_at_different_outcomes_do_not_clash(coordinator):
    form = a_draft(coordinator)
    first, second = outcomes_of(form.framework)[:2]
    save_outcome(form, first, Entry(first.levels.all()[1].pk, "Why"), 1, by=coordinator)
    score = save_outcome(form, second, Entry(second.levels.all()[2].pk, "Why"), 1, by=coordinator).score
    assert score.version == 2


def test_a_clash_at_one_outcome_says_who_when_and_what(coordinator, other_coordinator):
    form = a_draft(coordinator)
    outcome, levels = first_outcome(form)
    save_outcome(form, outcome, Entry(levels[1].pk, "Why"), 1, by=coordinator)
    with pytest.raises(OutcomeChanged, match=r"You changed outcome 1.* to “Low” in another window on") as caught:
        save_outcome(form, outcome, Entry(levels[3].pk, "Other"), 1, by=coordinator)
    assert "What you entered is still here" in str(caught.value)
    form.case.coordinator = other_coordinator
    form.case.save()
    with pytest.raises(OutcomeChanged, match="Amina Yusuf changed outcome 1"):
        save_outcome(form, outcome, Entry(levels[3].pk, "Other"), 1, by=other_coordinator)


def test_the_same_choice_in_two_windows_is_no_clash(coordinator):
    form = a_draft(coordinator)
    outcome, levels = first_outcome(form)
    for _ in range(2):
        score = save_outcome(form, outcome, Entry(levels[1].pk, "Why"), 1, by=coordinator).score
    assert score.version == 2


def test_a_stale_form_is_refused(coordinator):
    form = a_draft(coordinator, USUAL)
    with pytest.raises(Stale, match="Amina Yusuf changed this RAS form"):
        save_draft(form, {}, 1, by=coordinator)
    with pytest.raises(Stale, match="Amina Yusuf changed this RAS form"):
        submit_form(form, 1, by=coordinator)


def test_submitting_needs_every_outcome_and_every_reason(coordinator):
    form = a_draft(coordinator, (1, None, 0, 2, 1, 1, 1, None, 1, 1))
    outcome, levels = first_outcome(form)
    save_outcome(form, outcome, Entry(levels[1].pk, ""), None, by=coordinator)
    sentence = "Before you submit the RAS form, choose a level for outcomes 2 and 8 and say why you chose the level"
    with pytest.raises(Refused, match=f"{sentence} for outcome 1."):
        submit_form(form, by=coordinator)


def test_submitting_moves_the_case_and_points_are_shown_once_somebody_else_has_opened_it(coordinator, lead):
    form = a_draft(coordinator, USUAL)
    for ask in (points_of, profile_of):
        with pytest.raises(Refused, match="Points are not shown until the RAS form is submitted"):
            ask(form)
    form = submit_form(form, by=coordinator)
    form.case.refresh_from_db()
    assert (form.status, form.case.stage) == (FormStatus.SUBMITTED, Stage.VERIFICATION)
    for reader in (None, coordinator):
        if reader is not None:
            note_opened(form, by=reader)
        for ask in (points_of, profile_of):
            with pytest.raises(Refused, match="until somebody other than its scorer has opened the RAS form"):
                ask(form)
    note_opened(form, by=lead)
    expected = sum(score.level.points for score in form.scores.all())
    assert points_of(form) == profile_of(form).points == expected


def test_a_submitted_form_can_no_longer_be_scored(coordinator):
    form = a_submitted_form(coordinator)
    with pytest.raises(Refused, match="The scores cannot be changed: the RAS form is “Submitted”"):
        save_draft(form, entries_for(form.framework, (0,) * 10), by=coordinator)
    with pytest.raises(Refused, match="They open again if the person verifying or moderating it returns it"):
        submit_form(form, by=coordinator)


def test_the_database_refuses_an_answer_without_its_level(coordinator):
    form = a_draft(coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        form.scores.update(has_difficulties=True)
