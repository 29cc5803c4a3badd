"""The service administrator at work: somebody new is added, changed, and their account closed."""

import pytest

from accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_administrator_looks_after_people(visit, administrator, lead):
    nina = visit(administrator)
    nina.go("/people/")
    nina.click("Add a person")
    nina.click("Add this person")
    nina.see("Enter the email address")
    nina.page.get_by_label("Email address").fill("jo@example.org")
    nina.page.get_by_label("Full name").fill("Jo March")
    nina.page.get_by_label("Panel member").check()
    nina.click("Add this person")
    nina.see("Jo March was added. The email that says how to set a password is on its way.")
    nina.click("Change details or roles")
    nina.page.get_by_label("Job title (optional)").fill("Headteacher")
    nina.click("Save")
    nina.see("The account of Jo March was changed.")
    nina.click("Close the account")
    nina.click("Close the account")
    nina.see("The account of Jo March was closed.")
    nina.click("Audit trail")
    nina.see("Nina Patel closed the account of Jo March")
    assert not User.objects.get(email="jo@example.org").is_active


def test_the_last_administrator_reads_why_their_account_stays_open(visit, administrator):
    nina = visit(administrator)
    nina.go(f"/people/{administrator.pk}/")
    nina.see("Nina Patel is the last service administrator.")


def test_signing_in_by_keyboard(visit, administrator):
    administrator.set_password("a long and quiet password")
    administrator.save()
    nina = visit(None)
    nina.go("/people/")
    nina.page.get_by_label("Email").focus()
    nina.page.keyboard.type(administrator.email)
    nina.page.keyboard.press("Tab")
    nina.page.keyboard.type("a long and quiet password")
    nina.page.keyboard.press("Enter")
    nina.page.get_by_role("heading", name="People", exact=True).wait_for()
    nina.check()
    nina.see("Nina Patel")
