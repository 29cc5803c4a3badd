"""The acts on a case itself: opening, deciding whether to assess, giving to another, closing."""

from datetime import date, timedelta

import pytest

from audit.queries import trail_of
from audit.sentences import sentence_of
from base.clock import today
from base.refusals import NotAllowed, Refused, Stale
from casework.cases.actions import close_case, reassign_case
from casework.children.actions import (
    SettingDetails,
    add_contact,
    change_child,
    change_contact,
    remove_contact,
    version_of_details,
)
from casework.enums import Need, Phase, RequestSource, Stage
from casework.models import Case, Child, Setting
from casework.requests.actions import decide_assessment, open_case
from tests.factories.cases import (
    ChildDetailsFactory,
    ContactDetailsFactory,
    SettingFactory,
    a_case_being_assessed,
    an_open_case,
)

pytestmark = pytest.mark.django_db


def sentences_of(case):
    return [sentence_of(event) for event in trail_of(case.pk)]


class TestOpening:
    @pytest.mark.both_databases
    def test_gives_the_case_its_reference_days_and_first_stage(self, coordinator):
        case = an_open_case(coordinator, requested_on=date(2026, 10, 1), last_name="Ellis")
        year = today().year
        assert case.reference == f"EX-{year}-0001"
        assert (case.decision_due_on, case.final_plan_due_on) == (date(2026, 11, 12), date(2027, 2, 18))
        assert case.stage == Stage.REQUESTED
        assert [(m.from_stage, m.to_stage) for m in case.moves.all()] == [("", "requested")]
        assert case.team == coordinator.team
        assert case.child.contacts.get().name == "Jo Ellis"
        assert case.child.enrolments.get().setting.name == "Hillside Academy"
        assert sentences_of(case) == [
            "Amina Yusuf opened the case: request received on 1 October 2026, from parent or young person, "
            "for Amina Yusuf to co-ordinate"
        ]

    def test_numbers_run_on_within_a_year(self, coordinator):
        numbers = [an_open_case(coordinator).reference[-4:] for _ in range(3)]
        assert numbers == ["0001", "0002", "0003"]

    def test_a_setting_not_listed_joins_the_list_once(self, coordinator):
        details = SettingDetails("Brook Nursery", Phase.EARLY_YEARS)
        for _ in range(2):
            open_case(
                by=coordinator,
                child=ChildDetailsFactory.build(),
                setting=details,
                requested_on=today(),
                request_source=RequestSource.FAMILY,
                coordinator=coordinator,
            )
        assert Setting.objects.get().name == "Brook Nursery"

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [
            (
                {"requested_on": today() + timedelta(days=1)},
                "The date the request was received must be today or in the past.",
            ),
            ({"date_of_birth": today() + timedelta(days=1)}, "The date of birth must be today or in the past."),
            (
                {"date_of_birth": today(), "requested_on": today() - timedelta(days=1)},
                "The request was received before the date of birth. Check both dates.",
            ),
            (
                {"date_of_birth": date(2001, 10, 1), "requested_on": date(2026, 10, 1)},
                "They were 25 when the request was received. "
                "An assessment can be requested only for somebody under 25.",
            ),
        ],
    )
    def test_refuses_days_that_cannot_be(self, coordinator, days, sentence):
        with pytest.raises(Refused) as refusal:
            an_open_case(coordinator, **days)
        assert str(refusal.value) == sentence
        assert not Child.objects.exists()

    def test_accepts_the_day_before_the_25th_birthday(self, coordinator):
        case = an_open_case(coordinator, date_of_birth=date(2001, 10, 2), requested_on=date(2026, 10, 1))
        assert case.pk
        with pytest.raises(Refused, match="when the request was received"):
            an_open_case(coordinator, date_of_birth=date(2001, 10, 1), requested_on=date(2026, 10, 1))

    def test_refuses_a_second_live_assessment_of_the_same_child(self, coordinator, lead):
        case = an_open_case(coordinator)
        with pytest.raises(Refused, match=f"already has case {case.reference}, at “Requested”, with Amina"):
            an_open_case(coordinator, child=case.child)
        close_case(case, Stage.WITHDRAWN, reason="The family withdrew.", by=lead)
        assert an_open_case(coordinator, child=case.child).child == case.child

    def test_refuses_a_upn_of_another_child(self, coordinator):
        an_open_case(coordinator, upn="A123456789012")
        with pytest.raises(Refused, match="This UPN is already recorded for another child"):
            an_open_case(coordinator, upn="A123456789012")

    def test_belongs_to_coordinators_and_leads(self, coordinator, other_coordinator, lead, officer):
        assert an_open_case(coordinator, by=lead).coordinator == coordinator
        with pytest.raises(NotAllowed, match="Only a Case Co-ordinator or Lead SEND Co-ordinator can open a case"):
            an_open_case(coordinator, by=officer)
        with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can give a case to another"):
            an_open_case(other_coordinator, by=coordinator)
        with pytest.raises(Refused, match="Ruth Osei is not a Case Co-ordinator"):
            an_open_case(officer, by=lead)


class TestDeciding:
    def test_yes_goes_on_to_reports(self, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        assert case.stage == Stage.GATHERING_REPORTS
        assert case.assessment_decisions.get().decided_by == lead
        assert sentences_of(case)[:2] == [
            "Dan Pryce moved the case to “Reports”",
            "Dan Pryce decided to assess: “The evidence suggests that support is needed.”",
        ]

    def test_no_ends_the_case_and_needs_reasons(self, coordinator, lead):
        case = an_open_case(coordinator)
        with pytest.raises(Refused, match="Enter the reasons for not assessing"):
            decide_assessment(case, will_assess=False, reasons=" ", by=lead)
        decide_assessment(case, will_assess=False, reasons="Needs are met by SEN support.", by=lead)
        assert Case.objects.get().stage == Stage.NOT_ASSESSED

    def test_is_the_leads_and_made_once(self, coordinator, lead, other_lead):
        case = an_open_case(coordinator)
        with pytest.raises(NotAllowed):
            decide_assessment(case, will_assess=True, reasons="", by=coordinator)
        decide_assessment(case, will_assess=True, reasons="", by=lead)
        with pytest.raises(Refused, match="You cannot decide whether to assess now: the case is at “Reports”"):
            decide_assessment(case, will_assess=False, reasons="No.", by=other_lead)


class TestClosing:
    def test_coordinator_records_a_withdrawal(self, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        close_case(case, Stage.WITHDRAWN, reason="The family moved to home education.", by=coordinator)
        assert Case.objects.get().stage == Stage.WITHDRAWN
        assert "Amina Yusuf closed the case as “Withdrawn”: “The family moved to home education.”" in sentences_of(case)

    def test_not_issuing_is_the_leads(self, coordinator, lead):
        case = a_case_being_assessed(coordinator, lead)
        with pytest.raises(NotAllowed, match="Only a Lead SEND Co-ordinator can decide not to issue a plan"):
            close_case(case, Stage.NOT_ISSUED, reason="Met.", by=coordinator)
        close_case(case, Stage.NOT_ISSUED, reason="Met.", by=lead)

    @pytest.mark.parametrize("to", [Stage.CEASED, Stage.NOT_ASSESSED, Stage.MAINTAINED])
    def test_refuses_an_end_the_case_cannot_have(self, coordinator, lead, to):
        case = an_open_case(coordinator)
        with pytest.raises(Refused, match="cannot go to"):
            close_case(case, to, reason="Why.", by=lead)

    def test_needs_a_reason_and_the_right_person(self, coordinator, other_coordinator):
        case = an_open_case(coordinator)
        with pytest.raises(Refused, match="Enter the reason"):
            close_case(case, Stage.WITHDRAWN, reason="", by=coordinator)
        with pytest.raises(NotAllowed, match="Only Amina Yusuf, who co-ordinates this case"):
            close_case(case, Stage.WITHDRAWN, reason="Why.", by=other_coordinator)


class TestReassigning:
    def test_moves_the_case_and_its_team(self, coordinator, other_coordinator, lead):
        case = an_open_case(coordinator)
        reassign_case(case, other_coordinator, by=lead)
        kept = Case.objects.get()
        assert (kept.coordinator, kept.team) == (other_coordinator, other_coordinator.team)
        assert sentences_of(case)[0] == "Dan Pryce gave the case from Amina Yusuf to Tom Hale"

    def test_refuses_what_changes_nothing_or_is_not_theirs(self, coordinator, other_coordinator, lead, officer):
        case = an_open_case(coordinator)
        with pytest.raises(Refused, match="Amina Yusuf already co-ordinates this case"):
            reassign_case(case, coordinator, by=lead)
        with pytest.raises(Refused, match="is not a Case Co-ordinator"):
            reassign_case(case, officer, by=lead)
        with pytest.raises(NotAllowed):
            reassign_case(case, other_coordinator, by=coordinator)


class TestChildAndContacts:
    def test_a_change_is_kept_and_told(self, coordinator):
        details = ChildDetailsFactory.build()
        case = an_open_case(coordinator, **vars(details))
        corrected = ChildDetailsFactory.build(**{**vars(details), "first_name": "Rowena", "primary_need": Need.SEMH})
        change_child(
            case,
            corrected,
            setting=SettingFactory.create(name="Brook School"),
            expected_version=version_of_details(case.child),
            by=coordinator,
        )
        child = Child.objects.get()
        assert child.sort_name.endswith("  rowena")
        assert [e.setting.name for e in child.enrolments.filter(ended_on=None)] == ["Brook School"]
        assert sentences_of(case)[0] == "Amina Yusuf changed the child’s details: first name, primary need, setting"

    def test_the_second_of_two_people_is_told_who_was_first(self, coordinator, lead):
        case = an_open_case(coordinator)
        contact = case.child.contacts.get()
        shown = version_of_details(contact)
        change_contact(
            case, contact, ContactDetailsFactory.build(phone="01632 960000"), expected_version=shown, by=lead
        )
        with pytest.raises(Stale, match="Dan Pryce changed this contact on"):
            change_contact(
                case, contact, ContactDetailsFactory.build(name="J Ellis"), expected_version=shown, by=coordinator
            )

    def test_contacts_come_and_go(self, coordinator, other_coordinator):
        case = an_open_case(coordinator)
        contact = add_contact(case, ContactDetailsFactory.build(name="Sol Ellis"), by=coordinator)
        with pytest.raises(NotAllowed):
            remove_contact(case, contact, by=other_coordinator)
        remove_contact(case, contact, by=coordinator)
        remove_contact(case, contact, by=coordinator)
        assert sentences_of(case)[:2] == [
            "Amina Yusuf removed the contact Sol Ellis",
            "Amina Yusuf added the contact Sol Ellis",
        ]
