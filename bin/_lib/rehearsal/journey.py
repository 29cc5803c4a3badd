"""Scene 2: through the proxy by a browser, from the first sign-in to a report that is refused for a virus."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_string
from email.message import Message

from rehearsal.browser import Visitor, a_browser
from rehearsal.client import code_of
from rehearsal.parts import EICAR
from rehearsal.place import COUNCIL, DOMAIN, THROUGH_PROVIDER
from rehearsal.stage import ADMINISTRATOR, PASSWORD, TEAM, Stage

COORDINATOR, COORDINATOR_NAME = f"jo.march@{DOMAIN}", "Jo March"
CHILD = ("Rowan", "Rehearsalchild")
ANOTHER_PASSWORD = "another-long-and-quiet-one"


def play(stage: Stage) -> None:
    """Each person at a browser of their own; what they do is one row."""
    stage.names |= {COORDINATOR, THROUGH_PROVIDER, CHILD[1], ANOTHER_PASSWORD}
    stage.place.inside("make_team", administrator=ADMINISTRATOR, people=TEAM)
    with a_browser(stage.place) as browser:
        nina, jo = Visitor(browser, stage.place), Visitor(browser, stage.place)
        steps: list[tuple[str, Visitor, Callable[[], str]]] = [
            ("Administrator: sign in, authenticator", nina, lambda: _administrator(stage, nina)),
            ("Invitation", nina, lambda: _invite(stage, nina, COORDINATOR, COORDINATOR_NAME)),
            ("Co-ordinator: password, passkey", jo, lambda: _coordinator(stage, jo)),
            ("A request for a child", jo, lambda: _open_case(jo)),
            ("Report: a clean PDF, then a virus", jo, lambda: _reports(stage, jo)),
        ]
        sam = Visitor(browser, stage.place)
        steps.append(("Sign-on through the provider", sam, lambda: _sign_on(stage, nina, sam)))
        steps.append(("Second factor lost, and reset", nina, lambda: _lost_factor(stage, nina, jo)))
        for name, visitor, step in steps:
            _step(stage, name, visitor, step)


def _step(stage: Stage, name: str, visitor: Visitor, step: Callable[[], str]) -> None:
    with stage.scene(name) as began:
        asked, failed = visitor.requests, len(visitor.failed)
        try:
            saw = step()
        except Exception:
            visitor.page.screenshot(path=stage.place.folder / "browser.png", full_page=True)
            stage.say(f"seen last: “{visitor.heading}” ({visitor.page.url.partition('?')[0]})")
            raise
        requests, failures = visitor.requests - asked, len(visitor.failed) - failed
        stage.add(name, saw, began, requests, failures)
        stage.hold(not failures, f"{name}: {failures} answers were errors of the service.")


def _administrator(stage: Stage, nina: Visitor) -> str:
    nina.go("/")
    _give_password(nina, ADMINISTRATOR, PASSWORD)
    stage.hold(nina.heading == "Your account", f"After the password the administrator saw “{nina.heading}”.")
    _set_up_authenticator(stage, nina, PASSWORD)
    nina.go("/")
    return f"their work (“{nina.heading}”)"


def _give_password(visitor: Visitor, email: str, password: str) -> None:
    visitor.fill("Email address", email)
    visitor.fill("Password", password)
    visitor.press("Sign in")


def _confirm(visitor: Visitor, password: str) -> None:
    """Type the password once more where the page asks for it: when the sign-in was some minutes ago."""
    if visitor.heading == "Confirm it is you":
        visitor.fill("Password", password)
        visitor.press("Confirm")


def _set_up_authenticator(stage: Stage, visitor: Visitor, password: str) -> str:
    visitor.go("/accounts/2fa/totp/activate/")
    _confirm(visitor, password)
    secret = visitor.page.locator("#authenticator_secret").inner_text().strip()
    stage.names.add(secret)
    visitor.fill("Code", code_of(secret))
    visitor.press("Set up")
    return secret


def _invite(stage: Stage, nina: Visitor, email: str, name: str) -> str:
    nina.go("/people/add/")
    nina.fill("Email address", email)
    nina.fill("Full name", name)
    nina.page.get_by_label("Case Co-ordinator", exact=True).check()
    nina.press("Add this person")
    stage.hold(nina.sees(f"{name} was added"), f"{name} could not be added: “{nina.heading}”.")
    mail = message_from_string(stage.wait_for_mail(email))
    subject = " ".join(str(mail["Subject"]).split())
    body = _words_of(mail)
    stage.hold(COUNCIL in body or COUNCIL in subject, "The invitation does not bear the council’s name.")
    stage.hold("password reset" not in subject.lower(), f"An invitation is called “{subject}”.")
    return f"a mail: “{subject}”"


def _words_of(mail: Message) -> str:
    parts = [part for part in mail.walk() if part.get_content_type() == "text/plain"]
    return "".join((part.get_payload(decode=True) or b"").decode(errors="replace") for part in parts)  # type: ignore[union-attr]


def _link_in(mail: str) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https://[^/\s]+(/accounts/password/reset/key/\S+)", _words_of(message_from_string(mail)))
    if not found:
        raise LookupError("There is no link in the mail.")
    return found.group(1)


def _coordinator(stage: Stage, jo: Visitor) -> str:
    _set_password(stage, jo, _link_in(stage.wait_for_mail(COORDINATOR)), ANOTHER_PASSWORD)
    jo.go("/accounts/login/")
    _give_password(jo, COORDINATOR, ANOTHER_PASSWORD)
    jo.add_passkey_device()
    jo.go("/accounts/2fa/webauthn/add/")
    _confirm(jo, ANOTHER_PASSWORD)
    with jo.page.expect_navigation():
        jo.page.locator("#mfa_webauthn_add").click()
    jo.go("/accounts/2fa/")
    stage.hold(jo.sees("You have 1 security key."), "The passkey was not kept.")
    _leave(jo)
    _give_password(jo, COORDINATOR, ANOTHER_PASSWORD)
    with jo.page.expect_navigation():
        jo.page.locator("#mfa_webauthn_authenticate").click()
    jo.go("/")
    stage.hold("Sign in" not in jo.heading, "The passkey did not sign in.")
    return f"signed in by the passkey: “{jo.heading}”"


def _set_password(stage: Stage, visitor: Visitor, path: str, password: str) -> None:
    stage.names.add(path.rstrip("/").rpartition("/")[2])
    visitor.go(path)
    stage.hold(visitor.heading == "Choose a new password", f"The link of the mail leads to “{visitor.heading}”.")
    for label in ("New password", "New password again"):
        if visitor.page.get_by_label(label, exact=True).count():
            visitor.fill(label, password)
    visitor.press("Save the password")


def _leave(visitor: Visitor) -> None:
    visitor.go("/accounts/logout/")
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/accounts/login/**")


def _open_case(jo: Visitor) -> str:
    page = jo.page
    jo.go("/cases/open/")
    jo.fill("First name", CHILD[0])
    jo.fill("Last name", CHILD[1])
    _fill_day(jo, "Date of birth", date(2015, 5, 9))
    _choose(jo, "Male", "Sex")
    page.get_by_label("Main need", exact=True).select_option(label="Speech, language and communication")
    page.get_by_role("combobox", name="Nursery, school or college", exact=True).select_option(label="Not in this list")
    page.get_by_label("Name of the setting, if it is not listed").fill("Hillside Academy")
    page.get_by_label("Its phase, if it is not listed").select_option(label="Secondary school")
    jo.fill("Full name", "Jo Ellis")
    page.get_by_label("Relationship to the child").select_option(label="Mother")
    _fill_day(jo, "Date the request was received", date.today() - timedelta(days=1))
    _choose(jo, "Parent or young person", "Who asked?")
    jo.press("Open the case")
    if not jo.sees("An assessment has been requested"):
        raise LookupError(f"The case was not opened: {jo.page.locator('main').inner_text()[:300]}")
    return f"“{jo.heading}”"


def _fill_day(visitor: Visitor, legend: str, day: date) -> None:
    group = visitor.page.get_by_role("group", name=legend, exact=True)
    for label, figure in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label, exact=True).fill(str(figure))


def _choose(visitor: Visitor, label: str, within: str) -> None:
    visitor.page.get_by_role("group", name=within, exact=True).get_by_label(label, exact=True).check()


def _reports(stage: Stage, jo: Visitor) -> str:
    page = jo.page
    case = page.url.split("/cases/")[1].split("/")[0]
    number = stage.place.inside("ask_for_a_report", reference=case)
    jo.go(f"/cases/{case}/reports/{number}/receive/")
    files = page.locator("input[type=file]")
    files.set_input_files({"name": "letter.txt", "mimeType": "text/plain", "buffer": EICAR})
    jo.press("Record the report")
    refusal = " ".join(page.locator(".govuk-error-summary__body").inner_text().split())
    stage.hold("virus" in refusal.lower(), f"A virus was not refused in words: “{refusal}”.")
    jo.go(f"/cases/{case}/reports/{number}/receive/")
    files.set_input_files({"name": "advice.pdf", "mimeType": "application/pdf", "buffer": A_PDF})
    jo.press("Record the report")
    stage.hold("/receive/" not in page.url, f"A clean PDF was not taken: “{jo.heading}”.")
    return f"the PDF is kept; the virus: “{refusal}”"


def _sign_on(stage: Stage, nina: Visitor, sam: Visitor) -> str:
    """Somebody who was invited signs on with the council's own account, and never had a password here."""
    _invite(stage, nina, THROUGH_PROVIDER, "Sam Hart")
    sam.go("/")
    sam.page.get_by_role("button", name=re.compile("Council account")).first.click()
    sam.page.wait_for_url(f"{stage.place.provider}/**")
    with sam.page.expect_navigation(url=f"{stage.place.address}/**"):
        sam.page.get_by_role("button", name=THROUGH_PROVIDER.partition("@")[0], exact=True).click()
    stage.names |= sam.codes
    sam.go("/")
    stage.hold(sam.heading != "Sign in", f"Sign-on ended at “{sam.heading}”.")
    stage.hold(bool(sam.codes), "The provider gave no code, so there is nothing to look for in the logs.")
    return f"signed on without a password: “{sam.heading}”"


def _lost_factor(stage: Stage, nina: Visitor, jo: Visitor) -> str:
    """A service administrator removes what was lost, with a reason; the person is told by mail and begins anew."""
    before = len(stage.mails_to(COORDINATOR))
    nina.go("/people/")
    nina.press(COORDINATOR_NAME)
    nina.press("Remove their second factor")
    nina.page.get_by_label("They came in person").check()
    nina.fill("Why?", "The laptop with the passkey was lost.")
    nina.press("Remove the second factor")
    stage.hold(nina.sees(f"The second factor of {COORDINATOR_NAME} is removed"), "The second factor was not removed.")
    path = _link_in(stage.wait_for_mail(COORDINATOR, before + 1))
    jo.go("/")
    stage.hold(jo.heading == "Sign in", f"Whoever lost their second factor stays signed in: “{jo.heading}”.")
    _set_password(stage, jo, path, PASSWORD)
    jo.go("/accounts/login/")
    _give_password(jo, COORDINATOR, PASSWORD)
    _set_up_authenticator(stage, jo, PASSWORD)
    jo.go("/")
    stage.hold(jo.heading not in ("Sign in", "Your account"), f"After the reset they see “{jo.heading}”.")
    return f"signed out, told by mail, begun anew: “{jo.heading}”"


def _a_pdf() -> bytes:
    """The smallest PDF that there is: one empty page."""
    parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts.append("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    table = "0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    return f"{text}xref\n0 4\n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n".encode()


A_PDF = _a_pdf()
