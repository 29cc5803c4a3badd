"""The Personalisation Officer at work on frameworks, by keyboard alone and without a script."""

import pytest

from scoring.frameworks.actions import load_demonstration_frameworks
from scoring.frameworks.queries import questionnaire_of
from scoring.models import Framework

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_starter_data")]


def test_a_version_is_copied_edited_compared_and_published_without_a_script(visit, officer):
    load_demonstration_frameworks()
    ruth = visit(officer, javascript=False)
    edit_a_copy(ruth)
    ruth.click("Compare with another version")
    ruth.see("Outcomes: 1 added, 1 changed and 9 the same.")
    ruth.see("The most points a form can come to: from 250 to 259.")
    ruth.click("Frameworks")
    ruth.page.get_by_role("link", name="RAS form, 6 to 16 version 2").click()
    ruth.click("Publish")
    ruth.page.get_by_label("Both run side by side").check()
    ruth.click("Publish")
    ruth.see("“RAS form, 6 to 16”, version 2, is published.")
    assert Framework.objects.filter(age_version="6_16", status="published").count() == 2


def edit_a_copy(ruth):
    """The first outcome is moved away and back, the last removed, and a new one added with five levels."""
    ruth.go("/frameworks/")
    ruth.page.get_by_role("link", name="RAS form, 6 to 16 version 1").click()
    ruth.click("Copy as the next draft")
    ruth.click("Start the draft")
    ruth.click("Move down outcome 1 of 10, Behaviour enables them and others to learn")
    ruth.click("Move up outcome 2 of 10, Behaviour enables them and others to learn")
    ruth.click("Makes progress in learning")
    ruth.click("Move up level 4")
    ruth.click("Move down level 3")
    ruth.page.get_by_role("group", name="Level 4").get_by_label("Points").fill("30")
    ruth.click("Save the outcome")
    ruth.click("Add an outcome")
    ruth.page.get_by_label("Wording").fill("Sleeps through the night")
    ruth.click("Add a level")
    ruth.click("Remove level 2")
    for number, points in ((1, "0"), (2, "2"), (3, "4"), (4, "6")):
        level = ruth.page.get_by_role("group", name=f"Level {number}")
        level.get_by_label("Name").fill(f"Step {number}")
        level.get_by_label("Points").fill(points)
        level.get_by_label("What it looks like").fill(f"Wakes {number - 1} times a night.")
    ruth.click("Save the outcome")
    ruth.see("Nothing stands in the way of publishing it. A form can come to 259 points.")
    ruth.click("Read it whole")


def test_a_framework_is_drafted_by_keyboard_alone(visit, officer):
    """Tab goes on, letters and arrows fill, Enter saves: never a row's button."""
    ruth = visit(officer)
    ruth.go("/frameworks/new/")
    keys = ruth.page.keyboard
    ruth.page.get_by_label("Title").focus()
    keys.type("In Control allocation questionnaire")
    keys.press("Tab")
    keys.press("ArrowRight")
    with ruth.page.expect_navigation():
        keys.press("Enter")
    ruth.check()
    ruth.page.get_by_role("button", name="Add an outcome").focus()
    with ruth.page.expect_navigation():
        keys.press("Enter")
    ruth.check()
    ruth.page.get_by_label("Wording").focus()
    keys.type("To be safe and enjoy the company of the people I know")
    for _ in range(2):
        keys.press("Tab")
    for number, points in enumerate((0, 7, 11, 15)):
        type_a_level(ruth.page, f"Support {number}", points)
    ruth.page.get_by_role("group", name="Level 4").get_by_label("Points").focus()
    with ruth.page.expect_navigation():
        keys.press("Enter")
    ruth.see("The outcome is added.")
    (outcome,) = questionnaire_of(Framework.objects.get()).outcomes
    assert [(level.name, level.points) for level in outcome.levels] == [
        ("Support 0", 0),
        ("Support 1", 7),
        ("Support 2", 11),
        ("Support 3", 15),
    ]


def type_a_level(page, name, points):
    """From the field before it: the name, past what it counts as, the points, what it looks like, and its buttons."""
    while page.evaluate("!document.activeElement.id.endsWith('-name')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type(str(points))
    page.keyboard.press("Tab")
    page.keyboard.type(f"Needs {name.lower()}.")
