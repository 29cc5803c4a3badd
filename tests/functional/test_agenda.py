"""An agenda is put in order by keyboard: the item keeps place and focus, with scripts and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.journeys import the_people
from tests.factories.panels import an_item

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_item_that_is_moved_keeps_the_focus(visit, javascript):
    people = the_people()
    items = [an_item(people) for _ in range(3)]
    last = items[-1]
    name = last.case.child.full_name
    chair = visit(people.chair, javascript=javascript)
    chair.go(reverse("panels:meeting_detail", args=[last.meeting_id]))
    page = chair.page

    page.get_by_role("button", name=f"Move up {name}, item 3 of 3").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    chair.see(f"{name} is now item 2 of 3.")
    expect(page.get_by_role("button", name=f"Move up {name}, item 2 of 3")).to_be_focused()
    expect(page.get_by_role("button", name=f"Move up {name}, item 2 of 3")).to_be_in_viewport()
    chair.check()

    with page.expect_navigation():
        page.keyboard.press("Enter")
    chair.see(f"{name} is now item 1 of 3.")
    expect(page.get_by_role("button", name=f"Move down {name}, item 1 of 3")).to_be_focused()

    page.keyboard.press("Tab")
    next_name = items[0].case.child.full_name
    expect(page.get_by_role("link", name=next_name, exact=True)).to_be_focused()
