"""Before somebody is signed out they are warned, and can stay; what they wrote is never lost."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def ends_in(seconds: int) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=seconds))


def two_minutes_before_the_end(visitor):
    """58 minutes pass at the browser, as they have at the server."""
    ends_in(118)
    visitor.page.clock.fast_forward(58 * 60 * 1000 + 1000)
    dialog = visitor.page.get_by_role("alertdialog", name="You will be signed out in 2 minutes")
    dialog.wait_for()
    return dialog


@pytest.fixture
def nina(visit, administrator):
    visitor = visit(administrator)
    visitor.page.clock.install()
    return visitor


def test_somebody_who_is_warned_stays_signed_in_and_goes_on_where_they_were(nina):
    nina.go("/people/add/")
    nina.page.get_by_label("Full name").focus()
    dialog = two_minutes_before_the_end(nina)
    expect(nina.page.get_by_role("button", name="Stay signed in")).to_be_focused()
    nina.check()
    nina.page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    expect(nina.page.get_by_label("Full name")).to_be_focused()
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=59)


def test_whoever_was_signed_out_keeps_what_they_wrote_and_sends_it_once_signed_in_again(nina, client_as, administrator):
    nina.go("/people/add/")
    nina.page.get_by_label("Full name").fill("Jo March")
    nina.page.get_by_label("Email address").fill("jo@example.org")
    nina.page.get_by_label("Panel member").check()
    dialog = two_minutes_before_the_end(nina)
    ends_in(-1)
    nina.page.get_by_role("button", name="Stay signed in").click()
    nina.see("You have been signed out")
    nina.check()
    session = client_as(administrator).cookies["sessionid"].value
    nina.context.add_cookies([{"name": "sessionid", "value": session, "url": nina.address}])
    nina.click("I have signed in again")
    dialog.wait_for(state="hidden")
    nina.click("Add this person")
    nina.see("Jo March was added")


def test_whoever_wrote_nothing_is_led_to_sign_in_and_nothing_of_the_page_stays(nina):
    nina.go("/people/")
    two_minutes_before_the_end(nina)
    ends_in(-1)
    with nina.page.expect_navigation():
        nina.page.keyboard.press("Escape")
    nina.page.get_by_role("heading", name="Sign in").wait_for()
    assert nina.page.url.endswith("/accounts/login/?next=%2Fpeople%2F")
