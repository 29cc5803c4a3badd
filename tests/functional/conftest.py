"""Journeys in a real browser: the site runs beside the tests, and every page passed is checked as it goes."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from machine import BROWSER_FLAGS, BROWSERS
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from accounts.models import User

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}
NARROW = {"width": 320, "height": 700}
WIDE = {"width": 1366, "height": 900}
LEADS_ELSEWHERE = "element => element.matches('a[href]:not([href^=\"#\"]), button[type=submit], button:not([type])')"
EVERYTHING_FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser, and more time on a busy machine."""
    for item in items:
        if "tests/functional" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys of a worker. Playwright's loop would make Django think it is async."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = os.environ.get("CHROMIUM") or next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


OFTEN_ENOUGH = 3
"""How many times a worker lets axe look at pages of one title, which most journeys pass."""


class Visitor:
    """A person at their own browser. `check` looks at the page as it stands: axe, width, console."""

    looked_at: ClassVar[Counter[str]] = Counter()

    def __init__(self, context: BrowserContext, address: str, *, javascript: bool = True) -> None:
        self.context, self.address, self.javascript = context, address, javascript
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self._checked: set[str] = set()

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.check()

    def click(self, name: str) -> None:
        """Press a button, or follow a link, by its name, then look at the page it leads to."""
        called = {"name": name, "exact": True}
        found = self.page.get_by_role("button", **called).or_(self.page.get_by_role("link", **called)).first
        if found.evaluate(LEADS_ELSEWHERE):
            with self.page.expect_navigation():
                found.click()
        else:
            found.click()
        self.check()

    def check(self) -> None:
        """Fail on any accessibility finding, on sideways scrolling at 320 px, and on any word in the console.

        A browser without scripts runs no checker either.
        """
        title = self.page.title()
        if self.javascript and title not in self._checked and self.looked_at[title] < OFTEN_ENOUGH:
            self._checked.add(title)
            self.looked_at[title] += 1
            results = Axe().run(self.page, options=AXE).response
            found = [
                f"{finding['id']}: {node['html'][:160]}"
                for kind in ("violations", "incomplete")
                for finding in results[kind]
                for node in finding["nodes"]
            ]
            assert found == [], f"{title} ({self.page.url})"
            self.page.set_viewport_size(NARROW)
            assert self.page.evaluate(EVERYTHING_FITS), f"{title} ({self.page.url}) scrolls sideways at 320 px"
            self.page.set_viewport_size(WIDE)
        assert self.troubles == [], title

    def see(self, text: str) -> None:
        """The words are on the page, or come with the one that is on its way."""
        expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)


@pytest.fixture
def visit(browser: Browser, live_server, client_as) -> Iterator[Callable[[User], Visitor]]:
    """`visit(lead)` is the Lead at a browser of their own, signed in; `javascript=False` is one without scripts."""
    contexts: list[BrowserContext] = []

    def arrive(user: User | None, *, javascript: bool = True) -> Visitor:
        context = browser.new_context(
            viewport=WIDE, locale="en-GB", timezone_id="Europe/London", java_script_enabled=javascript
        )
        contexts.append(context)
        if user is not None:
            session = client_as(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return Visitor(context, live_server.url, javascript=javascript)

    yield arrive
    for context in contexts:
        context.close()
