"""The whole RAS form by keyboard alone, and how many keys it takes."""

import re

import pytest

from casework.reports.actions import mark_passage
from scoring.enums import FormStatus
from tests.factories.forms import USUAL, a_draft

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "Seen in class by Mrs Patel, and told by the family alike."
PASSAGES = ("leaves the room", "two or three times a week", "when plans change")
MOST_KEYS = 9
"""Keys an outcome may take: its level, its passage and the way to the next; the letters of the reason not counted."""


class Hands:
    """A person who has a keyboard and nothing else. Keys are counted, words typed are not."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, words):
        self.page.keyboard.type(words)

    @property
    def focus(self) -> str:
        """What has the focus: its id, or its text."""
        return self.page.evaluate("document.activeElement.id || document.activeElement.innerText.trim()")

    def tab_to(self, goal, most=12):
        """Tab until `goal` has the focus."""
        for _ in range(most):
            if self.focus == goal:
                return
            self.press("Tab")
        raise AssertionError(f"{goal} is not reached; the focus is at {self.focus}")


@pytest.fixture
def form(coordinator):
    form = a_draft(coordinator)
    for quote in PASSAGES:
        mark_passage(form.case.reports.first(), quote=quote, by=coordinator)
    return form


def test_ten_outcomes_with_a_passage_each_take_few_keys(visit, coordinator, form):
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/#outcome-1")
    hands = Hands(amina.page)
    hands.press("Tab")
    for position, level in enumerate(USUAL, start=1):
        assert hands.focus == f"id_outcome-{position}-level"
        hands.press(str(level), "a", "cde"[position % 3])
        hands.tab_to(f"id_outcome-{position}-reason")
        if level:
            hands.write(REASON)
        hands.tab_to(f"id_outcome-{position + 1}-level" if position < 10 else "id_main_need_confirmed")
    assert hands.keys <= MOST_KEYS * 10
    amina.see("10 of 10 outcomes scored")
    hands.press("Space", "Tab", "Tab", "Enter")
    amina.page.wait_for_url(re.compile("/check/"))
    amina.check()
    hands.tab_to("Submit the RAS form", most=60)
    hands.press("Enter")
    amina.page.wait_for_url(re.compile("/scores/"))
    form.refresh_from_db()
    assert form.status == FormStatus.SUBMITTED
    for score in form.scores.all():
        assert score.level.position == USUAL[score.outcome.position - 1]
        assert score.evidence.get().passage.quote == PASSAGES[score.outcome.position % 3]


def test_keys_do_nothing_while_somebody_types(visit, coordinator, form):
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.page.focus("#id_outcome-1-reason")
    amina.page.keyboard.type("2 and 3 calm him; no change, as after.")
    assert amina.page.input_value("#id_outcome-1-reason") == "2 and 3 calm him; no change, as after."
    assert amina.page.locator("#outcome-1 input:checked").count() == 0
    assert amina.page.locator("#outcome-1 .app-chip").count() == 0


def test_a_key_that_nothing_has_and_escape(visit, coordinator, form):
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    note = amina.page.locator("#outcome-1 [data-ras-note]")
    amina.page.focus("#id_outcome-1-level")
    amina.page.keyboard.type("ax")
    assert note.inner_text() == "Nothing has the key X."
    amina.page.keyboard.press("a")
    assert note.inner_text().startswith("Press the key shown beside a report or passage")
    amina.page.keyboard.press("Escape")
    amina.page.keyboard.press("c")
    assert note.inner_text() == ""
    assert amina.page.locator("#outcome-1 .app-chip").count() == 0


def test_a_chip_takes_its_passage_away_again(visit, coordinator, form):
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.page.focus("#id_outcome-1-level")
    amina.page.keyboard.type("ac")
    amina.page.wait_for_selector("#outcome-1 [data-ras-status]:has-text('Saved')")
    assert form.scores.get(outcome__position=1).evidence.get().passage.quote == PASSAGES[0]
    amina.check()
    hands = Hands(amina.page)
    hands.press("Tab", "Tab", "Enter")
    amina.page.wait_for_selector("#outcome-1 [data-ras-version][value='3']", state="attached")
    assert not form.scores.get(outcome__position=1).evidence.exists()
    assert hands.focus == "id_outcome-1-reports"
    assert amina.page.locator("#outcome-1 [data-ras-note]").inner_text().startswith("Taken away: ")


def test_one_tab_from_a_changed_reason_goes_to_its_passage(visit, coordinator, form):
    """The chip that is next keeps its place: the focus is never lost to the page."""
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    hands = Hands(amina.page)
    amina.page.focus("#id_outcome-1-level")
    amina.page.keyboard.type("ac")
    amina.page.wait_for_selector("#outcome-1 [data-ras-status]:has-text('Saved')")
    amina.page.focus("#id_outcome-1-reason")
    hands.write("Seen in class.")
    hands.press("Tab")
    assert amina.page.evaluate("document.activeElement.className") == "app-chip__remove"
    amina.page.wait_for_selector("#outcome-1 [data-ras-version][value='3']", state="attached")
    assert amina.page.evaluate("document.activeElement.className") == "app-chip__remove"


def test_a_chip_taken_away_by_its_own_key_gives_the_focus_back(visit, coordinator, form):
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    hands = Hands(amina.page)
    amina.page.focus("#id_outcome-1-level")
    amina.page.keyboard.type("ac")
    amina.page.focus("#outcome-1 .app-chip__remove")
    hands.press("a", "c")
    assert amina.page.locator("#outcome-1 .app-chip").count() == 0
    assert hands.focus == "id_outcome-1-reports"


def test_the_keys_are_told_in_words_too(visit, coordinator, form):
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.page.focus("#id_outcome-1-level")
    amina.page.keyboard.type("a")
    note = amina.page.locator("#outcome-1 [data-ras-note]").inner_text()
    for letter, quote in zip("CDE", PASSAGES, strict=True):
        assert f"{letter} “{quote}”" in note


def test_whoever_tries_again_stays_at_the_outcome(visit, coordinator, form):
    """The button goes when saving succeeds; the focus is at the outcome then."""
    amina = visit(coordinator)
    amina.go(f"/cases/{form.case.reference}/ras-form/")
    amina.page.context.set_offline(True)
    amina.page.focus("#id_outcome-1-level")
    amina.page.keyboard.press("2")
    amina.page.get_by_role("button", name="Try again now").focus()
    amina.troubles.clear()
    amina.page.context.set_offline(False)
    amina.page.keyboard.press("Enter")
    amina.page.wait_for_selector("#outcome-1 [data-ras-status]:has-text('Saved')")
    assert amina.page.evaluate("document.activeElement.id") == "outcome-1"
