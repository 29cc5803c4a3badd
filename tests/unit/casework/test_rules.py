"""The stage table: complete, reachable, owned."""

from itertools import pairwise

from accounts.enums import Role
from casework.enums import ReportKind, Stage
from casework.reports.rules import advice_to_seek
from casework.stages import CLOSINGS, ENDS, JOURNEY, LIVE, STAGES, may_move, stages_owned_by


def reachable_from(stage):
    found, waiting = set(), [stage]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(STAGES[here].next)
    return found


def test_every_stage_stands_in_the_table():
    assert set(STAGES) == set(Stage)


def test_every_stage_is_reached_from_a_request():
    assert reachable_from(Stage.REQUESTED) == set(Stage)


def test_every_stage_is_somebodys_or_an_end():
    for stage, rule in STAGES.items():
        assert (rule.owner is None) == rule.is_end, stage
        assert bool(rule.waits_for) != rule.is_end, stage
        assert rule.title


def test_an_end_is_reached_from_every_live_stage():
    for stage in LIVE:
        assert reachable_from(stage) & set(ENDS), stage


def test_a_case_that_is_not_decided_yet_is_not_refused_a_plan():
    assert not may_move(Stage.REQUESTED, Stage.NOT_ISSUED)
    assert may_move(Stage.REQUESTED, Stage.NOT_ASSESSED)


def test_no_plan_is_finalised_past_the_rule_of_who_signs():
    """From the TAC only by carrying out what a panel has decided."""
    before = {stage for stage, rule in STAGES.items() if Stage.FINALISING in rule.next}
    assert before == {Stage.SIGN_OFF, Stage.PANEL, Stage.TAC}


def test_scores_are_verified_and_moderated_before_a_plan_is_drafted():
    assert {stage for stage, rule in STAGES.items() if Stage.DRAFTING in rule.next} == {
        Stage.MODERATION,
        Stage.ALLOCATION,
        Stage.TAC,
        Stage.PANEL,
    }
    assert {stage for stage, rule in STAGES.items() if Stage.MODERATION in rule.next} == {
        Stage.VERIFICATION,
        Stage.ALLOCATION,
    }


def test_the_journey_of_the_strip_follows_the_table():
    for here, there in pairwise(JOURNEY):
        assert may_move(here, there)


def test_closings_are_ends():
    assert set(CLOSINGS) <= set(ENDS)
    assert set(ENDS) - set(CLOSINGS) == {Stage.NOT_ASSESSED, Stage.CEASED, Stage.SUPERSEDED}


def test_stages_by_role():
    assert stages_owned_by(frozenset({Role.PERSONALISATION_OFFICER})) == (Stage.MODERATION,)
    assert stages_owned_by(frozenset({Role.FINANCE_READER})) == ()


def test_preparation_for_adulthood_is_sought_from_year_9():
    assert ReportKind.PREPARATION_FOR_ADULTHOOD not in advice_to_seek(8)
    assert ReportKind.PREPARATION_FOR_ADULTHOOD in advice_to_seek(9)
    assert advice_to_seek(0)[:5] == [
        ReportKind.FAMILY,
        ReportKind.EDUCATION,
        ReportKind.MEDICAL,
        ReportKind.EDUCATIONAL_PSYCHOLOGY,
        ReportKind.SOCIAL_CARE,
    ]
