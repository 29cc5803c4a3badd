"""The pages of second scoring: asking, scoring blind, and the two forms side by side."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from scoring.enums import ModerationMode, SecondScoringState
from scoring.models import SecondScoring
from scoring.scores.queries import form_of
from scoring.second.queries import second_scoring_of
from scoring.settings.actions import set_scoring
from tests.factories.forms import USUAL, a_submitted_form
from tests.factories.people import TeamFactory, a_person
from tests.factories.second_scoring import a_case_asked_for, score_second

pytestmark = pytest.mark.django_db


def page(name: str, case) -> str:
    return reverse(f"scoring:{name}", args=[case.reference])


def text(response) -> str:
    return " ".join(response.content.decode().split())


class TestAsking:
    @pytest.fixture
    def case(self, coordinator):
        return a_submitted_form(coordinator).case

    @pytest.mark.both_databases
    def test_a_lead_finds_it_on_the_case_and_asks_somebody(self, case, lead, other_coordinator, client_as) -> None:
        client = client_as(lead)
        assert page("second_ask", case) in text(client.get(reverse("casework:case_detail", args=[case.reference])))
        shown = text(client.get(page("second_ask", case)))
        assert "Tom Hale" not in shown
        assert "Amina Yusuf co-ordinates this case." in shown
        answer = client.post(page("second_ask", case), {"scorer_words": "tom"}, follow=True)
        assert "Tom Hale is asked to score the case a second time." in text(answer)
        assert "and has not begun. Chosen by Dan Pryce." in text(answer)

    def test_nothing_chosen_is_said(self, case, lead, client_as) -> None:
        assert "Enter who scores the case a second time" in text(client_as(lead).post(page("second_ask", case), {}))

    def test_a_person_who_cannot_is_refused_on_the_page(self, case, lead, coordinator, client_as) -> None:
        answer = client_as(lead).post(page("second_ask", case), {"scorer": coordinator.pk})
        assert "Amina Yusuf co-ordinates this case. Choose somebody else to score it a second time." in text(answer)
        assert not SecondScoring.objects.exists()

    def test_nobody_may_be_left(self, case, lead, client_as) -> None:
        assert "There is no Case Co-ordinator who can be asked." in text(client_as(lead).get(page("second_ask", case)))

    def test_the_lead_learns_what_calling_off_deletes(self, coordinator, other_coordinator, lead, client_as) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        client_as(other_coordinator).post(page("second_form_start", second.case))
        asked = text(client_as(lead).get(page("second_cancel", second.case)))
        assert "Tom Hale has begun: 0 outcomes scored. That draft is theirs alone and will be deleted." in asked
        client_as(lead).post(page("second_cancel", second.case))
        assert second_scoring_of(second.case) is None


class TestScoringBlind:
    @pytest.fixture
    def second(self, coordinator, other_coordinator) -> SecondScoring:
        return a_case_asked_for(coordinator, other_coordinator)

    def test_the_way_from_the_work_list_to_the_comparison(self, second, other_coordinator, client_as) -> None:
        client, case = client_as(other_coordinator), second.case
        work = text(client.get(reverse("casework:work_list")))
        assert f"Score {case.reference} a second time" in work
        led_to = client.get(page("second_form_detail", case), follow=True)
        assert led_to.redirect_chain[-1][0] == page("second_form_start", case)
        client.post(page("second_form_start", case))
        form = second_scoring_of(case).form
        answers = {
            f"outcome-{score.outcome.position}-{name}": value
            for score in form.scores.select_related("outcome")
            for name, value in (("level", score.outcome.levels.all()[1].pk), ("reason", "Seen by all."), ("version", 1))
        }
        led_to = client.post(page("second_form_edit", case), answers | {"action": "check"})
        assert led_to["Location"] == page("second_form_check", case)
        client.post(page("second_form_check", case), {"expected_version": second_scoring_of(case).form.version})
        assert second_scoring_of(case).state == SecondScoringState.SUBMITTED
        both = text(client.get(page("second_form_detail", case)))
        assert "Two forms side by side" in both
        assert "The second form is not used for the child’s allocation." in both

    def test_one_outcome_is_saved_by_the_script(self, second, other_coordinator, client_as) -> None:
        client = client_as(other_coordinator)
        client.post(page("second_form_start", second.case))
        score = second_scoring_of(second.case).form.scores.first()
        url = reverse("scoring:second_outcome_save", args=[second.case.reference, 1])
        entered = {"outcome-1-level": score.outcome.levels.all()[2].pk, "outcome-1-reason": "Each day."}
        assert client.post(url, entered).json()["level_name"] == "Medium"
        assert form_of(second.case).scores.first().level.position == USUAL[0]

    def test_the_case_page_holds_the_task_and_nothing_of_the_scores(self, second, other_coordinator, client_as) -> None:
        shown = text(client_as(other_coordinator).get(reverse("casework:case_detail", args=[second.case.reference])))
        assert "You are asked to score this case without seeing the first form." in shown
        assert "Score this case a second time" in shown
        for hidden in ("points", "submitted the RAS form", page("form_detail", second.case), "The whole history"):
            assert hidden not in shown

    def test_nobody_else_reads_the_second_form(self, second, coordinator, lead, other_coordinator, client_as) -> None:
        client_as(other_coordinator).post(page("second_form_start", second.case))
        for user in (coordinator, lead):
            assert client_as(user).get(page("second_form_edit", second.case)).status_code == 403
        seen_by_lead = text(client_as(lead).get(page("second_form_detail", second.case)))
        assert "has begun and not submitted it yet" in seen_by_lead
        assert client_as(coordinator).get(page("second_form_detail", second.case)).status_code == 403


class TestComparing:
    def test_differences_are_said_in_words_and_points(self, coordinator, other_coordinator, client_as) -> None:
        second = a_case_asked_for(coordinator, other_coordinator, levels=(1,) * 10)
        score_second(second, (2, 3, 0, *(1,) * 7))
        shown = text(client_as(coordinator).get(page("second_form_detail", second.case)))
        assert "The same level at 7 of 10 outcomes." in shown
        for words in ("The second is 1 level higher", "The second is 2 levels higher", "The second is 1 level lower"):
            assert words in shown

    def test_a_colleague_does_not_see_them(self, coordinator, other_coordinator, client_as) -> None:
        second = a_case_asked_for(coordinator, other_coordinator)
        score_second(second)
        colleague = a_person("case_coordinator", team=coordinator.team)
        answer = client_as(colleague).get(page("second_form_detail", second.case))
        assert answer.status_code == 403
        assert "Only the two scorers" in text(answer)


class TestList:
    @pytest.mark.parametrize("count", [1, 3])
    def test_it_takes_the_same_queries_for_one_and_for_many(
        self, coordinator, other_coordinator, lead, client_as, django_assert_num_queries, count: int
    ) -> None:
        for _ in range(count):
            a_case_asked_for(coordinator, other_coordinator)
        client = client_as(lead)
        with django_assert_num_queries(6):  # one of them the row in the trail
            shown = text(client.get(reverse("scoring:second_list")))
        assert f"{count} second scoring{'' if count == 1 else 's'}" in shown

    def test_empty_it_says_how_cases_come_here(self, lead, client_as) -> None:
        assert "No case is scored a second time yet" in text(client_as(lead).get(reverse("scoring:second_list")))

    def test_the_filter_is_kept_and_cleared(self, coordinator, other_coordinator, officer, client_as) -> None:
        score_second(a_case_asked_for(coordinator, other_coordinator))
        waiting = a_case_asked_for(coordinator, other_coordinator)
        client, url = client_as(officer), reverse("scoring:second_list")
        shown = text(client.post(url, {"state": "given"}, follow=True))
        assert "1 of 2 second scorings" in shown
        assert waiting.case.reference not in shown
        assert "2 second scorings" in text(client.post(url, {"clear": "1"}, follow=True))

    def test_a_co_ordinator_does_not_see_it(self, coordinator, client_as) -> None:
        assert client_as(coordinator).get(reverse("scoring:second_list")).status_code == 403

    def test_those_waiting_for_a_scorer_stand_on_the_work_list(self, coordinator, officer, client_as) -> None:
        set_scoring(moderation=ModerationMode.ALL, moderate_every=1, second_score_every=1, by=officer)
        case = a_submitted_form(coordinator).case
        assert "1 second scoring waits for a scorer" in text(client_as(officer).get(reverse("casework:work_list")))
        assert page("second_assign", case) in text(client_as(officer).get(reverse("scoring:second_list")))


class TestSettings:
    url = "/scoring/settings/"

    def test_the_officer_sets_it_and_reads_what_was_set(self, officer, client_as) -> None:
        client = client_as(officer)
        assert "Every verified form goes to moderation." in text(client.get(self.url))
        entered = {"moderation": "sample", "moderate_every": "4", "second_score_every": "10", "expected_version": "0"}
        shown = text(client.post(self.url, entered, follow=True))
        assert "Every 4th form that is verified goes to moderation." in shown
        assert "Every 10th case is scored a second time." in shown
        assert "What was set" in shown

    def test_a_stale_page_is_told_and_keeps_what_was_typed(self, officer, client_as) -> None:
        client = client_as(officer)
        set_scoring(moderation=ModerationMode.ALL, moderate_every=1, second_score_every=3, by=officer)
        entered = {"moderation": "sample", "moderate_every": "4", "second_score_every": "10", "expected_version": "0"}
        refused = client.post(self.url, entered)
        assert "Ruth Osei changed this setting" in text(refused)
        assert 'value="10"' in text(refused)
        again = entered | {"expected_version": refused.context["form"]["expected_version"].value()}
        assert client.post(self.url, again).status_code == 302

    @pytest.mark.parametrize("number", ["0", "1001", "four", ""])
    def test_a_sample_that_is_none_is_refused_in_words(self, officer, client_as, number: str) -> None:
        entered = {"moderation": "sample", "moderate_every": number, "second_score_every": "10"}
        shown = text(client_as(officer).post(self.url, entered))
        assert "Size of the sample: enter a whole number from 1 to 1000" in shown


class TestAfterwards:
    """Having scored a case once does not make it theirs to read."""

    @pytest.mark.parametrize(("is_of_the_team", "status"), [(True, 200), (False, 403)])
    def test_the_rest_of_a_case_is_its_teams(self, coordinator, is_of_the_team, status, client_as) -> None:
        scorer = a_person(
            Role.CASE_COORDINATOR, team=coordinator.team if is_of_the_team else TeamFactory.create(name="West team")
        )
        second = a_case_asked_for(coordinator, scorer)
        score_second(second)
        client = client_as(scorer)
        assert client.get(page("second_form_detail", second.case)).status_code == 200
        history = client.get(reverse("casework:case_history", args=[second.case.reference]))
        assert history.status_code == status
        assert ("the rest of it is another team’s" in text(history)) is not is_of_the_team

    def test_a_lead_who_scored_one_reads_all_as_before(self, coordinator, client_as) -> None:
        both = a_person(Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, team=TeamFactory.create(name="West team"))
        second = a_case_asked_for(coordinator, both)
        score_second(second)
        history = client_as(both).get(reverse("casework:case_history", args=[second.case.reference]))
        assert history.status_code == 200
