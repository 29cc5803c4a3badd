"""The search for similar cases finds what measuring each case by hand would find, on either database."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError, transaction

from allocation.models import AgreedCase, SimilarCase
from allocation.similar.queries import comparable_profile_of, similar_cases_to
from allocation.similar.rules import SHOWN, distance
from base.clock import acting_at, now, today
from base.refusals import Refused
from casework.cases.actions import close_case
from casework.enums import PlanStatus, Stage
from casework.finalising.actions import issue_final_plan, name_placement, serve_draft
from casework.models import PlanVersion
from scoring.enums import AgeVersion
from scoring.models import Framework
from scoring.scores.queries import form_of
from tests.factories import journeys
from tests.factories.forms import a_draft, a_verified_form
from tests.factories.money import a_moderated_case, an_allocation
from tests.factories.similar import DAY, Stored, random_rows, stored_cases

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def form(coordinator):
    return a_verified_form(coordinator)


def by_hand(form) -> list[int]:
    """The ids of the ten nearest, from every row and the rules alone."""
    mine = comparable_profile_of(form)
    rows = AgreedCase.objects.filter(framework=form.framework, outcome_count=len(mine.profile))
    comparable = [row for row in rows.select_related("case") if row.case.child_id != form.case.child_id]

    def closeness(row: AgreedCase) -> tuple[int, int, int, int]:
        far = distance(mine.profile, bytes.fromhex(row.marks))
        return far, abs(row.points - mine.points), -row.agreed_on.toordinal(), row.pk

    return [row.pk for row in sorted(comparable, key=closeness)[:SHOWN]]


@pytest.mark.parametrize("seed", range(6))
def test_the_ten_nearest_are_those_found_by_hand(form, seed):
    """Few levels and few days, so that there are ties of every kind."""
    random = Random(seed)
    rows = random_rows(random, 150, marks=(0, 28, 60, 100))
    for at, row in enumerate(rows):
        rows[at] = Stored(row.profile, random.choice((90, 100, 110)), row.amount, DAY - timedelta(random.randrange(3)))
    mine = comparable_profile_of(form).profile
    rows += [Stored(mine, random.choice((90, 100)), agreed_on=DAY - timedelta(random.randrange(2))) for _ in range(7)]
    random.shuffle(rows)
    stored_cases(form, rows)
    found = similar_cases_to(form)
    assert [each.agreed_case_id for each in found] == by_hand(form)
    assert [each.rank for each in found] == list(range(1, SHOWN + 1))
    assert all(each.distance == distance(mine, bytes.fromhex(each.agreed_case.marks)) for each in found)


def test_of_equally_near_cases_points_then_the_day_then_the_id_decide(form):
    mine = comparable_profile_of(form)
    row = {"profile": mine.profile, "agreed_on": DAY}
    later, first, second, farther, less = stored_cases(
        form,
        [
            Stored(mine.profile, mine.points, agreed_on=DAY + timedelta(1)),
            Stored(points=mine.points, **row),
            Stored(points=mine.points, **row),
            Stored(bytes([mine.profile[0] ^ 1, *mine.profile[1:]]), mine.points),
            Stored(points=mine.points - 1, **row),
        ],
    )
    assert [each.agreed_case for each in similar_cases_to(form)] == [later, first, second, less, farther]


def test_another_age_version_another_length_and_the_childs_own_cases_are_not_compared(form):
    mine = comparable_profile_of(form).profile
    own = stored_cases(form, [Stored(mine)], child=form.case.child)
    younger, shorter, kept = stored_cases(form, [Stored(mine), Stored(mine[:9]), Stored(mine)])
    of_younger = Framework.objects.get(age_version=AgeVersion.AGE_0_5)
    AgreedCase.objects.filter(pk=younger.pk).update(framework=of_younger)
    assert own
    assert shorter.outcome_count == 9
    assert [each.agreed_case for each in similar_cases_to(form)] == [kept]


def test_a_later_version_compares_and_another_questionnaire_does_not(form):
    mine = comparable_profile_of(form).profile
    before, elsewhere = stored_cases(form, [Stored(mine), Stored(mine)])
    told = {"age_version": form.framework.age_version, "title": "Another"}
    version = Framework.objects.create(number=8, copied_from=form.framework, **told)
    another = Framework.objects.create(number=9, **told)
    AgreedCase.objects.filter(pk=before.pk).update(framework=version)
    AgreedCase.objects.filter(pk=elsewhere.pk).update(framework=another)
    assert [each.agreed_case for each in similar_cases_to(form)] == [before]


def test_an_empty_store_has_no_similar_case(form):
    assert similar_cases_to(form) == []


def test_a_draft_is_compared_with_nothing(coordinator):
    with pytest.raises(Refused, match="Points are not shown until the RAS form is submitted"):
        similar_cases_to(a_draft(coordinator, (1, 2, 1, 2, 3, 0, 1, 0, 1, 1)))


def test_a_search_takes_five_queries_whatever_is_stored(form, django_assert_num_queries):
    stored_cases(form, random_rows(Random(1), 60, marks=(0, 28, 60, 100)))
    form.refresh_from_db()
    assert form.framework.age_version
    assert form.case.child_id
    with django_assert_num_queries(5):
        similar_cases_to(form)


def test_only_plans_that_were_issued_are_compared_with(form):
    mine = comparable_profile_of(form).profile
    issued, agreed_only, abandoned = stored_cases(form, [Stored(mine)] * 3)
    versions = PlanVersion.objects
    versions.filter(case=agreed_only.case).update(status=PlanStatus.APPROVED, issued_at=None, issued_by=None)
    versions.filter(case=abandoned.case).update(status=PlanStatus.ABANDONED, issued_at=None, issued_by=None)
    assert [each.agreed_case for each in similar_cases_to(form)] == [issued]


def test_a_signed_plan_joins_once_it_is_issued_and_a_closed_one_never():
    people = journeys.the_people()
    signed = journeys.a_case_at(Stage.FINALISING, people)
    closed = journeys.a_case_at(Stage.FINALISING, people)
    form = form_of(journeys.a_case_at(Stage.MODERATION, people))
    assert similar_cases_to(form) == []
    close_case(closed, to=Stage.NOT_ISSUED, reason="The child has moved on.", by=people.signer)
    serve_draft(signed, served_on=today(), by=people.coordinator)
    with acting_at(now() + timedelta(days=15)):
        name_placement(signed, setting=None, placement_type="Mainstream", by=people.coordinator)
        issue_final_plan(signed, by=people.coordinator)
    found = similar_cases_to(form)
    assert [(each.agreed_case.case, each.agreed_amount) for each in found] == [(signed, Decimal("3600.00"))]


class TestKeptWithTheAllocation:
    @pytest.fixture
    def kept(self, coordinator, lead, officer):
        case = a_moderated_case(coordinator, lead, officer)
        form = a_verified_form(coordinator)
        stored_cases(form, [Stored(comparable_profile_of(form).profile, reason="One to one at lunch.")] * 12)
        return list(an_allocation(case, officer, "4000.00").similar_cases.all())

    def test_an_allocation_keeps_the_ten_it_saw(self, kept):
        assert [each.rank for each in kept] == list(range(1, 11))
        assert {(each.agreed_amount, each.reason) for each in kept} == {(Decimal("4000.00"), "One to one at lunch.")}

    def test_what_was_seen_stays_whatever_becomes_of_the_case(self, kept):
        AgreedCase.objects.update(agreed_amount=Decimal("9000.00"), reason="Decided anew.")
        seen = SimilarCase.objects.get(pk=kept[0].pk)
        assert (seen.agreed_amount, seen.reason) == (Decimal("4000.00"), "One to one at lunch.")

    def test_the_database_refuses_a_change_and_a_removal(self, kept):
        seen = SimilarCase.objects.filter(pk=kept[0].pk)
        for change in (lambda: seen.update(agreed_amount=1), seen.delete):
            with pytest.raises(IntegrityError, match="stay as they were seen"), transaction.atomic():
                change()
        assert seen.get().agreed_amount == Decimal("4000.00")
