"""The pages on which what was recorded wrongly is put right, and those on which cases change hands."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import deactivate_person
from accounts.enums import Role
from base.clock import today
from casework.cases.actions import close_case, reassign_case
from casework.corrections.actions import version_of_facts
from casework.enums import Stage
from casework.models import Case, Correction
from casework.requests.actions import decide_assessment
from panels.agenda.actions import withdraw_item
from panels.meetings.actions import close_meeting, open_meeting
from panels.members.actions import present_members
from panels.models import AgendaItem
from panels.signing.queries import waiting_item
from tests.factories import journeys
from tests.factories.cases import a_case_being_assessed, an_open_case
from tests.factories.people import a_person
from tests.factories.plans import a_plan_to_issue

pytestmark = pytest.mark.django_db


def at(name, case):
    return reverse(f"casework:{name}", args=[case.reference])


def text(response):
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


class TestCorrecting:
    def facts(self, case, **changed):
        return {
            **day("requested_on", case.requested_on),
            "request_source": case.request_source,
            "request_reason": case.request_reason,
            "reason": "It was typed wrongly.",
            "expected_version": version_of_facts(case),
            **changed,
        }

    def test_from_the_case_to_what_is_corrected_and_kept(self, client_as, coordinator):
        case = an_open_case(coordinator)
        client = client_as(coordinator)
        assert at("case_correct", case) in text(client.get(at("case_detail", case)))
        page = text(client.get(at("case_correct", case)))
        assert "The days due are counted from it again" in page
        assert "Date the draft was served" not in page
        sent = self.facts(case, **day("requested_on", today() - timedelta(days=30)))
        said = text(client.post(at("case_correct", case), sent, follow=True))
        assert "1 correction made. What was recorded before is kept in the history." in said
        again = text(client.get(at("case_correct", case)))
        assert "Corrected before" in again
        assert "“It was typed wrongly.”" in again

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, client_as, coordinator):
        case = an_open_case(coordinator)
        page = text(client_as(coordinator).post(at("case_correct", case), self.facts(case, reason="")))
        assert "Enter what was wrong" in page
        page = text(client_as(coordinator).post(at("case_correct", case), self.facts(case)))
        assert "Nothing was changed." in page
        assert "It was typed wrongly." in page
        assert not Correction.objects.exists()

    def test_the_days_of_a_plan_are_offered_once_they_are_recorded(self, client_as, coordinator):
        page = text(client_as(coordinator).get(at("case_correct", a_plan_to_issue(coordinator).case)))
        assert "Date the draft was served" in page
        assert "Date the family’s views were received" in page

    def test_costs_the_same_however_much_was_corrected(self, client_as, coordinator, django_assert_num_queries):
        case = an_open_case(coordinator)
        client = client_as(coordinator)
        for source in ("2", "3", "4"):
            case.refresh_from_db()
            client.post(at("case_correct", case), self.facts(case, request_source=source))
        with django_assert_num_queries(9):
            assert text(client.get(at("case_correct", case))).count("corrected who asked") == 3

    def test_a_decision_is_taken_back_by_the_lead(self, client_as, coordinator, lead):
        case = an_open_case(coordinator)
        decide_assessment(case, will_assess=False, reasons="Met at school.", by=lead)
        client = client_as(lead)
        assert at("decision_correct", case) in text(client.get(at("case_detail", case)))
        page = text(client.get(at("decision_correct", case)))
        assert "Nothing yet: the decision is taken back" in page
        sent = {"answer": "undecided", "reason": "It was another child’s."}
        said = text(client.post(at("decision_correct", case), sent, follow=True))
        assert "The decision is corrected." in said
        assert "An assessment has been requested" in said
        assert at("case_decide", case) in said

    def test_its_day_is_needed_where_it_stands(self, client_as, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        sent = {"answer": "assess", "reasons": "Needed.", "reason": "The day was wrong."}
        assert "Enter the date of the decision" in text(client_as(lead).post(at("decision_correct", case), sent))
        assert client_as(coordinator).get(at("decision_correct", case)).status_code == 403


class TestOpeningAgain:
    def test_a_case_closed_by_mistake(self, client_as, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        close_case(case, Stage.WITHDRAWN, reason="They moved.", by=coordinator)
        client = client_as(lead)
        assert at("case_reopen", case) in text(client.get(at("case_detail", case)))
        assert "It goes on at “Reports”" in text(client.get(at("case_reopen", case)))
        said = text(client.post(at("case_reopen", case), {"reason": "It was another case."}, follow=True))
        assert "The case is open again." in said
        assert "Reports are being gathered" in said
        assert "opened the case again, which had ended as “Withdrawn”: “It was another case.”" in text(
            client.get(at("case_history", case))
        )

    def test_why_not_is_said_on_the_case(self, client_as, coordinator, lead):
        case = an_open_case(coordinator)
        close_case(case, Stage.WITHDRAWN, reason="They moved.", by=coordinator)
        other = an_open_case(coordinator, child=case.child)
        assert f"This child has case {other.reference} as well" in text(client_as(lead).get(at("case_detail", case)))

    def test_at_the_panel_while_its_item_waits(self, client_as):
        people = journeys.the_people()
        case = journeys.a_case_at(Stage.PANEL, people, share=journeys.Decimal("1.25"))
        close_case(case, Stage.WITHDRAWN, reason="They moved.", by=people.coordinator)
        client_as(people.signer).post(at("case_reopen", case), {"reason": "A mistake."})
        case.refresh_from_db()
        assert case.stage == Stage.PANEL
        assert withdraw_item(waiting_item(case), reason="They asked for time.", by=people.coordinator)

    def test_at_the_tac_once_its_item_came_off_the_agenda(self, client_as):
        people = journeys.the_people()
        case = journeys.a_case_at(Stage.PANEL, people, share=journeys.Decimal("1.25"))
        close_case(case, Stage.WITHDRAWN, reason="They moved.", by=people.coordinator)
        meeting = AgendaItem.objects.get(case=case).meeting
        open_meeting(meeting, present=list(present_members(meeting.panel)), by=people.chair)
        close_meeting(meeting, by=people.chair)
        assert "It goes on at “TAC”" in text(client_as(people.signer).get(at("case_reopen", case)))
        client_as(people.signer).post(at("case_reopen", case), {"reason": "A mistake."})
        case.refresh_from_db()
        assert case.stage == Stage.TAC
        assert "Convene another TAC meeting" in text(client_as(people.coordinator).get(at("case_detail", case)))


class TestChangingHands:
    def url(self):
        return reverse("casework:cases_hand_over")

    def test_a_lead_hands_over_some_of_somebodys_cases(self, client_as, coordinator, other_coordinator, lead):
        cases = [an_open_case(coordinator) for _ in range(3)]
        client = client_as(lead)
        assert self.url() in text(client.get(reverse("casework:case_list")))
        page = text(client.get(self.url(), {"person": coordinator.pk}))
        assert all(case.reference in page for case in cases)
        sent = {
            "person": coordinator.pk,
            "cases": [case.pk for case in cases[:2]],
            "to": other_coordinator.pk,
        }
        said = text(client.post(self.url(), sent, follow=True))
        assert "2 cases were handed over." in said
        assert Case.objects.filter(coordinator=other_coordinator).count() == 2

    def test_or_shares_them_out_among_the_team(self, client_as, coordinator, lead):
        colleagues = [
            a_person(Role.CASE_COORDINATOR, full_name=name, team=coordinator.team) for name in ("Bo Li", "Cy Moe")
        ]
        cases = [an_open_case(coordinator) for _ in range(4)]
        page = text(client_as(lead).get(self.url(), {"person": coordinator.pk}))
        assert "Split by load among the team: Bo Li and Cy Moe" in page
        sent = {"person": coordinator.pk, "cases": [case.pk for case in cases], "to": "team"}
        client_as(lead).post(self.url(), sent)
        assert [Case.objects.filter(coordinator=each).count() for each in colleagues] == [2, 2]

    def test_nothing_chosen_is_said(self, client_as, coordinator, lead):
        an_open_case(coordinator)
        page = text(client_as(lead).post(self.url(), {"person": coordinator.pk}))
        assert "Select the cases to hand over" in page
        assert "Enter who co-ordinates them" in page

    def test_it_is_the_leads(self, client_as, coordinator, administrator):
        for person in (coordinator, administrator):
            assert client_as(person).get(self.url()).status_code == 403

    def test_costs_the_same_however_many_cases(self, client_as, coordinator, lead, django_assert_num_queries):
        client = client_as(lead)
        client.get(self.url())
        for count in (1, 9):
            for _ in range(count):
                an_open_case(coordinator)
            with django_assert_num_queries(8):
                client.get(self.url(), {"person": coordinator.pk})

    def test_a_page_shows_no_more_than_it_can_carry(self, client_as, coordinator, lead, monkeypatch):
        monkeypatch.setattr("casework.cases.views.MOST_AT_ONCE", 2)
        cases = [an_open_case(coordinator, first_name=name, last_name="Ellis") for name in ("Ash", "Bo", "Cy")]
        page = text(client_as(lead).get(self.url(), {"person": coordinator.pk}))
        assert "These are the first 2 by name. The others stand here once these are handed over." in page
        assert [case.reference in page for case in cases] == [True, True, False]

    def test_whose_cases_is_found_by_name(self, client_as, coordinator, lead):
        an_open_case(coordinator)
        client = client_as(lead)
        shown = client.post(self.url(), {"person_words": "amina", "whose": "1"})
        assert shown["Location"] == f"{self.url()}?person={coordinator.pk}"
        page = text(client.post(self.url(), {"person_words": "grace", "whose": "1"}))
        assert "Nobody with live cases is called “grace”" in page
        assert "Enter whose cases they are" in text(client.post(self.url(), {"whose": "1"}))

    def test_who_gets_a_case_is_asked_to_tell_their_name(self, client_as, coordinator, other_coordinator, lead):
        case = an_open_case(other_coordinator)
        reassign_case(case, coordinator, by=lead)
        client = client_as(coordinator)
        assert f"Tell the family and the setting of {case.reference} your name" in text(client.get("/"))
        assert at("case_tell", case) in text(client.get(at("case_detail", case)))
        page = text(client.get(at("case_tell", case)))
        assert "Jo Ellis (Mother)" in page
        assert "Hillside Academy" in page
        assert "checked" not in page
        sent = {"whom": ["Jo Ellis (Mother)"], **day("told_on", today())}
        assert "Tell the setting too" in text(client.post(at("case_tell", case), sent))
        sent["whom"].append("Hillside Academy")
        said = text(client.post(at("case_tell", case), sent, follow=True))
        assert "It is recorded that they know who co-ordinates the case." in said
        assert at("case_tell", case) not in said
        assert "your name" not in text(client.get("/"))

    def test_nobodys_turn_is_said_until_the_case_is_given(self, client_as, coordinator, lead, administrator):
        case = a_case_being_assessed(coordinator, lead)
        deactivate_person(coordinator, by=administrator)
        client = client_as(lead)
        assert "It is nobody’s turn: Amina Yusuf has left." in text(client.get(at("case_detail", case)))
        listed = text(client.get(reverse("casework:case_list")))
        assert "nobody’s: Amina Yusuf has left" in listed
        work = text(client.get("/"))
        assert "Hand over 1 case: Amina Yusuf has left" in work
        found = client.post(reverse("casework:case_list"), {"coordinator": coordinator.pk}, follow=True)
        assert case.reference in text(found)
        found = client.post(reverse("casework:case_list"), {"coordinator_words": "amina"}, follow=True)
        assert case.reference in text(found)
        assert "North team, has left" in text(found)

    def test_who_left_without_cases_is_not_found(self, client_as, coordinator, other_coordinator, lead, administrator):
        an_open_case(coordinator)
        deactivate_person(other_coordinator, by=administrator)
        found = client_as(lead).post(reverse("casework:case_list"), {"coordinator_words": "tom hale"}, follow=True)
        assert "No co-ordinator of cases is called “tom hale”" in text(found)
