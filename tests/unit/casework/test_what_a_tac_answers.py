"""A TAC says what it costs and what it tried: no unknown cost passes as £0.00, and no round begins from nothing."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import Refused
from casework.cases.actions import record_indicative_resource
from casework.counting import EVERYTHING, Counting
from casework.enums import CostBasis, Payer, RoundMeans, SectionLetter, TacResult
from casework.models import ReconsiderationRound, TacMeeting
from casework.plan.actions import save_section
from casework.provision.actions import (
    change_provision_line,
    remove_provision_line,
    sections_without_cost,
)
from casework.provision.rules import Comparison, Price, Provision
from casework.settings.actions import set_counting
from casework.tac.actions import attempts_of, conclude_tac, convene_tac, record_attendance, record_round
from casework.tac.permissions import check_costs_nothing_more, check_result_agrees_with_figures, check_tac_settled
from casework.tac.presenters import result_in_words
from tests.factories.plans import Attended, Presence, a_line, a_plan_at_the_tac, a_tac_meeting

F, G = SectionLetter.F, SectionLetter.G
KEPT = RoundMeans.KEPT


@pytest.fixture
def uncosted(coordinator):
    """An open meeting of a plan whose section F has a text and no line."""
    version = a_plan_at_the_tac(coordinator)
    save_section(version, F, "A quiet place to work in, each day.", by=coordinator)
    remove_provision_line(version.provision_lines.get(), by=coordinator)
    record_indicative_resource(version.case, amount=Decimal("5000.00"), by=coordinator)
    meeting = convene_tac(version.case, held_on=today(), place="", by=coordinator)
    record_attendance(meeting, [Attended("Jo Ellis", "Mother", Presence.ATTENDED)], by=coordinator)
    return meeting


def conclude(meeting, by, **data):
    version = meeting.case.plan_version
    version.refresh_from_db()
    data = {"result": TacResult.WITHIN, "reason": "", "expected_version": version.version, **data}
    return conclude_tac(meeting, **data, by=by)


# B3: text without a line


def test_text_without_a_line_is_asked_about(uncosted, coordinator):
    assert sections_without_cost(uncosted.case) == [F]
    with pytest.raises(Refused) as refused:
        conclude(uncosted, coordinator)
    assert str(refused.value) == (
        "Section F says what is provided, and no line there has a cost. Say whether it costs nothing more."
    )
    with pytest.raises(
        Refused, match=r"is not costed yet\. Add each provision with its cost, then record the result\.$"
    ):
        conclude(uncosted, coordinator, costs_nothing_more=False)
    uncosted.refresh_from_db()
    assert uncosted.concluded_at is None


def test_the_answer_is_kept_and_told(uncosted, coordinator):
    ended = conclude(uncosted, coordinator, costs_nothing_more=True)
    assert (ended.agreed_amount, ended.costs_nothing_more, ended.counting) == (0, "F", EVERYTHING.key)
    assert result_in_words(ended) == (
        "Within the indicative resource: £0.00 agreed, beside an indicative resource of £5,000.00. "
        "Section F says what is provided without a costed line: the TAC said it costs nothing more."
    )
    told = sentence_of(trail_of(ended.case_id).get(verb="casework.tac_concluded"))
    assert told.endswith("£0.00 agreed; section F, without a costed line, costs nothing more")


def test_every_section_of_provision_is_asked_about(uncosted, coordinator):
    save_section(uncosted.case.plan_version, G, "Therapy.", by=coordinator)
    with pytest.raises(Refused, match=r"^Sections F and G say what is provided, and no line there has a cost\."):
        conclude(uncosted, coordinator)
    assert conclude(uncosted, coordinator, costs_nothing_more=True).costs_nothing_more == "F G"


def test_a_costed_section_is_not_asked_about_and_an_answer_means_nothing(coordinator):
    meeting = a_tac_meeting(coordinator)
    save_section(meeting.case.plan_version, F, "As in the lines.", by=coordinator)
    record_indicative_resource(meeting.case, amount=Decimal("5000.00"), by=coordinator)
    assert conclude(meeting, coordinator, costs_nothing_more=True).costs_nothing_more == ""


def test_a_place_costs_no_section_of_provision(uncosted, coordinator):
    place = Price("Place at a special school", CostBasis.PLACE, Decimal(21500))
    a_line(uncosted.case.plan_version, place, quantity=Decimal(1), section=SectionLetter.I)
    assert sections_without_cost(uncosted.case) == [F]


@given(st.lists(st.sampled_from([F, G, SectionLetter.H1]), unique=True), st.sampled_from([None, True, False]))
def test_only_a_yes_lets_a_section_pass_without_cost(letters, answer):
    passes = not letters or answer is True
    if passes:
        check_costs_nothing_more(letters, answer)
    else:
        with pytest.raises(Refused, match=r"says? what is provided") as refused:
            check_costs_nothing_more(letters, answer)
        assert refused.value.field == "costs_nothing_more"


# B4: from what a round counts, and what makes one


def priced(amount):
    return Price("Package", CostBasis.YEAR, Decimal(amount))


def add(meeting, amount):
    return a_line(meeting.case.plan_version, priced(amount), quantity=Decimal(1))


def change(line, amount, by):
    return change_provision_line(line, a_provision(line), Price("Package", CostBasis.YEAR, Decimal(amount)), by=by)


def a_provision(line):
    return Provision(line.description, Decimal(1), Payer.TOP_UP)


def test_the_first_round_counts_from_what_was_costed_first(uncosted, coordinator):
    add(uncosted, "4200.00")
    line = add(uncosted, "1000.50")
    change(line, "400.25", coordinator)
    first = record_round(uncosted, means=RoundMeans.CHANGED, what="Less.", why="A club.", by=coordinator)
    assert (first.total_before, first.total_after) == (Decimal("5200.50"), Decimal("4600.25"))
    add(uncosted, "9000.00")
    second = record_round(uncosted, means=RoundMeans.CHANGED, what="More.", why="Advice.", by=coordinator)
    assert (second.total_before, second.total_after) == (Decimal("4600.25"), Decimal("13600.25"))
    uncosted.refresh_from_db()
    assert (uncosted.opening_amount, uncosted.first_costed_amount) == (0, Decimal("5200.50"))


def test_a_meeting_that_opens_with_a_total_counts_from_it(coordinator):
    meeting = a_tac_meeting(coordinator)
    add(meeting, "100.00")
    a_round = record_round(meeting, means=RoundMeans.CHANGED, what="More.", why="Advice.", by=coordinator)
    meeting.refresh_from_db()
    assert meeting.first_costed_amount is None
    assert (a_round.total_before, a_round.total_after) == (Decimal("4200.00"), Decimal("4300.00"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    added=st.lists(st.integers(1, 900_000), min_size=1, max_size=4),
    cut=st.integers(0, 900_000),
    which=st.integers(0, 3),
)
def test_whatever_is_added_the_first_round_begins_with_all_of_it(uncosted, coordinator, added, cut, which):
    before = transaction.savepoint()
    meeting, by = TacMeeting.objects.select_related("case").get(pk=uncosted.pk), coordinator
    made = [add(meeting, Decimal(pennies) / 100) for pennies in added]
    chosen = made[which % len(made)]
    less = min(cut, added[which % len(made)])
    change(chosen, Decimal(less) / 100, by)
    a_round = record_round(meeting, means=RoundMeans.CHANGED, what="Less.", why="A club.", by=by)
    after = sum(added) - added[which % len(made)] + less
    assert (int(a_round.total_before * 100), int(a_round.total_after * 100)) == (sum(added), after)
    transaction.savepoint_rollback(before)


@pytest.mark.parametrize("tried", ["", "  "])
def test_kept_alone_is_no_round(coordinator, tried):
    meeting = a_tac_meeting(coordinator)
    with pytest.raises(Refused) as refused:
        record_round(meeting, means=KEPT, what="Nothing changed.", why="Needed.", tried=tried, by=coordinator)
    assert str(refused.value) == ("Enter what was tried: what else could have met the need, and why it does not.")
    assert refused.value.field == "tried"
    assert not meeting.rounds.exists()


def test_kept_with_what_was_tried_is_one(coordinator):
    meeting = a_tac_meeting(coordinator)
    a_round = record_round(meeting, means=KEPT, what="Nothing.", why="Needed.", tried=" A group. ", by=coordinator)
    assert (a_round.tried, attempts_of(meeting)) == ("A group.", 1)


def test_an_earlier_round_that_tried_nothing_is_no_attempt(coordinator):
    meeting = a_tac_meeting(coordinator)
    record_indicative_resource(meeting.case, amount=Decimal("4000.00"), by=coordinator)
    record_round(meeting, means=KEPT, what="Nothing.", why="Needed.", tried="A group.", by=coordinator)
    ReconsiderationRound.objects.update(tried="")
    with pytest.raises(Refused, match=r"Record at least one round of reconsideration, with what was tried in it"):
        conclude(meeting, coordinator, result=TacResult.MORE_REQUIRED, reason="Needed.")
    record_round(meeting, means=RoundMeans.CHANGED, what="7 h to 7 h.", why="Another adult.", by=coordinator)
    assert conclude(meeting, coordinator, result=TacResult.MORE_REQUIRED, reason="Needed.").result


@given(attempts=st.integers(0, 3), over=st.booleans())
def test_more_is_required_only_above_and_after_an_attempt(attempts, over):
    comparison = Comparison(Decimal("100.01") if over else Decimal("100.00"), Decimal("100.00"))
    if over and attempts:
        check_result_agrees_with_figures(TacResult.MORE_REQUIRED, comparison, attempts)
    else:
        with pytest.raises(Refused, match=r"^The provision costs"):
            check_result_agrees_with_figures(TacResult.MORE_REQUIRED, comparison, attempts)


# B5: what counts in what was agreed


def test_what_a_tac_agreed_stays_as_it_was_counted(coordinator, officer):
    meeting = a_tac_meeting(coordinator)
    a_line(meeting.case.plan_version, Price("Aid", CostBasis.ONE_OFF, Decimal("640.00")), quantity=Decimal(1))
    a_line(meeting.case.plan_version, priced("500.00"), quantity=Decimal(1), payer=Payer.HEALTH)
    record_indicative_resource(meeting.case, amount=Decimal("6000.00"), by=coordinator)
    ended = conclude(meeting, coordinator)
    assert (ended.agreed_amount, ended.counting) == (Decimal("5340.00"), EVERYTHING.key)
    set_counting(payers=["top_up"], one_offs=False, effective_from=today(), by=officer)
    check_tac_settled(ended.case)


def test_the_setting_of_the_day_counts_at_the_result(coordinator, officer):
    meeting = a_tac_meeting(coordinator)
    a_line(meeting.case.plan_version, Price("Aid", CostBasis.ONE_OFF, Decimal("640.00")), quantity=Decimal(1))
    a_line(meeting.case.plan_version, priced("500.00"), quantity=Decimal(1), payer=Payer.HEALTH)
    record_indicative_resource(meeting.case, amount=Decimal("4200.00"), by=coordinator)
    with pytest.raises(Refused, match=r"^The provision costs £5,340.00, which is £1,140.00 above"):
        conclude(meeting, coordinator)
    set_counting(payers=["top_up"], one_offs=False, effective_from=today(), by=officer)
    ended = conclude(meeting, coordinator)
    assert (ended.agreed_amount, Counting.of(ended.counting).one_offs) == (Decimal("4200.00"), False)


def test_the_database_keeps_what_counted_with_a_result(coordinator):
    meeting = a_tac_meeting(coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        TacMeeting.objects.filter(pk=meeting.pk).update(counting=EVERYTHING.key)
