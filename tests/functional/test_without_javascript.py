"""The RAS form in a browser that runs no script: started, evidence attached, saved, refused, and submitted."""

import pytest

from casework.models import Passage
from casework.reports.actions import mark_passage
from scoring.enums import FormStatus
from scoring.scores.queries import form_of
from tests.factories.forms import USUAL, a_case_to_score

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(coordinator):
    case = a_case_to_score(coordinator)
    mark_passage(case.reports.first(), quote="two or three times a week", by=coordinator)
    return case


def choose(page, position, level):
    page.locator(f"#outcome-{position} .app-level__input").nth(level).check()
    if level:
        page.fill(f"#id_outcome-{position}-reason", "Seen in class by Mrs Patel, and told by the family alike.")


def test_from_the_start_to_the_submission(visit, coordinator, case):
    amina = visit(coordinator, javascript=False)
    page = amina.page
    amina.go(f"/cases/{case.reference}/ras-form/")
    amina.click("Start the RAS form")

    choose(page, 1, USUAL[0])
    page.locator("#outcome-1").get_by_text("Attach evidence").click()
    page.locator("#outcome-1").get_by_label("“two or three times a week” Educational psychology").check()
    amina.click("Save draft")
    amina.see("The RAS form is saved as a draft.")
    assert page.url.endswith("/ras-form/#save")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Check and submit"
    passage = form_of(case).scores.get(outcome__position=1).evidence.get().passage
    assert passage.quote == "two or three times a week"
    assert page.locator("#outcome-1 .app-chip").inner_text().startswith("Educational psychology")

    amina.click("Check and submit")
    amina.see("The form cannot be submitted yet")
    amina.see("Choose a level for outcome 2")
    page.get_by_role("link", name="Choose a level for outcome 2", exact=True).click()

    for position, level in enumerate(USUAL, start=1):
        choose(page, position, level)
    amina.click("Check and submit")
    amina.see("The form is complete.")
    amina.click("Submit the RAS form")
    amina.see("The RAS form is submitted.")
    assert form_of(case).status == FormStatus.SUBMITTED


def test_a_passage_is_marked_with_its_first_and_last_words(visit, coordinator, case):
    amina = visit(coordinator, javascript=False)
    report = case.reports.first()
    amina.go(f"/cases/{case.reference}/reports/{report.pk}/")
    amina.page.get_by_label("Words of the report").fill("leaves the room … every day")
    amina.click("Mark this passage")
    amina.see("These words are not in the text of the report “Educational psychology”")
    amina.page.get_by_label("Words of the report").fill("leaves the room … plans change")
    amina.click("Mark this passage")
    amina.see("The passage is marked.")
    marked = "leaves the room two or three times a week when plans change"
    assert Passage.objects.latest("pk").quote == marked
    amina.click(f"Remove the passage “{marked}”")
    amina.see("The passage is no longer marked.")
