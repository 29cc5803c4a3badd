"""The RAS form in a browser: by keyboard, saved as it is entered, kept when the connection is lost, and submitted."""

import re
from datetime import timedelta

import pytest

from base.clock import acting_at, now
from casework.enums import CaseKind, Stage
from casework.models import Case
from scoring.enums import VerdictKind
from scoring.frameworks.queries import outcomes_of
from scoring.models import QueryAnswer
from scoring.reviews.actions import verify_form
from scoring.scores.rules import OutcomeVerdict
from tests.factories.forms import LONG_ENOUGH, a_case_to_score, a_draft, a_submitted_form, all_agreed

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = "#outcome-{} [data-ras-status]:has-text('Saved')"
UNSAVED = "#outcome-{} .app-unsaved"


def test_scoring_by_keyboard_and_with_two_windows(visit, coordinator):
    form = a_draft(coordinator, (0, 0, 0, 0, None, 0, 0, 0, 0, 0))
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    other = amina.context.new_page()
    other.goto(amina.page.url)

    amina.page.focus("#id_outcome-5-level")
    amina.page.keyboard.press("2")
    amina.page.wait_for_selector(SAVED.format(5))
    amina.see("10 of 10 outcomes scored")
    amina.page.fill("#id_outcome-5-reason", "Overwhelmed every day at lunch, and calms with Mrs Patel.")
    amina.page.keyboard.press("Tab")
    amina.page.wait_for_selector("#outcome-5 [data-ras-version][value='3']", state="attached")
    focused = "document.activeElement.id"
    assert amina.page.evaluate(focused) == "id_outcome-5-reports"
    amina.page.keyboard.press("Tab")
    assert amina.page.evaluate(focused).startswith("id_outcome-6-level")
    amina.see("Last saved at ")

    other.check("#outcome-6 [data-digit='1']", force=True)
    other.wait_for_selector(SAVED.format(6))
    other.fill("#id_outcome-5-reason", "Mine.")
    other.keyboard.press("Tab")
    other.wait_for_selector(UNSAVED.format(5))
    assert "You changed outcome 5" in other.inner_text(UNSAVED.format(5))
    assert other.input_value("#id_outcome-5-reason") == "Mine."
    other.get_by_role("button", name="Take what is saved").click()
    assert other.input_value("#id_outcome-5-reason").startswith("Overwhelmed")


def test_a_lost_connection_keeps_what_was_typed(visit, coordinator):
    form = a_draft(coordinator, (0,) * 10)
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.context.set_offline(True)
    amina.page.fill("#id_outcome-1-reason", "Typed in a tunnel.")
    amina.page.keyboard.press("Tab")
    amina.page.wait_for_selector(UNSAVED.format(1))
    amina.see("Not saved. There is no connection. What you entered is still here")
    amina.context.set_offline(False)
    amina.page.wait_for_selector(SAVED.format(1))
    assert form.scores.get(outcome__position=1).reason == "Typed in a tunnel."


def test_from_the_check_to_the_verification(visit, coordinator, lead, officer):
    form = a_draft(coordinator, (1, 2, 1, 2, 3, 0, 1, 0, 1, 1))
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.click("Check and submit")
    amina.see("hints below may be worth a look")
    amina.click("Submit the RAS form")
    amina.see("Nobody else has opened the form yet.")
    dan = visit(lead)
    dan.go(f"/cases/{form.case.reference}/ras-form/verify/")
    dan.see("102")
    amina.go(f"/cases/{form.case.reference}/ras-form/scores/")
    amina.see("102")
    dan.click("Record the verification")
    dan.see("Choose agree, change or query for outcome 10")
    dan.page.get_by_label("I agree with every outcome I have not marked").check()
    dan.click("Record the verification")
    dan.see("The RAS form is verified.")
    ruth = visit(officer)
    ruth.go(f"/cases/{form.case.reference}/ras-form/moderate/")
    assert Case.objects.get(pk=form.case_id).stage == Stage.MODERATION


def test_a_returned_form_shows_its_query_at_the_outcome(visit, coordinator, lead):
    form = a_submitted_form(coordinator)
    dan = visit(lead)
    dan.go(f"/cases/{form.case.reference}/ras-form/verify/")
    dan.page.check("#id_outcome-5-verdict-3", force=True)
    dan.page.fill("#id_outcome-5-reason", "Is it all day?")
    dan.page.get_by_label("I agree with every outcome I have not marked").check()
    dan.click("Record the verification")
    dan.see("returned to be scored again, with your queries")
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.see("Dan Pryce asks: Is it all day?")


def test_a_sign_in_that_ends_while_typing_loses_nothing(visit, coordinator, client_as):
    form = a_draft(coordinator, (0,) * 10)
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.context.clear_cookies()
    amina.page.fill("#id_outcome-1-reason", "Typed after the sign-in had ended.")
    amina.page.keyboard.press("Tab")
    amina.page.wait_for_selector(UNSAVED.format(1))
    amina.see("You have been signed out. Sign in again in another window.")
    signed_in_again = client_as(coordinator).cookies["sessionid"].value
    amina.context.add_cookies([{"name": "sessionid", "value": signed_in_again, "url": amina.address}])
    amina.page.wait_for_selector(SAVED.format(1), timeout=30_000)
    assert form.scores.get(outcome__position=1).reason == "Typed after the sign-in had ended."


# In one step, as a quick hand does it: the browser has not yet told of the selection when the key comes.
SELECT_AND_PRESS_M = """words => {
  const text = document.querySelector('.app-report__text .app-words').firstChild
  const start = text.data.indexOf(words)
  document.getSelection().setBaseAndExtent(text, start, text, start + words.length)
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'm', bubbles: true, cancelable: true }))
}"""


def test_words_selected_in_a_report_are_marked_and_attached_at_once(visit, coordinator):
    form = a_draft(coordinator, (0,) * 10)
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.page.focus("#id_outcome-2-level")
    amina.page.get_by_text("Read the text of Educational psychology").click()
    amina.page.focus(".app-report__text")
    amina.page.evaluate(SELECT_AND_PRESS_M, "two or three times a week")
    amina.page.wait_for_selector(SAVED.format(2))
    evidence = form.scores.get(outcome__position=2).evidence.get()
    assert evidence.quote == "two or three times a week"
    assert amina.page.inner_text("#outcome-2 .app-chip").startswith("Educational psychology")
    amina.see("1 passage marked")
    amina.page.get_by_role("button", name=re.compile("Remove from 2.*two or three times")).click()
    amina.page.wait_for_selector("#outcome-2 .app-chip", state="detached")


def test_no_change_is_one_key(visit, coordinator):
    with acting_at(now() - timedelta(days=400)):
        earlier = a_submitted_form(coordinator)
    review = a_case_to_score(coordinator)
    review.child, review.kind = earlier.case.child, CaseKind.KEY_STAGE_REVIEW
    review.save()
    form = a_draft(coordinator, case=review)
    amina = visit(coordinator)
    amina.go(f"/cases/{review.reference}/ras-form/")
    amina.page.focus("#id_outcome-2-level")
    amina.page.keyboard.press("n")
    amina.page.wait_for_selector(SAVED.format(2))
    amina.see("1 of 10 outcomes scored")
    score = form.scores.get(outcome__position=2)
    assert (score.level.name, score.reason) == ("Medium", LONG_ENOUGH)


def test_a_query_is_answered_where_it_stands(visit, coordinator, lead):
    form = a_submitted_form(coordinator)
    third = outcomes_of(form.framework)[2]
    verify_form(form, all_agreed(form) | {third.pk: OutcomeVerdict(VerdictKind.QUERIED, None, "Who saw it?")}, by=lead)
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.page.get_by_label("Your answer").fill("Mrs Patel, every day.")
    amina.page.keyboard.press("Tab")
    amina.page.wait_for_selector(SAVED.format(3))
    assert QueryAnswer.objects.get().text == "Mrs Patel, every day."
    amina.click("Check and submit")
    amina.click("Submit the RAS form")
    amina.see("The RAS form is submitted.")
