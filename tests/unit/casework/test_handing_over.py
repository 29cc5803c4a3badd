"""Cases change hands, one or many at once; whoever gets one tells the family and the setting; nobody's turn is said."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import deactivate_person
from accounts.enums import Role
from audit.models import AuditEvent
from audit.sentences import sentence_of
from base.clock import acting_at, now, today
from base.refusals import NotAllowed, Refused
from casework.cases.actions import close_case, hand_over_cases, reassign_case, record_told
from casework.cases.frame import turn_of
from casework.cases.queries import change_to_tell, changes_to_tell
from casework.cases.rules import split_by_load
from casework.enums import Stage
from casework.models import CoordinatorChange
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.people import a_person


def refusal(act, *args, **data):
    with pytest.raises(Refused) as refused:
        act(*args, **data)
    return str(refused.value)


class TestSplitting:
    @given(
        loads=st.dictionaries(st.integers(1, 9), st.integers(0, 30), min_size=1, max_size=6), count=st.integers(0, 60)
    )
    def test_nobody_who_got_one_ends_with_more_than_one_above_the_fewest(self, loads, count):
        given_to = Counter(split_by_load(loads, count))
        after = {pk: load + given_to[pk] for pk, load in loads.items()}
        assert sum(given_to.values()) == count
        assert all(after[pk] <= min(after.values()) + 1 for pk in given_to)

    def test_of_equals_the_first_comes_first(self):
        assert split_by_load({7: 2, 3: 0, 5: 0}, 5) == [3, 5, 3, 5, 7]

    def test_nothing_needs_nobody(self):
        assert split_by_load({}, 0) == []
        with pytest.raises(ValueError, match="nobody"):
            split_by_load({}, 1)


@pytest.mark.django_db
class TestHandingOver:
    def test_each_case_is_its_own_row_in_the_trail(self, coordinator, other_coordinator, lead):
        cases = [an_open_case(coordinator) for _ in range(3)]
        handed = hand_over_cases(cases, [other_coordinator], by=lead)
        assert (handed.moved, handed.kept) == (3, ())
        assert CoordinatorChange.objects.filter(coordinator=other_coordinator, changed_by=lead).count() == 3
        assert AuditEvent.objects.filter(verb="casework.case_reassigned").count() == 3
        for case in cases:
            case.refresh_from_db()
            assert (case.coordinator, case.team) == (other_coordinator, other_coordinator.team)

    def test_those_that_cannot_go_are_named_with_the_reason_and_the_rest_go(self, coordinator, other_coordinator, lead):
        ended, theirs, free = (an_open_case(each) for each in (coordinator, other_coordinator, coordinator))
        close_case(ended, Stage.WITHDRAWN, reason="They moved.", by=coordinator)
        handed = hand_over_cases([ended, theirs, free], [other_coordinator], by=lead)
        assert handed.moved == 1
        assert handed.kept == (
            f"{ended.reference}: You cannot give it to another co-ordinator now: the case is at “Withdrawn”.",
            f"{theirs.reference}: Tom Hale already co-ordinates this case. Choose somebody else.",
        )
        assert list(CoordinatorChange.objects.values_list("case", flat=True)) == [free.pk]

    def test_shared_out_by_load(self, coordinator, other_coordinator, lead):
        third = a_person(Role.CASE_COORDINATOR, full_name="Zoe Lund")
        an_open_case(other_coordinator)
        cases = [an_open_case(coordinator) for _ in range(3)]
        hand_over_cases(cases, [other_coordinator, third], by=lead)
        assert Counter(CoordinatorChange.objects.values_list("coordinator", flat=True)) == {
            other_coordinator.pk: 1,
            third.pk: 2,
        }

    def test_only_a_lead_or_the_administrator_does(self, coordinator, other_coordinator, lead, administrator):
        case = an_open_case(coordinator)
        for person in (coordinator, other_coordinator):
            with pytest.raises(NotAllowed, match="can hand over what is in somebody’s hands"):
                hand_over_cases([case], [other_coordinator], by=person)
        assert refusal(hand_over_cases, [case], [], by=lead) == "Choose who is to co-ordinate the cases."
        assert hand_over_cases([case], [other_coordinator], by=administrator).moved == 1

    def test_nobody_gets_a_case_who_cannot_work_it(self, coordinator, lead, officer):
        case = an_open_case(coordinator)
        assert hand_over_cases([case], [officer], by=lead).kept == (
            f"{case.reference}: Ruth Osei is not a Case Co-ordinator. Choose somebody who is.",
        )


@pytest.mark.django_db
class TestTellingTheName:
    @pytest.fixture
    def case(self, coordinator, other_coordinator, lead):
        case = an_open_case(other_coordinator)
        with acting_at(now() - timedelta(days=3)):
            reassign_case(case, coordinator, by=lead)
        return case

    BOTH = ("Jo Ellis (Mother)", "Hillside Academy")

    def test_it_waits_until_it_is_recorded(self, case, coordinator):
        assert [change.case for change in changes_to_tell(coordinator)] == [case]
        told = record_told(case, whom=self.BOTH, told_on=today(), by=coordinator)
        assert (told.told_whom, told.told_on, told.told_by) == (", ".join(self.BOTH), today(), coordinator)
        assert not changes_to_tell(coordinator).exists()
        assert change_to_tell(case) is None
        event = AuditEvent.objects.get(verb="casework.new_name_told")
        assert sentence_of(event).endswith(
            "recorded that Jo Ellis (Mother), Hillside Academy know who co-ordinates the case"
        )

    def test_both_have_to_know(self, case, coordinator):
        data = {"told_on": today(), "by": coordinator}
        assert refusal(record_told, case, whom=[], **data) == "Enter who was told."
        assert refusal(record_told, case, whom=self.BOTH[:1], **data).startswith("Tell the setting too")
        assert refusal(record_told, case, whom=self.BOTH[1:], **data).startswith("Tell the family too")
        assert record_told(case, whom=["The father and the SENCo"], **data)

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [(-3, ""), (-4, "or later, the day the case was given to you."), (1, "must be today or in the past.")],
    )
    def test_between_the_change_and_today(self, case, coordinator, days, sentence):
        data = {"whom": self.BOTH, "told_on": today() + timedelta(days=days), "by": coordinator}
        if sentence:
            assert refusal(record_told, case, **data).endswith(sentence)
        else:
            assert record_told(case, **data)

    def test_it_is_the_new_co_ordinators(self, case, other_coordinator, lead):
        for person in (other_coordinator, lead):
            with pytest.raises(NotAllowed):
                record_told(case, whom=self.BOTH, told_on=today(), by=person)

    def test_a_case_that_went_on_to_somebody_else_asks_them_alone(self, case, coordinator, other_coordinator, lead):
        reassign_case(case, other_coordinator, by=lead)
        assert not changes_to_tell(coordinator).exists()
        assert changes_to_tell(other_coordinator).count() == 1

    def test_a_case_that_never_changed_hands_asks_nothing(self, coordinator):
        case = an_open_case(coordinator)
        assert refusal(record_told, case, whom=self.BOTH, told_on=today(), by=coordinator).startswith(
            "Nobody has to be told a new name"
        )

    def test_changes_from_before_the_task_ask_nothing(self, case, coordinator):
        CoordinatorChange.objects.update(asks_to_tell=False)
        assert not changes_to_tell(coordinator).exists()
        assert change_to_tell(case) is None


@pytest.mark.django_db
class TestNobodysTurn:
    def test_until_the_case_is_given_to_somebody_else(self, coordinator, other_coordinator, lead, administrator):
        case = a_case_being_assessed(coordinator, lead)
        assert turn_of(case, lead, today()).in_short == "Amina Yusuf, since today"
        deactivate_person(coordinator, by=administrator)
        case.refresh_from_db()
        turn = turn_of(case, lead, today())
        assert (turn.has_left, turn.in_short) == (True, "nobody’s: Amina Yusuf has left")
        reassign_case(case, other_coordinator, by=lead)
        assert turn_of(case, lead, today()).in_short == "Tom Hale, since today"

    def test_a_turn_that_is_a_roles_stays_the_roles(self, coordinator, lead, administrator):
        case = an_open_case(coordinator)
        deactivate_person(coordinator, by=administrator)
        case.refresh_from_db()
        assert turn_of(case, lead, today()).in_short == "You, since today"
