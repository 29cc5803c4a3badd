"""One case goes wrong in eight ways, from its request to its final plan, and is put right in each by who may."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from base.clock import today
from base.words import day_in_words
from casework.enums import ReportKind, Stage
from casework.models import Case
from scoring.reviews.actions import moderate_form
from scoring.scores.queries import form_of
from tests.factories import journeys
from tests.factories.cases import a_case_being_assessed, go_on_without_the_rest
from tests.factories.plans import an_awaited_report
from tests.functional.steps import choose, fill_day

pytestmark = pytest.mark.django_db(transaction=True)


class Team:
    """Who works on the case, each at their own browser, and the case."""

    def __init__(self, visit):
        self.people = journeys.the_people()
        self.case = a_case_being_assessed(self.people.coordinator, self.people.verifier)
        self.path = f"/cases/{self.case.reference}/"
        self.amina, self.grace, self.ruth = (
            visit(person) for person in (self.people.coordinator, self.people.signer, self.people.officer)
        )

    @property
    def stage(self) -> Stage:
        return Stage(Case.objects.get(pk=self.case.pk).stage)


@pytest.fixture
def team(visit):
    return Team(visit)


def test_one_case_goes_wrong_in_eight_ways_and_is_put_right_in_each(team, visit):
    closed_by_mistake(team)
    requested_on_another_day(team)
    a_report_about_another_child(team)
    submitted_too_early(team)
    a_nought_too_many(team)
    the_tac_met_on_another_day(team)
    the_family_asks_for_something_else(team)
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=True):
        team.amina, team.grace = visit(team.people.coordinator), visit(team.people.signer)
        changed_after_the_draft(team)
    assert team.stage == Stage.MAINTAINED
    told = " ".join(words_of(team.amina, f"{team.path}history/?page={page}") for page in range(1, 5))
    for mended in MENDED:
        assert mended in told, mended


MENDED = (
    "opened the case again",
    "corrected the date the request was received",
    "withdrew the report “Medical” by Dr K. Lim: “It is about another child.”",
    "took the RAS form back before anybody else had opened it",
    "corrected the indicative resource",
    "changed the TAC meeting of",
    "took back the approval of version 1 of the plan",
    "was shown on",
)
"""How the trail tells each of the eight."""


def words_of(visitor, path):
    visitor.go(path)
    return visitor.page.inner_text("main")


def closed_by_mistake(team):
    amina = team.amina
    amina.go(team.path)
    amina.click("Close the case")
    amina.page.get_by_label("Withdrawn").check()
    amina.page.get_by_label("Reason").fill("The family withdrew.")
    amina.click("Close the case")
    team.grace.go(team.path)
    team.grace.click("Open the case again")
    team.grace.page.get_by_label("Why is it opened again?").fill("It was another case.")
    team.grace.click("Open the case again")
    team.grace.see("The case is open again.")


def requested_on_another_day(team):
    amina, right = team.amina, team.case.requested_on - timedelta(days=2)
    amina.go(team.path)
    amina.click("Correct what was recorded")
    fill_day(amina, "Date the request was received", right)
    amina.page.get_by_label("What was wrong?").fill("The letter lay at the desk.")
    amina.click("Correct what was recorded")
    amina.see("1 correction made.")
    assert Case.objects.get().requested_on == right


def a_report_about_another_child(team):
    amina, page = team.amina, team.amina.page
    report = an_awaited_report(team.case, ReportKind.MEDICAL)
    an_awaited_report(team.case, ReportKind.EDUCATION)
    go_on_without_the_rest(team.case, team.people.verifier)
    amina.go(f"{team.path}reports/{report.pk}/")
    amina.click("Record it as received")
    page.get_by_label("What it says (optional)").fill("She hears well.")
    amina.click("Record the report")
    amina.go(f"{team.path}reports/{report.pk}/")
    amina.click("Withdraw it")
    page.get_by_label("Why is it withdrawn?").fill("It is about another child.")
    choose(amina, "Yes, wait for it")
    amina.click("Withdraw the report")
    amina.go(f"{team.path}reports/")
    amina.click("Record several that came")
    for kind in ("Medical", "Education"):
        page.get_by_label(f"“{kind}” came").check()
        page.get_by_label(f"What “{kind}” says (optional)").fill("He needs an adult to come back from breaks.")
    amina.click("Record the reports")
    amina.go(team.path)
    amina.click("Open scoring")
    amina.click("Open scoring")
    assert team.stage == Stage.SCORING


def submitted_too_early(team):
    amina = team.amina
    journeys.score(team.case, team.people)
    amina.go(f"{team.path}ras-form/")
    amina.click("Take it back")
    amina.click("Take it back")
    amina.see("10 of 10 outcomes scored")
    amina.click("Check and submit")
    amina.click("Submit the RAS form")
    amina.see("The RAS form is submitted.")
    journeys.verify(team.case, team.people)
    moderate_form(form_of(team.case), by=team.people.officer)


def a_nought_too_many(team):
    ruth = team.ruth
    ruth.go(team.path)
    ruth.click("Allocate the indicative resource")
    ruth.page.get_by_label("Another figure", exact=True).check()
    ruth.page.get_by_label("Another figure (pounds a year)").fill("20000")
    ruth.page.get_by_label("Reason for another figure").fill("As similar cases.")
    ruth.click("Allocate the indicative resource")
    ruth.page.get_by_label("Yes, this is the figure that I mean").check()
    ruth.click("Allocate the indicative resource")
    ruth.click("Correct a mistyped figure")
    ruth.page.get_by_label("Indicative resource (pounds a year)").fill("2000")
    ruth.page.get_by_label("What was wrong?").fill("A nought too many.")
    ruth.click("Correct the indicative resource")
    ruth.see("The indicative resource is corrected to £2,000.00 a year.")
    team.case.refresh_from_db()
    assert team.case.indicative_amount == Decimal(2000)


def the_tac_met_on_another_day(team):
    amina, page = team.amina, team.amina.page
    journeys.draft(team.case, team.people)
    amina.go(team.path)
    amina.click("Convene the TAC meeting")
    fill_day(amina, "Day of the meeting", today() + timedelta(days=3))
    amina.click("Convene the meeting")
    amina.click("Change its day or place")
    fill_day(amina, "Day of the meeting", today())
    amina.click("Change the meeting")
    amina.see(f"The TAC meeting is now on {day_in_words(today())}.")
    amina.click("Record who took part")
    page.get_by_label("How they took part").first.select_option("attended")
    amina.click("Save")
    agreed_and_signed(team)


def the_family_asks_for_something_else(team):
    """The draft is served; the plan goes back to the TAC, which agrees by correspondence, and is served again."""
    amina, page = team.amina, team.amina.page
    serve(amina, team.path)
    amina.go(team.path)
    amina.click("Take the plan back to the TAC")
    page.get_by_label("What is to be weighed again, and why?").fill("The family asks for other hours.")
    amina.click("Take the plan back to the TAC")
    amina.click("Ask the TAC by correspondence")
    fill_day(amina, "Answers by", today() + timedelta(days=5))
    amina.click("Open the correspondence")
    line = team.case.plan_version.provision_lines.get()
    amina.go(f"{team.path}plan/provision/{line.pk}/")
    page.get_by_label("What is provided").fill("A teaching assistant at lunch")
    amina.click("Save the provision")
    amina.go(f"{team.path}tac-meetings/")
    amina.click("Record who was asked and who agreed")
    page.get_by_label("What they answered").first.select_option("agreed")
    amina.click("Save")
    agreed_and_signed(team)
    serve(amina, team.path)


def agreed_and_signed(team):
    team.amina.go(f"{team.path}tac/result/")
    choose(team.amina, "Within the indicative resource")
    team.amina.click("Record the result")
    team.amina.click("Take to sign-off")
    team.amina.click("Take the plan to sign-off")
    team.grace.go(team.path)
    team.grace.click("Sign the plan off")
    team.grace.click("Sign the plan off")


def serve(amina, path):
    amina.go(path)
    amina.click("Serve the draft plan")
    fill_day(amina, "Date the draft was served", today())
    amina.click("Record that the draft was served")


def changed_after_the_draft(team):
    amina, page = team.amina, team.amina.page
    amina.go(f"{team.path}plan/sections/B/")
    page.get_by_label("Text of section B").fill("He finds breaks hard, and comes back with an adult.")
    amina.click("Save the section")
    amina.go(f"{team.path}finalising/placement/")
    page.get_by_label("Type of placement (optional)").fill("Mainstream secondary school")
    amina.click("Name the placement")
    amina.go(team.path)
    amina.see("Show them what changed, and record the day, before you issue the final plan.")
    amina.click("Show the family what changed")
    amina.see("He finds breaks hard, and comes back with an adult.")
    fill_day(amina, "Date they were shown what changed", today())
    amina.click("Record that they were shown what changed")
    amina.go(team.path)
    amina.click("Issue the final plan")
    amina.click("Issue the final plan")
    amina.see("The final plan is issued.")
