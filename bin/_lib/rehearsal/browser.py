"""A person at a real browser, who comes through the proxy by the service's own name."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from machine import BROWSER_FLAGS
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from rehearsal.place import HOST, Place

FLAGS = [
    *BROWSER_FLAGS,
    # No other name leads anywhere: not even a style sheet of the provider's pages is fetched from elsewhere.
    f"--host-resolver-rules=MAP {HOST} 127.0.0.1,MAP * ~NOTFOUND,EXCLUDE localhost,EXCLUDE 127.0.0.1",
]
PATIENCE = 15_000  # milliseconds


@contextmanager
def a_browser(place: Place) -> Iterator[Browser]:
    """Chromium, which takes the made certificate for a good one: passkeys need that."""
    flags = [*FLAGS, f"--ignore-certificate-errors-spki-list={place.key_of_browser}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=flags)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """A person at a browser of their own. What came back with an error is noted as it comes."""

    def __init__(self, browser: Browser, place: Place) -> None:
        self.place = place
        self.context: BrowserContext = browser.new_context(locale="en-GB", timezone_id="Europe/London")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.requests = 0
        self.failed: list[str] = []
        self.troubles: list[str] = []
        self.codes: set[str] = set()
        self.page.on("response", self._note)
        self.page.on("console", lambda m: self.troubles.append(m.text) if m.type == "error" else None)

    def _note(self, response: Response) -> None:
        self.requests += 1
        if found := re.search(r"[?&]code=([^&]+)", response.url):
            self.codes.add(found.group(1))
        if response.status >= 500:
            self.failed.append(f"{response.status} {response.request.method}")

    def go(self, path: str) -> None:
        """Open a page by its path."""
        self.page.goto(self.place.address + path)

    def fill(self, label: str, text: str) -> None:
        """Write into the field with this label."""
        self.page.get_by_label(label, exact=True).first.fill(text)

    def press(self, name: str) -> None:
        """Press a button, or follow a link, and wait for the page that follows."""
        button, link = (self.page.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        found = button.or_(link).first
        with self.page.expect_navigation():
            found.click()

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").first.inner_text().strip()

    def sees(self, text: str) -> bool:
        """Whether these words are on the page, or come within a moment."""
        try:
            self.page.locator("body").filter(has_text=text).first.wait_for(timeout=PATIENCE)
        except Exception:  # noqa: BLE001 - whoever asks says what it means
            return False
        return True

    def add_passkey_device(self) -> None:
        """A security key in this browser, as a person has it in their laptop."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def close(self) -> None:
        """Close the window."""
        self.context.close()
