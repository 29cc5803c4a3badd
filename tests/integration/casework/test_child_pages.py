"""What is asked of a child and their contacts, what each refusal says, and where what was typed shows."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from base.clock import acting_at, now, today
from casework.cases.queries import people_to_tell
from casework.children.actions import change_contact, version_of_details
from casework.deaths.actions import record_death
from casework.enums import DocumentKind, Ethnicity, Relationship, ReportKind, Stage
from casework.models import Case, Child, Contact
from casework.names.queries import matching
from casework.plan.presenters import plan_as_html
from casework.reports.actions import ReportRequest, ask_for_reports
from casework.reports.queries import required_of
from casework.versions.actions import plan_version_of
from tests.factories.cases import ContactDetailsFactory, a_case_being_assessed, an_open_case
from tests.factories.journeys import a_case_at, the_people

pytestmark = pytest.mark.django_db


def at(name, case, *args):
    return reverse(f"casework:{name}", args=[case.reference, *args])


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1])
    return re.sub(r"\s+", " ", plain).replace("&#x27;", "'")


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture
def case(coordinator):
    return an_open_case(coordinator)


@pytest.fixture
def client(client_as, coordinator):
    return client_as(coordinator)


def of_child(case, **changes):
    return {
        "first_name": "Rowan",
        "last_name": "Ellis",
        "sex": "M",
        "primary_need": "SLCN",
        "setting": "none",
        "is_looked_after": "no",
        "is_out_of_year": "no",
        "expected_version": version_of_details(case.child),
        **day("date_of_birth", date(2015, 5, 9)),
        **changes,
    }


def of_contact(**changes):
    return {
        "contact_name": "Sol Ellis",
        "relationship": "father",
        "has_parental_responsibility": "yes",
        "is_told": "yes",
        **changes,
    }


class TestChild:
    def test_all_that_is_typed_stands_in_the_rows(self, client, case):
        typed = {
            "known_as": "Ro",
            "ethnicity": "MWBC",
            "postcode": "ex24qu",
            "address": "1 High Street",
            "uln": "9276 308 686",
            "upn": "a 123456789012",
            "is_looked_after": "yes",
            "looked_after_by": "Devon County Council",
            **day("looked_after_since", date(2024, 2, 1)),
        }
        response = client.post(at("child_change", case), of_child(case, **typed), follow=True)
        page = text_of(response)
        for shown in (
            "Known as Ro",
            "Ethnicity White and Black Caribbean",
            "Address 1 High Street, EX2 4QU",
            "Looked after By Devon County Council since 1 February 2024",
            "UPN A123456789012",
            "ULN 9276308686",
        ):
            assert shown in page
        assert "known as Ro" in response.content.decode()
        assert Child.objects.get().ethnicity == Ethnicity.MWBC

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"first_name": "", "last_name": ""}, "Enter the first name or the last name"),
            ({"last_name": "?"}, "Enter a name, or leave it empty: “?” is not one"),
            ({"known_as": "n/a"}, "Enter a name, or leave it empty: “n/a” is not one"),
            ({"upn": "A12345"}, "Enter a UPN of 13 characters: a letter and 12 numbers, like A123456789012."),
            ({"upn": "B123456789012"}, "This UPN cannot be right: its first letter does not fit the rest."),
            ({"uln": "1234567890"}, "This ULN cannot be right: its last number does not fit the rest."),
            ({"uln": "12"}, "Enter a ULN of 10 numbers, like 1234567899"),
            ({"upn": "A123456789012", "upn_unknown": "UN8"}, "There is a UPN, so leave empty why there is none"),
            ({"postcode": "Exeter"}, "Enter a full UK postcode, like SW1A 1AA. Leave it empty for an address abroad."),
            ({"is_looked_after": "yes"}, "Enter the authority that looks after them"),
            (
                {"is_looked_after": "yes", "looked_after_by": "Devon", **day("looked_after_since", date(2015, 5, 8))},
                "The date they became looked after must be 9 May 2015 or later, the date of birth",
            ),
            ({"is_out_of_year": "yes"}, "Select the year they are taught in"),
            ({"is_out_of_year": "yes", "year_taught_in": "1"}, "Choose one at most 3 years away, or correct the date"),
            (day("date_of_birth", date(1016, 5, 9)), "The date of birth, 9 May 1016, is more than 25 years ago."),
            (day("date_of_birth", date(2106, 5, 9)), "The date of birth must be today or in the past"),
            ({"new_setting_name": "-", "setting": "not_listed"}, "Enter a name, or leave it empty: “-” is not one"),
        ],
    )
    def test_each_refusal_says_what_to_do_and_saves_nothing(self, client, case, typed, sentence):
        before = version_of_details(case.child)
        page = text_of(client.post(at("child_change", case), of_child(case, **typed)))
        assert sentence in page
        assert version_of_details(Child.objects.get()) == before

    def test_a_uln_of_another_child_is_refused(self, client, case, coordinator):
        other = an_open_case(coordinator, uln="9276308686")
        page = text_of(client.post(at("child_change", case), of_child(case, uln=other.child.uln)))
        assert "This ULN is already recorded for another child. Check it, or leave it empty" in page

    def test_the_year_taught_in_is_the_year_everywhere_and_goes_on_each_september(self, client, case):
        year = case.child.curriculum_year_on(today()) - 1
        client.post(at("child_change", case), of_child(case, is_out_of_year="yes", year_taught_in=year))
        child = Child.objects.get()
        assert (child.year_offset, child.curriculum_year_on(today())) == (-1, year)
        assert child.curriculum_year_on(today() + timedelta(days=366)) == year + 1
        page = client.get(at("case_detail", case)).content.decode()
        assert f"Taught in Year {year}, 1 year below those of their age" in page
        form = client.get(at("child_change", case)).content.decode()
        assert f'<option value="{year}" selected>' in form

    def test_advice_on_adulthood_is_sought_from_the_year_taught_in(self, coordinator, lead):
        born = date(today().year - (14 if today().month >= 9 else 15), 8, 31)
        case = a_case_being_assessed(coordinator, lead, date_of_birth=born)
        assert case.child.curriculum_year_on(today()) == 10
        assert ReportKind.PREPARATION_FOR_ADULTHOOD in required_of(case, today())
        case.child.year_offset = -2
        assert ReportKind.PREPARATION_FOR_ADULTHOOD not in required_of(case, today())
        case.child.year_offset = -1
        earlier = case.child.key_stage_ends_on(today())
        case.child.year_offset = 0
        assert earlier < case.child.key_stage_ends_on(today())

    def test_the_questions_that_follow_stand_under_their_answer(self, client, case):
        page = client.get(at("child_change", case)).content.decode()
        for name in ("looked_after_by", "looked_after_since_year", "year_taught_in"):
            assert re.search(
                rf'govuk-radios__conditional[^>]*>(?:(?!govuk-radios__item).)*name="{name}"', page, re.DOTALL
            )
            assert page.count(f'name="{name}"') == 1

    @pytest.mark.parametrize(("first", "last"), [("Suharto", ""), ("", "Suharto")])
    def test_a_child_with_one_name_is_named_by_it_everywhere(self, client, coordinator, first, last):
        case = an_open_case(coordinator, first_name=first, last_name=last)
        assert case.child.full_name == "Suharto"
        assert matching(Case.objects.all(), "suharto").get() == case
        for page in (client.get(at("case_detail", case)), client.get(reverse("casework:case_list"))):
            assert re.search(r">\s*Suharto\s*<", page.content.decode())


class TestContacts:
    def test_all_that_is_typed_stands_in_the_rows(self, client, case):
        typed = {"address": "2 Low Street", "postcode": "pl11aa", "address_is_withheld": "on", "language": "Polish"}
        client.post(at("contact_add", case), of_contact(**typed, is_told="no"))
        page = text_of(client.get(at("case_detail", case)))
        assert "Address 2 Low Street, PL1 1AA Not to be told to the other contacts" in page
        assert "Told what the family is told No" in page
        assert "Language Polish" in page

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"contact_name": "-"}, "Enter a name: “-” is not one"),
            ({"contact_name": "\u200b"}, "Enter the full name"),
            ({"postcode": "12345"}, "Enter a full UK postcode, like SW1A 1AA."),
            ({"is_told": ""}, "Select whether they are told what the family is told"),
            ({"relationship": "advocate"}, "An advocate has no parental responsibility. Select no, or how they are"),
            ({"relationship": "supporter"}, "A supporter has no parental responsibility. Select no, or how they are"),
        ],
    )
    def test_each_refusal_says_what_to_do_and_saves_nothing(self, client, case, typed, sentence):
        assert sentence in text_of(client.post(at("contact_add", case), of_contact(**typed)))
        assert Contact.objects.count() == 1

    def test_an_advocate_is_kept_without_parental_responsibility(self, client, case):
        typed = of_contact(relationship="advocate", has_parental_responsibility="no")
        assert client.post(at("contact_add", case), typed).status_code == 302
        assert Contact.objects.get(name="Sol Ellis").relationship == Relationship.ADVOCATE

    def test_who_is_not_to_be_told_is_not_proposed_to_be_told(self, coordinator, case):
        contact = case.child.contacts.get()
        assert people_to_tell(case)[0] == ["Jo Ellis (Mother)"]
        details = ContactDetailsFactory.build(is_told=False)
        change_contact(case, contact, details, expected_version=version_of_details(contact), by=coordinator)
        assert people_to_tell(Case.objects.get(pk=case.pk))[0] == []


class TestWithheldAddresses:
    HOME = "1 High Street"

    def printed(self, people, **of_contact):
        case = a_case_at(Stage.DRAFTING, people)
        Child.objects.update(address=self.HOME, postcode="EX2 4QU")
        details = ContactDetailsFactory.build(**of_contact)
        contact = case.child.contacts.get()
        change_contact(case, contact, details, expected_version=version_of_details(contact), by=people.coordinator)
        plan_version = plan_version_of(Case.objects.get(pk=case.pk))
        return plan_as_html(plan_version, DocumentKind.DRAFT)

    @pytest.fixture
    def people(self):
        return the_people()

    def test_the_plan_prints_the_home_where_nothing_is_withheld(self, people):
        assert self.HOME in self.printed(people)

    def test_a_contacts_own_address_is_never_printed(self, people):
        html = self.printed(people, address="2 Low Street", postcode="PL1 1AA")
        assert "2 Low Street" not in html
        assert "PL1 1AA" not in html

    @pytest.mark.parametrize(
        "lives", [{}, {"address": "1, High St", "postcode": "EX2 4QU"}, {"address": "1 High Street"}]
    )
    def test_the_home_of_who_is_withheld_is_not_printed(self, people, lives):
        html = self.printed(people, address_is_withheld=True, **lives)
        assert self.HOME not in html
        assert "EX2 4QU" not in html
        assert "Not given in this document" in html

    def test_another_home_that_is_withheld_leaves_the_childs_as_it_is(self, people):
        html = self.printed(people, address_is_withheld=True, address="2 Low Street", postcode="PL1 1AA")
        assert self.HOME in html
        assert "2 Low Street" not in html

    def test_staff_see_that_the_childs_own_address_is_not_to_be_told(self, client_as, people):
        self.printed(people, address_is_withheld=True)
        case = Case.objects.get()
        page = text_of(client_as(people.coordinator).get(at("case_detail", case)))
        assert "Address 1 High Street, EX2 4QU Not to be told to the other contacts" in page
        assert "Address Where the child lives Not to be told to the other contacts" in page


LATE_WORDS = (" late", "overdue", "days left", "is due", "Awaited", "Review by", "Next review", "has until")


class TestDeath:
    def test_it_is_recorded_with_its_day_and_the_case_says_who_is_to_be_told(self, client, case):
        page = text_of(client.get(at("child_change", case)))
        assert "If the child has died, record that instead." in page
        response = client.post(at("death_record", case), day("died_on", today()), follow=True)
        page = text_of(response)
        assert f"{case.child.full_name} has died" in page
        assert "Who is still to be told Hillside Academy" in page
        assert "Take the record of the death back" in page
        assert "Died" in response.content.decode().split("<main")[0]

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            (date(2015, 5, 8), "is before"),
            (date(2099, 1, 1), "The date of death must be today or in the past"),
        ],
    )
    def test_an_unlikely_day_is_asked_back(self, client, case, on, sentence):
        assert sentence in text_of(client.post(at("death_record", case), day("died_on", on)))
        assert Child.objects.get().died_on is None

    def test_it_is_taken_back_with_a_reason(self, client, case):
        client.post(at("death_record", case), day("died_on", today()))
        assert "Enter why the record is taken back" in text_of(client.post(at("death_take_back", case), {}))
        page = text_of(client.post(at("death_take_back", case), {"reason": "Of another child."}, follow=True))
        assert "The record is taken back. The case is where it was." in page
        assert Child.objects.get().died_on is None

    @pytest.mark.parametrize("stage", [Stage.GATHERING_REPORTS, Stage.FINALISING])
    def test_no_page_calls_anything_late_or_due(self, client_as, stage):
        people = the_people()
        case = a_case_at(stage, people)
        if stage == Stage.GATHERING_REPORTS:
            ask_for_reports(case, [ReportRequest(ReportKind.MEDICAL, "Dr A. Shah")], by=people.coordinator)
        record_death(case, died_on=today(), by=people.coordinator)
        client = client_as(people.coordinator)
        with acting_at(now() + timedelta(days=300)):
            for name in ("case_detail", "report_list", "plan_record", "tac_list", "final_detail"):
                response = client.get(at(name, case))
                if response.status_code == 200:
                    assert not [words for words in LATE_WORDS if words in text_of(response)]
            assert "died " in text_of(client.get(reverse("casework:case_list")))
