"""A figure far from the converter's or from all similar cases is asked for once more; a mistyped one is corrected."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.allocating.actions import allocate, allocation_of, correct_allocation
from allocation.allocating.permissions import FarOff
from allocation.allocating.rules import far_off_in_words
from allocation.models import Allocation, SimilarCase
from allocation.tables.actions import rule_of
from allocation.tables.rules import convert
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.refusals import NotAllowed, Refused
from casework.enums import Stage
from casework.models import Case, Correction
from panels.models import SignOff
from scoring.scores.queries import form_of, points_of
from tests.factories import journeys
from tests.factories.money import a_moderated_case, a_starter_table, an_allocation
from tests.factories.similar import Stored, stored_cases

PENNY = Decimal("0.01")
PROPOSED = Decimal("4000.00")
SIX = [Decimal(amount) for amount in (3000, 3500, 4000, 4500, 5000, 6000)]


class TestRule:
    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            ("8000.00", ""),
            ("8000.01", "£8,000.01 a year is more than twice the £4,000.00 that the converter proposes."),
            ("2000.00", ""),
            ("1999.99", "£1,999.99 a year is less than half of the £4,000.00 that the converter proposes."),
            ("4000.00", ""),
            ("0.00", "£0.00 a year is less than half of the £4,000.00 that the converter proposes."),
        ],
    )
    def test_twice_and_half_are_near_and_a_penny_beyond_is_far(self, amount, words):
        assert far_off_in_words(Decimal(amount), PROPOSED, []) == words

    @pytest.mark.parametrize("proposed", [None, Decimal("0.00")])
    def test_any_pounds_are_far_from_none(self, proposed):
        assert far_off_in_words(Decimal("0.00"), proposed, []) == ""
        assert far_off_in_words(PENNY, proposed, []) == (
            "£0.01 a year is given where the converter proposes no allocation."
        )

    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            ("6000.00", ""),
            ("6000.01", "£6,000.01 a year is above all 6 similar cases: the highest came to £6,000.00."),
            ("3000.00", ""),
            ("2999.99", "£2,999.99 a year is below all 6 similar cases: the lowest came to £3,000.00."),
        ],
    )
    def test_the_highest_and_the_lowest_are_within(self, amount, words):
        assert far_off_in_words(Decimal(amount), PROPOSED, SIX) == words

    def test_both_are_said(self):
        assert far_off_in_words(Decimal(9000), PROPOSED, SIX) == (
            "£9,000.00 a year is more than twice the £4,000.00 that the converter proposes. "
            "It is above all 6 similar cases: the highest came to £6,000.00."
        )

    def test_fewer_than_five_similar_cases_tell_nothing(self):
        assert far_off_in_words(Decimal(7000), PROPOSED, SIX[:4]) == ""
        assert far_off_in_words(Decimal(7000), PROPOSED, SIX[:5]) != ""

    @given(
        proposed=st.decimals(0, 20_000, places=2),
        amount=st.decimals(0, 50_000, places=2),
        similar=st.lists(st.decimals(0, 20_000, places=2), max_size=10),
    )
    def test_it_says_something_exactly_where_the_figure_is_far(self, proposed, amount, similar):
        is_far = amount > 2 * proposed or 2 * amount < proposed
        is_outside = len(similar) >= 5 and not min(similar) <= amount <= max(similar)
        assert bool(far_off_in_words(amount, proposed, similar)) == (is_far or is_outside)


@pytest.fixture
def case(coordinator, lead, officer):
    return a_moderated_case(coordinator, lead, officer)


def proposed_for(case):
    form = form_of(case)
    assert form is not None
    return convert(rule_of(a_starter_table()), points_of(form)).annual_amount


@pytest.mark.django_db
class TestAllocating:
    def give(self, case, amount, by, **more):
        return allocate(case, table=a_starter_table(), amount=amount, reason="As similar cases.", by=by, **more)

    def test_far_off_is_refused_until_it_is_confirmed(self, case, officer):
        proposed = proposed_for(case)
        with pytest.raises(FarOff, match="Confirm it, or choose another figure"):
            self.give(case, 2 * proposed + PENNY, officer)
        assert not Allocation.objects.exists()
        made = self.give(case, 2 * proposed + PENNY, officer, is_confirmed=True)
        assert made.amount == 2 * proposed + PENNY

    def test_exactly_twice_needs_no_confirming(self, case, officer):
        assert self.give(case, 2 * proposed_for(case), officer)
        assert AuditEvent.objects.get(verb="allocation.resource_allocated").facts["far_off"] == ""

    def test_the_trail_says_that_it_was_confirmed(self, case, officer):
        self.give(case, Decimal(9000), officer, is_confirmed=True)
        said = sentence_of(AuditEvent.objects.get(verb="allocation.resource_allocated"))
        assert ", and confirmed it: £9,000.00 a year is more than twice the £500.00" in said

    def test_a_confirmation_that_was_not_asked_for_is_not_told(self, case, officer):
        self.give(case, proposed_for(case), officer, is_confirmed=True)
        assert "confirmed" not in sentence_of(AuditEvent.objects.get(verb="allocation.resource_allocated"))

    def test_the_converters_own_figure_is_asked_for_too_where_all_similar_cases_differ(self, case, officer):
        form = form_of(case)
        stored_cases(form, [Stored(bytes([50] * 10), amount=Decimal(6000)) for _ in range(5)])
        with pytest.raises(FarOff, match=r"is below all 5 similar cases: the lowest came to £6,000.00\."):
            self.give(case, proposed_for(case), officer)


@pytest.mark.django_db
class TestCorrecting:
    @pytest.fixture
    def allocated(self, case, officer):
        stored_cases(form_of(case), [Stored(bytes([50] * 10), amount=Decimal(600)) for _ in range(3)])
        an_allocation(case, officer, "60.00")
        return Case.objects.get(pk=case.pk)

    def put_right(self, case, officer, amount="600.00", **more):
        more = {"reason": "Like the others.", "what_was_wrong": "A nought was missing.", **more}
        return correct_allocation(case, amount=Decimal(amount), **more, by=officer)

    def test_another_takes_its_place_on_the_same_grounds(self, allocated, officer):
        wrong = allocation_of(allocated)
        made = self.put_right(allocated, officer)
        assert allocation_of(allocated) == made
        wrong.refresh_from_db()
        assert (wrong.amount, wrong.replaced_by) == (Decimal("60.00"), officer)
        for name in ("form", "points", "table", "proposed_amount"):
            assert getattr(made, name) == getattr(wrong, name)
        seen = [
            list(SimilarCase.objects.filter(allocation=each).values_list("agreed_case", "rank", "agreed_amount"))
            for each in (wrong, made)
        ]
        assert seen[0] == seen[1]
        assert len(seen[0]) == 3

    def test_the_case_has_the_new_figure_and_stays_where_it_is(self, allocated, officer):
        self.put_right(allocated, officer)
        allocated.refresh_from_db()
        assert (allocated.indicative_amount, allocated.stage) == (Decimal("600.00"), Stage.DRAFTING)
        kept = Correction.objects.get()
        assert (kept.fact, kept.old, kept.new) == ("indicative_amount", "60.00", "600.00")
        assert kept.reason == "A nought was missing."

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"what_was_wrong": " "}, "Enter what was wrong."),
            ({"amount": "60.00"}, "The indicative resource is £60.00 a year already."),
            ({"amount": "-1"}, "Enter an indicative resource of £0.00 or more."),
            ({"reason": ""}, "The converter proposes £500.00 a year. Enter the reason for a different figure."),
        ],
    )
    def test_each_refusal_is_a_sentence(self, allocated, officer, data, sentence):
        with pytest.raises(Refused) as refused:
            self.put_right(allocated, officer, **data)
        assert str(refused.value) == sentence

    def test_far_off_is_asked_for_once_more(self, allocated, officer):
        with pytest.raises(FarOff):
            self.put_right(allocated, officer, "6000.00")
        assert self.put_right(allocated, officer, "6000.00", is_confirmed=True)
        said = sentence_of(AuditEvent.objects.get(verb="allocation.resource_corrected"))
        assert said.startswith("Ruth Osei allocated the indicative resource anew, from £60.00 to £6,000.00 a year, and")

    def test_back_to_the_converters_figure_needs_no_reason_for_another(self, allocated, officer):
        made = self.put_right(allocated, officer, "500.00", reason="")
        assert made.is_as_proposed
        assert made.reason == ""

    @pytest.mark.parametrize("who", ["coordinator", "lead", "chair", "administrator"])
    def test_only_the_officer_does(self, allocated, request, who):
        with pytest.raises(NotAllowed, match=r"Only a Personalisation Officer can correct the indicative resource."):
            self.put_right(allocated, request.getfixturevalue(who))

    def test_before_it_is_allocated_there_is_nothing_to_correct(self, case, officer):
        with pytest.raises(Refused, match="You cannot correct the indicative resource now"):
            self.put_right(case, officer)


@pytest.mark.django_db
def test_what_a_tac_and_a_sign_off_rest_on_stays_as_it_was():
    people = journeys.the_people()
    case = journeys.a_case_at(Stage.FINALISING, people)
    signed, met = SignOff.objects.get(), case.tac_meetings.get()
    before = (signed.indicative, met.indicative_amount)
    correct_allocation(
        case,
        amount=Decimal(4400),
        reason="Like the others.",
        what_was_wrong="Mistyped.",
        is_confirmed=True,
        by=people.officer,
    )
    signed.refresh_from_db()
    met.refresh_from_db()
    assert (signed.indicative, met.indicative_amount) == before
    assert Case.objects.get(pk=case.pk).indicative_amount == Decimal(4400)
