"""What the panel decides: quorum, interests, duties apart, once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import now
from base.refusals import NotAllowed, Refused, Stale
from casework.counting import EVERYTHING
from casework.enums import Part, PlanStatus, Stage
from casework.models import CasePart
from panels.agenda.actions import comment_on_item, declare_interest, withdraw_item
from panels.decisions.actions import record_decision
from panels.enums import DecisionOutcome as Outcome
from panels.enums import ItemStatus
from panels.meetings.actions import record_presence
from panels.members.actions import add_member
from panels.models import Decision
from tests.factories.panels import opened, seats
from tests.factories.people import a_person


@pytest.fixture
def open_item(people, item):
    opened(item.meeting, people)
    return item


def decide(item, people, outcome=Outcome.AGREE, **data):
    return record_decision(item, outcome=outcome, **{"reasons": "It follows from the advice.", **data}, by=people.chair)


def stage_of(item):
    item.case.refresh_from_db()
    return item.case.stage


@pytest.mark.both_databases
def test_agreeing_approves_the_plan_at_its_total(people, open_item):
    decision = decide(open_item, people)
    version = decision.plan_version
    version.refresh_from_db()
    assert (decision.amount, version.agreed_amount, version.status) == (5000, 5000, PlanStatus.APPROVED)
    assert stage_of(open_item) == Stage.FINALISING
    assert decision.present_count == 4
    assert decision.present_names == "Maya Chen, Idris Khan, Lena Kowalska, Sam Reid"
    assert CasePart.objects.get(case=open_item.case, part=Part.SIGNER).person == people.chair
    message = [sentence_of(act) for act in trail_of(open_item.case_id)]
    assert "Maya Chen recorded that SEND Panel agreed the plan at £5,000.00" in message


def test_a_different_amount_goes_back_to_the_lines(people, open_item):
    changes = "The lunchtime line: 20 minutes less."
    decision = decide(open_item, people, Outcome.AGREE_DIFFERENT, amount=Decimal("4800.00"), lines_to_change=changes)
    version = decision.plan_version
    version.refresh_from_db()
    assert (decision.total, decision.amount, decision.section_f_amount) == (5000, 4800, 5000)
    assert (version.agreed_amount, version.status) == (None, PlanStatus.DRAFTING)
    assert stage_of(open_item) == Stage.TAC
    assert (
        open_item.case.moves.last().reason == f"SEND Panel agreed £4,800.00 where the plan came to £5,000.00. {changes}"
    )


def test_a_decision_keeps_the_rule_of_its_item(people, open_item):
    decision = decide(open_item, people)
    assert (decision.counting, decision.at_limit) == (open_item.counting, open_item.at_limit)
    assert (decision.counting, decision.at_limit) == (EVERYTHING.key, "panel")


def test_back_to_the_tac_takes_the_questions_along(people, open_item):
    decide(open_item, people, Outcome.BACK_TO_TAC, questions="Why five hours?")
    assert stage_of(open_item) == Stage.TAC
    assert open_item.case.moves.last().reason == "Why five hours?"


def test_not_agreed_goes_back_to_drafting_with_the_reasons(people, open_item):
    decide(open_item, people, Outcome.NOT_AGREED, reasons="It does not follow from the advice.")
    assert stage_of(open_item) == Stage.DRAFTING
    assert open_item.case.moves.last().reason == "It does not follow from the advice."


DIFFERENT = "Enter an amount that differs from the £5,000.00 the TAC agreed"


@pytest.mark.parametrize(
    ("outcome", "data", "sentence"),
    [
        (Outcome.AGREE, {"reasons": "  "}, "Enter the reasons for the decision"),
        (Outcome.AGREE, {"amount": Decimal("4800.00")}, "Leave the amount empty unless the panel agrees"),
        (Outcome.AGREE_DIFFERENT, {}, DIFFERENT),
        (Outcome.AGREE_DIFFERENT, {"amount": Decimal("5000.00")}, DIFFERENT),
        (Outcome.BACK_TO_TAC, {"questions": " "}, "Enter the questions the TAC is to answer"),
        (Outcome.AGREE, {"expected_version": 0}, "Read the plan as it is now, then decide"),
    ],
)
def test_a_decision_that_says_too_little_or_too_much_is_refused(people, open_item, outcome, data, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        decide(open_item, people, outcome, **data)
    assert isinstance(refused.value, Stale) == ("expected_version" in data)
    assert not Decision.objects.exists()
    assert stage_of(open_item) == Stage.PANEL


def test_nothing_is_decided_before_the_meeting_is_open(people, item):
    with pytest.raises(Refused, match=r"the meeting of .* is not open yet"):
        decide(item, people)


def test_two_members_are_not_enough_and_three_are(people, item):
    opened(item.meeting, people, people.chair, people.members[0])
    with pytest.raises(Refused, match=r"^3 members without an interest are needed; 2 are here\.$"):
        decide(item, people)
    record_presence(item.meeting, present=seats(people, people.chair, *people.members[:2]), by=people.chair)
    assert decide(item, people).present_count == 3


def test_a_member_with_an_interest_does_not_count(people, item):
    declare_interest(item, nature="I teach the child.", by=people.members[0])
    opened(item.meeting, people, people.chair, *people.members[:2])
    with pytest.raises(Refused, match="without an interest are needed; 2 are here"):
        decide(item, people)
    record_presence(item.meeting, present=seats(people), by=people.chair)
    assert "Sam Reid" not in decide(item, people).present_names


def test_a_member_who_prepared_the_case_does_not_count_or_comment(people, item):
    CasePart.objects.filter(case=item.case, part=Part.VERIFIER).update(person=people.members[0])
    opened(item.meeting, people, people.chair, *people.members[:2])
    with pytest.raises(Refused, match=r"without an interest (is|are) needed"):
        decide(item, people)
    with pytest.raises(NotAllowed, match="You took a part in preparing this case, so you take no part in it at panel"):
        comment_on_item(item, text="I know this case.", by=people.members[0])


def test_the_chair_is_present(people, item):
    opened(item.meeting, people, *people.members)
    with pytest.raises(Refused, match="You are not recorded as present at this meeting"):
        decide(item, people)


def test_a_chair_with_an_interest_leaves_it_to_another_chair(people, item):
    other = a_person(Role.PANEL_CHAIR, full_name="Ada Moor")
    add_member(item.meeting.panel, other, by=None, is_chair=True)
    declare_interest(item, nature="I know the family.", by=people.chair)
    opened(item.meeting, people)
    with pytest.raises(NotAllowed, match="You declared an interest in this case, so another chair of"):
        decide(item, people)
    assert record_decision(item, outcome=Outcome.AGREE, reasons="Agreed.", by=other).decided_by == other


@pytest.mark.parametrize("who", ["member", "lead", "chair of no panel"])
def test_only_a_chair_of_this_panel_records_a_decision(people, open_item, who):
    by = {
        "member": people.members[0],
        "lead": people.signer,
        "chair of no panel": a_person(Role.PANEL_CHAIR),
    }[who]
    with pytest.raises(NotAllowed, match="Only a chair of SEND Panel can record its decisions"):
        record_decision(open_item, outcome=Outcome.AGREE, reasons="Yes.", by=by)


def test_a_chair_who_moderated_the_form_does_not_decide(people, open_item):
    CasePart.objects.filter(case=open_item.case, part=Part.MODERATOR).update(person=people.chair)
    with pytest.raises(NotAllowed, match="of this case, so somebody else must do this"):
        decide(open_item, people)


def test_a_second_decision_is_told_of_the_first(people, open_item):
    decide(open_item, people)
    with pytest.raises(Stale, match=r"Maya Chen recorded the decision on .*: agreed"):
        decide(open_item, people, Outcome.NOT_AGREED)
    assert Decision.objects.count() == 1


def test_an_item_of_a_case_that_left_the_panel_is_not_decided(people, open_item):
    type(open_item.case).objects.filter(pk=open_item.case_id).update(stage=Stage.WITHDRAWN)
    with pytest.raises(Refused, match="the case is at “Withdrawn”"):
        decide(open_item, people)


def test_an_interest_is_declared_once_by_a_member_before_the_decision(people, open_item):
    with pytest.raises(NotAllowed, match="Only a member of"):
        declare_interest(open_item, nature="I know them.", by=people.signer)
    declare_interest(open_item, nature="I know them.", by=people.members[0])
    with pytest.raises(Refused, match="You have already declared an interest in this case"):
        declare_interest(open_item, nature="Again.", by=people.members[0])
    with pytest.raises(NotAllowed, match="You declared an interest in this case on"):
        comment_on_item(open_item, text="Still.", by=people.members[0])
    decide(open_item, people)
    with pytest.raises(Stale, match="recorded the decision on"):
        declare_interest(open_item, nature="Late.", by=people.members[1])


def test_an_item_taken_off_goes_back_to_the_tac(people, item):
    with pytest.raises(NotAllowed):
        withdraw_item(item, reason="No.", by=people.members[0])
    withdrawn = withdraw_item(item, reason="The family asked for time.", by=people.coordinator)
    assert (withdrawn.status, stage_of(item)) == (ItemStatus.WITHDRAWN, Stage.TAC)


def broken(item, **fields):
    values = {
        "item": item,
        "plan_version": item.plan_version,
        "total": Decimal(5000),
        "outcome": Outcome.AGREE,
        "amount": Decimal(5000),
        "reasons": "Yes.",
        "counting": EVERYTHING.key,
        "at_limit": "panel",
        "present_count": 3,
        "present_names": "A, B, C",
        "quorum": 3,
        "decided_at": now(),
        "decided_by": item.added_by,
    }
    return Decision(**{**values, **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"reasons": ""},
        {"amount": None},
        {"amount": Decimal(4000)},
        {"outcome": Outcome.AGREE_DIFFERENT},
        {"outcome": Outcome.NOT_AGREED},
        {"outcome": Outcome.BACK_TO_TAC, "amount": None},
        {"present_count": 2},
        {"counting": ""},
        {"counting": "top_up nobody"},
        {"at_limit": ""},
    ],
)
def test_the_database_refuses_what_the_rules_refuse(item, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(item, **fields).save()


def test_the_database_keeps_one_undecided_item_for_a_case(item):
    item.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()
