"""Ending a TAC meeting: the result says what the figures say, to the penny, and reconsideration comes first."""

from datetime import date
from decimal import Decimal

import pytest

from allocation.limits.actions import set_limit
from base.refusals import NotAllowed, Refused, Stale
from casework.enums import RoundMeans, Stage, TacResult
from casework.tac.actions import conclude_tac, record_round
from tests.factories.money import a_case_at_tac, a_line, a_plan_of, a_tac_meeting

pytestmark = pytest.mark.django_db
TRIED = "A group at lunch: he was hit twice in it."
WITHIN, MORE = TacResult.WITHIN, TacResult.MORE_REQUIRED


@pytest.fixture
def at_tac(coordinator, lead, officer):
    """A function that gives a meeting whose provision is £4,200.00 against this indicative resource."""

    def make(indicative, rounds=0):
        case = a_case_at_tac(coordinator, lead, officer, indicative)
        meeting = a_tac_meeting(case, coordinator)
        for _ in range(rounds):
            record_round(
                meeting, means=RoundMeans.KEPT, what="Weighed again.", tried=TRIED, why="He needs it.", by=coordinator
            )
        return meeting

    return make


def conclude(meeting, result, by, reason=""):
    version = a_plan_of(meeting.case).version
    return conclude_tac(meeting, result=result, reason=reason, expected_version=version, by=by)


@pytest.mark.parametrize("indicative", ["4200.00", "4200.01", "9000.00"])
def test_within_is_at_or_under_the_indicative_resource(at_tac, coordinator, indicative):
    ended = conclude(at_tac(indicative), WITHIN, coordinator)
    assert (ended.result, ended.agreed_amount, ended.indicative_amount) == (
        WITHIN,
        Decimal("4200.00"),
        Decimal(indicative),
    )


def test_a_penny_above_is_not_within(at_tac, coordinator):
    with pytest.raises(Refused) as refused:
        conclude(at_tac("4199.99"), WITHIN, coordinator)
    assert str(refused.value) == (
        "The provision costs £4,200.00, which is £0.01 above the indicative resource of £4,199.99. "
        "Record that more is required and why, or reconsider the provision first."
    )


@pytest.mark.parametrize(("indicative", "is_within"), [("4100.00", True), ("4099.99", False)])
def test_the_tolerance_of_the_day_counts(at_tac, coordinator, officer, indicative, is_within):
    meeting = at_tac(indicative, rounds=1)
    set_limit(amount=Decimal(10363), tolerance=Decimal(100), effective_from=date(2018, 1, 1), by=officer)
    if is_within:
        assert conclude(meeting, WITHIN, coordinator).result == WITHIN
    else:
        with pytest.raises(Refused, match=r"and £100.00 above it is allowed"):
            conclude(meeting, WITHIN, coordinator)


def test_more_is_required_once_it_was_reconsidered(at_tac, coordinator):
    ended = conclude(at_tac("4000.00", rounds=1), MORE, coordinator, "He is not safe at lunch without it.")
    assert (ended.result, ended.result_reason) == (MORE, "He is not safe at lunch without it.")


def test_more_is_not_required_before_a_round_is_recorded(at_tac, coordinator):
    with pytest.raises(Refused) as refused:
        conclude(at_tac("4000.00"), MORE, coordinator, "Because.")
    assert str(refused.value) == (
        "The provision costs £4,200.00 and the indicative resource is £4,000.00. "
        "Record at least one round of reconsideration, with what was tried in it, before the result that more is "
        "required."
    )


def test_more_is_not_required_where_the_provision_is_within(at_tac, coordinator):
    with pytest.raises(Refused) as refused:
        conclude(at_tac("4200.00", rounds=1), MORE, coordinator, "Because.")
    assert str(refused.value) == (
        "The provision costs £4,200.00, which is within the indicative resource of £4,200.00. "
        "Record it as within, or add the provision that is needed first."
    )


def test_more_is_required_because(at_tac, coordinator):
    with pytest.raises(Refused, match=r"^Enter why more is required\.$"):
        conclude(at_tac("4000.00", rounds=1), MORE, coordinator)


def test_somebody_attended(coordinator, lead, officer):
    from base.clock import today
    from casework.tac.actions import convene_tac

    case = a_case_at_tac(coordinator, lead, officer)
    meeting = convene_tac(case, held_on=today(), place="", by=coordinator)
    with pytest.raises(Refused, match=r"^Record who attended the TAC meeting"):
        conclude(meeting, WITHIN, coordinator)


def test_nobody_agrees_to_figures_they_did_not_see(at_tac, coordinator):
    meeting = at_tac("9000.00")
    seen = a_plan_of(meeting.case).version
    a_line(meeting.case, coordinator, "1")
    with pytest.raises(Stale, match=r"Amina Yusuf changed the plan on"):
        conclude_tac(meeting, result=WITHIN, reason="", expected_version=seen, by=coordinator)


def test_only_the_cases_coordinator_ends_it(at_tac, other_coordinator):
    with pytest.raises(NotAllowed, match=r"Only Amina Yusuf, who co-ordinates this case"):
        conclude(at_tac("9000.00"), WITHIN, other_coordinator)


def test_it_ends_once(at_tac, coordinator):
    meeting = at_tac("9000.00")
    conclude(meeting, WITHIN, coordinator)
    with pytest.raises(Refused, match=r"has ended, so its record cannot be changed"):
        conclude(meeting, WITHIN, coordinator)


def test_the_case_stays_with_the_tac_until_it_is_taken_on(at_tac, coordinator):
    ended = conclude(at_tac("9000.00"), WITHIN, coordinator)
    ended.case.refresh_from_db()
    assert ended.case.stage == Stage.TAC
