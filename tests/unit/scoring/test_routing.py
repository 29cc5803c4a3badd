"""Where a verified form goes, by the setting in force; why stands on the act, on the move and on the range check."""

from decimal import Decimal

import pytest

from allocation.models import AllocationTable, RangeCheck
from allocation.moderation.actions import why_here
from allocation.similar.queries import comparable_profile_of
from allocation.starter import load_starter_tables
from allocation.tables.actions import retire_table
from casework.enums import Stage
from casework.models import Case
from scoring.enums import FormActKind, ModerationMode
from scoring.models import FormAct, RasForm
from scoring.rasform.actions import reopen_form, submit_form
from scoring.reviews.actions import verify_form
from scoring.settings.actions import set_scoring
from tests.factories.forms import a_submitted_form, all_agreed, opened
from tests.factories.similar import Stored, stored_cases

pytestmark = pytest.mark.django_db
M, S = ModerationMode, Stage


@pytest.fixture(autouse=True)
def _tables(db):
    load_starter_tables()


@pytest.fixture
def setting(officer):
    def set_to(moderation: ModerationMode, every: int = 1) -> None:
        set_scoring(moderation=moderation, moderate_every=every, second_score_every=0, by=officer)

    return set_to


@pytest.fixture
def verified(coordinator, lead):
    """Verify a form of ten usual levels (48 points, below the service's table), or the form given."""

    def verify(form: RasForm | None = None) -> Case:
        form = form or a_submitted_form(coordinator)
        verify_form(form, all_agreed(form), by=lead)
        return Case.objects.get(pk=form.case_id)

    return verify


def like_it(form: RasForm, *amounts: int) -> None:
    profile = comparable_profile_of(opened(form)).profile
    stored_cases(form, [Stored(profile, amount=Decimal(amount)) for amount in amounts])


def test_every_form_is_moderated_until_somebody_sets_otherwise(verified):
    case = verified()
    assert case.stage == Stage.MODERATION
    assert why_here([case]) == {case.pk: "Every form is moderated."}
    assert FormAct.objects.get(form__case=case, kind=FormActKind.VERIFIED).note == "Every form is moderated."


def test_a_sample_takes_every_nth_form_that_is_verified(verified, setting):
    verified()
    setting(M.SAMPLE, 3)
    assert [verified().stage for _ in range(4)] == [S.ALLOCATION, S.MODERATION, S.ALLOCATION, S.ALLOCATION]
    assert verified().moves.last().reason == "It fell to the sample: every 3rd form is moderated."


def test_a_form_that_the_sample_left_out_says_so(verified, setting):
    setting(M.SAMPLE, 2)
    assert verified().moves.last().reason == "It did not fall to the sample: every 2nd form is moderated."


def test_the_case_keeps_how_far_its_figure_lay_when_it_was_verified_last(verified, coordinator):
    form = a_submitted_form(coordinator)
    like_it(form, 1, 2, 3, 4, 5)
    assert (verified(form).range_gap, RangeCheck.objects.get().gap) == (497, 497)
    reopen_form(RasForm.objects.get(), reason="A late report.", by=coordinator)
    like_it(submit_form(RasForm.objects.get(), by=coordinator), 90, 90, 90, 90)
    assert verified(RasForm.objects.get()).range_gap == RangeCheck.objects.latest("checked_at").gap == 495


@pytest.mark.parametrize(
    ("amounts", "stage", "words"),
    [
        ((0, 0, 0, 100, 5000), S.ALLOCATION, "£0 lies within the middle half of similar cases, £0 to £100."),
        ((1, 2, 3, 4, 5), S.MODERATION, "£0 lies below the middle half of similar cases, £2 to £4."),
        ((0, 0, 0, 0), S.MODERATION, "4 similar cases are too few to tell: at least 5 are needed."),
        ((), S.MODERATION, "No similar case has been agreed yet: at least 5 are needed to tell."),
    ],
)
def test_outside_the_range_goes_to_moderation(coordinator, verified, setting, amounts, stage, words):
    setting(M.OUTSIDE_RANGE)
    form = a_submitted_form(coordinator, (0,) * 10)
    like_it(form, *amounts)
    case = verified(form)
    assert (case.stage, case.moves.last().reason) == (stage, words)


def test_without_a_table_there_is_nothing_to_compare(verified, setting, officer):
    setting(M.OUTSIDE_RANGE)
    AllocationTable.objects.filter(is_default=True).update(is_default=False)
    for table in AllocationTable.objects.all():
        retire_table(table, by=officer)
    case = verified()
    assert case.stage == Stage.MODERATION
    assert case.moves.last().reason == "No allocation table is in use, so there is no figure to compare."
    assert not RangeCheck.objects.exists()


def test_the_range_is_checked_whatever_the_setting(coordinator, verified):
    form = a_submitted_form(coordinator, (0,) * 10)
    like_it(form, 100, 200, 300, 400, 500)
    verified(form)
    check = RangeCheck.objects.get()
    assert (check.form_id, check.points, check.proposed_amount, check.similar_count) == (form.pk, 0, None, 5)
    assert (check.lower_quartile, check.median, check.upper_quartile) == (200, 300, 400)
    assert (check.gap, check.is_outside) == (300, True)


def test_a_case_that_was_at_moderation_goes_back_there(coordinator, setting, verified):
    form = a_submitted_form(coordinator)
    verified(form)
    setting(M.SAMPLE, 1000)
    reopen_form(RasForm.objects.get(pk=form.pk), reason="A new report has come.", by=coordinator)
    submit_form(RasForm.objects.get(pk=form.pk), by=coordinator)
    case = verified(RasForm.objects.get(pk=form.pk))
    assert (case.stage, case.moves.last().reason) == (Stage.MODERATION, "It was at moderation before.")
