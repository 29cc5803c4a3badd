"""A submitted form in the browser: taken back until somebody reads it, and verified by keyboard alone."""

import pytest

from scoring.enums import FormStatus
from scoring.models import RasForm
from tests.factories.forms import a_submitted_form

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_form_is_taken_back_until_somebody_else_opens_it(visit, coordinator, lead):
    form = a_submitted_form(coordinator)
    path = f"/cases/{form.case.reference}/"
    amina = visit(coordinator)
    amina.go(path)
    amina.click("Take the RAS form back")
    amina.click("Take it back")
    amina.see("The RAS form is yours again.")
    amina.click("Check and submit")
    amina.click("Submit the RAS form")
    dan = visit(lead)
    dan.go(path)
    dan.click("Scores, reasons and evidence")
    dan.see("Outcome by outcome")
    amina.go(path)
    amina.see("You can no longer take the RAS form back: Dan Pryce opened it on")


def test_a_form_is_verified_by_keyboard_alone(visit, coordinator, lead):
    form = a_submitted_form(coordinator)
    dan = visit(lead)
    dan.go(f"/cases/{form.case.reference}/ras-form/verify/")
    keyboard = dan.page.keyboard
    reach(dan, "id_outcome-1-verdict")
    keyboard.press("Space")
    keyboard.press("ArrowRight")
    keyboard.press("Tab")
    keyboard.type("High")
    keyboard.press("Tab")
    keyboard.type("Daily, by the school's log.")
    reach(dan, "id_agree_rest")
    keyboard.press("Space")
    keyboard.press("Tab")
    with dan.page.expect_navigation():
        keyboard.press("Enter")
    dan.check()
    dan.see("The RAS form is verified.")
    dan.see("Dan Pryce changed it from Low to High")
    dan.click("From points to pounds")
    dan.see("Low to High")
    assert RasForm.objects.get(pk=form.pk).status == FormStatus.VERIFIED


def reach(visitor, element_id, most=120):
    """Press Tab until the element has the focus."""
    for _ in range(most):
        if visitor.page.evaluate("document.activeElement.id") == element_id:
            return
        visitor.page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {element_id}")
