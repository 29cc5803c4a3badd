"""Second scoring: which cases fall to the sample, who may be asked, and what each step leaves."""

from collections.abc import Callable

import pytest

from accounts.models import RoleGrant, User
from audit.actions import record, record_view
from audit.models import VIEWED, AuditEvent
from audit.sentences import sentence_of
from base.clock import now
from base.refusals import NotAllowed, Refused
from casework.cases.actions import reassign_case
from casework.cases.permissions import cases_visible_to
from casework.enums import Stage
from casework.models import Case, CoordinatorChange
from scoring.enums import FormPurpose, FormStatus, ModerationMode, SecondScoringReason, SecondScoringState
from scoring.models import RasForm, SecondScoring
from scoring.rasform.actions import recall_form, save_draft, submit_form
from scoring.scores.queries import form_of
from scoring.second.actions import ask_second_scoring, assign_second_scoring, cancel_second_scoring, start_second_form
from scoring.second.permissions import check_user_can_compare, check_user_is_not_blind, who_can_be_asked
from scoring.second.queries import open_second_scorings_of, second_scoring_of, second_scorings
from scoring.settings.actions import set_scoring
from tests.factories.forms import a_case_to_score, a_draft, a_submitted_form, entries_for
from tests.factories.people import a_person
from tests.factories.second_scoring import a_case_asked_for, score_second

pytestmark = pytest.mark.django_db


def score_every(number: int, *, by: User) -> None:
    set_scoring(moderation=ModerationMode.ALL, moderate_every=1, second_score_every=number, by=by)


class TestSample:
    def test_without_a_setting_no_case_falls_to_it(self, coordinator) -> None:
        a_submitted_form(coordinator)
        assert not SecondScoring.objects.exists()

    def test_every_second_case_falls_in_the_order_of_first_submission(self, coordinator, officer) -> None:
        score_every(2, by=officer)
        cases = [a_submitted_form(coordinator).case for _ in range(4)]
        fallen = SecondScoring.objects.all()
        assert [second.case for second in fallen] == [cases[1], cases[3]]
        assert {second.reason for second in fallen} == {SecondScoringReason.EVERY_NTH}
        assert {second.state for second in second_scorings()} == {SecondScoringState.WAITING}

    def test_cases_submitted_before_the_setting_count_too(self, coordinator, officer) -> None:
        a_submitted_form(coordinator)
        score_every(2, by=officer)
        assert second_scoring_of(a_submitted_form(coordinator).case)

    def test_a_form_that_is_submitted_again_does_not_count_again(self, coordinator, officer) -> None:
        first = a_submitted_form(coordinator)
        score_every(2, by=officer)
        recall_form(first, by=coordinator)
        submit_form(first, by=coordinator)
        assert not SecondScoring.objects.exists()

    def test_the_trail_says_it_of_the_system(self, coordinator, officer) -> None:
        score_every(1, by=officer)
        a_submitted_form(coordinator)
        event = AuditEvent.objects.get(verb="scoring.second_sampled")
        assert sentence_of(event) == "The system put the case into the sample that is scored a second time"


@pytest.fixture
def case(coordinator) -> Case:
    return a_submitted_form(coordinator).case


class TestAsking:
    def test_a_lead_chooses_a_case_and_its_scorer(self, case, lead, other_coordinator) -> None:
        second = ask_second_scoring(case, other_coordinator, by=lead)
        assert (second.reason, second.scorer, second.assigned_by) == ("chosen", other_coordinator, lead)
        assert list(open_second_scorings_of(other_coordinator)) == [second]
        assert case.stage == Stage.VERIFICATION

    def test_a_co_ordinator_does_not(self, case, coordinator, other_coordinator) -> None:
        who = "Only a Lead SEND Co-ordinator or Personalisation Officer can arrange a second scoring"
        with pytest.raises(NotAllowed, match=who):
            ask_second_scoring(case, other_coordinator, by=coordinator)

    def test_not_before_there_is_a_first_form(self, coordinator, lead, other_coordinator) -> None:
        with pytest.raises(Refused, match="once its RAS form has been submitted"):
            ask_second_scoring(a_draft(coordinator).case, other_coordinator, by=lead)

    def test_not_twice(self, case, lead, other_coordinator) -> None:
        ask_second_scoring(case, other_coordinator, by=lead)
        with pytest.raises(Refused, match="already among those"):
            ask_second_scoring(case, other_coordinator, by=lead)

    @pytest.mark.parametrize(
        ("person", "sentence"),
        [
            ("coordinator", "Amina Yusuf co-ordinates this case."),
            ("lead", "Dan Pryce is not a Case Co-ordinator."),
            ("earlier", "Ella Moss took part in deciding this case."),
            ("reader", "Kit Ward has opened this case since its RAS form was submitted, and may know the scores."),
        ],
    )
    def test_a_second_scorer_comes_to_the_case_knowing_nothing_of_it(
        self, request, coordinator, lead, person: str, sentence: str
    ) -> None:
        case = self.a_case_with_a_past(coordinator, lead)
        people = {user.full_name: user for user in User.objects.all()}
        names = {"earlier": "Ella Moss", "reader": "Kit Ward", "coordinator": "Amina Yusuf", "lead": "Dan Pryce"}
        with pytest.raises(NotAllowed, match=sentence):
            ask_second_scoring(case, people[names[person]], by=lead)

    @staticmethod
    def a_case_with_a_past(coordinator: User, lead: User) -> Case:
        """Scored by Ella Moss, then given to Amina Yusuf; Kit Ward has looked at it."""
        earlier = a_person("case_coordinator", full_name="Ella Moss")
        case = a_submitted_form(earlier).case
        reassign_case(case, coordinator, by=lead)
        reader = a_person("case_coordinator", full_name="Kit Ward")
        record_view("RAS form", view="scoring:form_detail", by=reader, case=case)
        return case

    def test_the_page_offers_the_others_and_says_why_not_these(self, coordinator, lead, other_coordinator) -> None:
        free, reasons = who_can_be_asked(self.a_case_with_a_past(coordinator, lead))
        assert list(free) == [other_coordinator]
        assert [reason.split(" ")[0] for reason in reasons] == ["Amina", "Ella", "Kit"]

    def test_reading_reports_tells_nothing_of_scores(self, case, lead, other_coordinator) -> None:
        record_view("Reports", view="casework:report_list", by=other_coordinator, case=case)
        assert ask_second_scoring(case, other_coordinator, by=lead)

    @pytest.mark.parametrize("title", ["Reports", "Report", "Report’s file", "Second scoring"])
    def test_nor_does_a_page_that_the_trail_knows_by_its_title_alone(
        self, case, lead, other_coordinator, title: str
    ) -> None:
        record(VIEWED, by=other_coordinator, case=case, page=title)
        assert ask_second_scoring(case, other_coordinator, by=lead)

    def test_any_other_page_known_by_its_title_alone_does(self, case, lead, other_coordinator) -> None:
        record(VIEWED, by=other_coordinator, case=case, page="RAS form")
        with pytest.raises(NotAllowed, match="may know the scores"):
            ask_second_scoring(case, other_coordinator, by=lead)

    def test_a_page_is_known_by_its_address_whatever_its_title(self, case, lead, other_coordinator) -> None:
        record_view("Reports", view="scoring:form_detail", by=other_coordinator, case=case)
        with pytest.raises(NotAllowed, match="may know the scores"):
            ask_second_scoring(case, other_coordinator, by=lead)


class TestChangingOne:
    @pytest.fixture
    def second(self, coordinator, other_coordinator) -> SecondScoring:
        return a_case_asked_for(coordinator, other_coordinator)

    def test_somebody_else_is_asked_and_an_earlier_draft_is_forgotten(self, second, lead, other_coordinator) -> None:
        draft = start_second_form(second, by=other_coordinator)
        another = a_person("case_coordinator", full_name="Kit Ward")
        second = assign_second_scoring(second, another, by=lead)
        assert (second.scorer, second.form) == (another, None)
        assert not RasForm.objects.filter(pk=draft.pk).exists()
        event = AuditEvent.objects.get(verb="scoring.second_assigned")
        assert sentence_of(event) == "Dan Pryce asked Kit Ward instead of Tom Hale to score the case a second time"

    def test_the_same_person_is_not_asked_again(self, second, lead, other_coordinator) -> None:
        with pytest.raises(Refused, match="Tom Hale is already asked"):
            assign_second_scoring(second, other_coordinator, by=lead)

    def test_one_called_off_leaves_nothing_open_and_may_be_asked_for_again(
        self, second, lead, other_coordinator
    ) -> None:
        start_second_form(second, by=other_coordinator)
        cancel_second_scoring(second, by=lead)
        assert second_scoring_of(second.case) is None
        assert not open_second_scorings_of(other_coordinator).exists()
        assert ask_second_scoring(second.case, other_coordinator, by=lead).pk == second.pk

    @pytest.mark.parametrize("change", [cancel_second_scoring, assign_second_scoring])
    def test_what_is_submitted_stays(self, second, lead, change: Callable) -> None:
        score_second(second)
        people = [a_person("case_coordinator")] if change is assign_second_scoring else []
        with pytest.raises(Refused, match="no second scoring of this case that is still open"):
            change(second, *people, by=lead)

    def test_what_is_called_off_stays(self, second, lead) -> None:
        cancel_second_scoring(second, by=lead)
        with pytest.raises(Refused, match="There is no second scoring of this case that is still open"):
            cancel_second_scoring(second, by=lead)

    @pytest.mark.parametrize("change", [cancel_second_scoring, start_second_form])
    def test_others_may_not(self, second, coordinator, change: Callable) -> None:
        with pytest.raises(NotAllowed):
            change(second, by=coordinator)


class TestScoring:
    @pytest.fixture
    def second(self, coordinator, other_coordinator) -> SecondScoring:
        return a_case_asked_for(coordinator, other_coordinator)

    def test_the_second_form_has_the_framework_of_the_first_and_moves_nothing(self, second, other_coordinator) -> None:
        form = score_second(second, levels=(0,) * 10)
        first = form_of(second.case)
        assert (form.purpose, form.status, form.framework) == (
            FormPurpose.SECOND,
            FormStatus.SUBMITTED,
            first.framework,
        )
        assert first.scores.exclude(level__position=0).exists()
        assert Case.objects.get(pk=second.case_id).stage == Stage.VERIFICATION
        assert second_scoring_of(second.case).state == SecondScoringState.SUBMITTED

    def test_starting_twice_gives_the_same_form(self, second, other_coordinator) -> None:
        assert start_second_form(second, by=other_coordinator) == start_second_form(second, by=other_coordinator)

    def test_only_who_was_asked_scores(self, second, lead, coordinator) -> None:
        with pytest.raises(NotAllowed, match="Only Tom Hale, who was asked to, can score this case a second time"):
            start_second_form(second, by=coordinator)

    def test_whose_case_it_became_scores_it_no_more(self, second, lead, other_coordinator) -> None:
        form = start_second_form(second, by=other_coordinator)
        reassign_case(second.case, other_coordinator, by=lead)
        with pytest.raises(NotAllowed, match="Tom Hale co-ordinates this case"):
            save_draft(form, entries_for(form.framework), by=other_coordinator)
        check_user_is_not_blind(other_coordinator, second.case)

    def test_nor_does_whose_case_it_was_for_a_time(self, second, lead, coordinator, other_coordinator) -> None:
        form = start_second_form(second, by=other_coordinator)
        for person in (other_coordinator, coordinator):
            second.case.refresh_from_db()
            reassign_case(second.case, person, by=lead)
        with pytest.raises(NotAllowed, match="Tom Hale has co-ordinated this case meanwhile"):
            submit_form(form, by=other_coordinator)

    @pytest.fixture
    def was_theirs(self, second, lead, coordinator, other_coordinator) -> SecondScoring:
        """A second scoring whose scorer co-ordinated the case for a time since they were asked."""
        for person in (other_coordinator, coordinator):
            second.case.refresh_from_db()
            reassign_case(second.case, person, by=lead)
        return second_scoring_of(second.case)

    def test_not_under_a_new_name_either(self, was_theirs, other_coordinator) -> None:
        other_coordinator.full_name = "Tom Ward"
        other_coordinator.save()
        with pytest.raises(NotAllowed, match="Tom Ward has co-ordinated this case meanwhile"):
            start_second_form(was_theirs, by=other_coordinator)

    def test_somebody_of_the_same_name_does(self, was_theirs, lead) -> None:
        namesake = a_person("case_coordinator", full_name="Tom Hale")
        SecondScoring.objects.update(scorer=namesake)
        assert start_second_form(second_scoring_of(was_theirs.case), by=namesake)

    def test_whoever_it_was_given_to_if_that_is_not_known_may_have_been_them(self, second, other_coordinator) -> None:
        CoordinatorChange.objects.create(case=second.case, changed_at=now())
        with pytest.raises(NotAllowed, match="Tom Hale has co-ordinated this case meanwhile"):
            start_second_form(second, by=other_coordinator)

    def test_once_asked_again_it_counts_no_more(self, second, lead, other_coordinator) -> None:
        CoordinatorChange.objects.create(case=second.case, changed_at=now())
        another = a_person("case_coordinator", full_name="Kit Ward")
        assert start_second_form(assign_second_scoring(second, another, by=lead), by=another)


class TestBlindness:
    def test_it_lasts_from_asking_to_giving(self, coordinator, other_coordinator) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        sentence = "You are asked to score this case without seeing the first form."
        for step in (lambda: None, lambda: start_second_form(second, by=other_coordinator)):
            step()
            with pytest.raises(NotAllowed, match=sentence):
                check_user_is_not_blind(other_coordinator, second.case)
        check_user_is_not_blind(coordinator, second.case)
        score_second(second)
        check_user_is_not_blind(other_coordinator, second.case)

    def test_who_is_no_co_ordinator_any_more_sees_nothing_of_the_case(self, coordinator, other_coordinator) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        assert second.case in cases_visible_to(other_coordinator)
        RoleGrant.objects.filter(user=other_coordinator).delete()
        assert second.case not in cases_visible_to(User.objects.get(pk=other_coordinator.pk))

    def test_both_are_compared_by_the_scorers_and_those_who_watch_once_both_are_submitted(
        self, coordinator, other_coordinator, lead, officer
    ) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        everybody = (coordinator, other_coordinator, lead, officer)
        for user in everybody:
            with pytest.raises(NotAllowed, match="once both have been submitted"):
                check_user_can_compare(user, second_scoring_of(second.case))
        score_second(second)
        for user in everybody:
            check_user_can_compare(user, second_scoring_of(second.case))
        with pytest.raises(NotAllowed, match="Only the two scorers"):
            check_user_can_compare(a_person("case_coordinator"), second_scoring_of(second.case))

    def test_a_first_form_that_was_taken_back_is_compared_once_it_is_submitted_again(
        self, coordinator, other_coordinator, lead
    ) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        form = recall_form(form_of(second.case), by=coordinator)
        score_second(second)
        for user in (coordinator, other_coordinator, lead):
            with pytest.raises(NotAllowed, match="once both have been submitted"):
                check_user_can_compare(user, second_scoring_of(second.case))
        submit_form(form, by=coordinator)
        check_user_can_compare(coordinator, second_scoring_of(second.case))

    def test_nobody_takes_the_first_form_back_who_may_have_read_the_second(
        self, coordinator, other_coordinator
    ) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        form = start_second_form(second, by=other_coordinator)
        submit_form(save_draft(form, entries_for(form.framework), by=other_coordinator), by=other_coordinator)
        with pytest.raises(Refused, match="the second scoring has been submitted too"):
            recall_form(form_of(second.case), by=coordinator)

    def test_asking_leaves_no_level_in_the_trail(self, coordinator, other_coordinator, lead) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        score_second(second)
        message = " ".join(sentence_of(event) for event in AuditEvent.objects.filter(case_id=second.case_id))
        assert not {"High", "Medium", "Low", "points", "£"} & set(message.split())


def test_a_case_not_scored_is_nobodys(coordinator, other_coordinator) -> None:
    case = a_case_to_score(coordinator)
    assert second_scoring_of(case) is None
    with pytest.raises(Refused):
        check_user_can_compare(coordinator, None)
