"""Scene 3: people at work while one part after the other breaks."""

import time
from collections.abc import Callable

from rehearsal.client import Client, Page, Upload
from rehearsal.journey import A_PDF
from rehearsal.parts import wait_until
from rehearsal.stage import COORDINATORS, PASSWORD, Load, Stage

RATE = 10.0
"""Requests a second, of all people together."""

QUIET = 5.0
"""Seconds of work with nothing broken, and after each repair."""

SETTLES = 1.0
"""Seconds after which what began while something was broken has ended."""

AWAY = 6.0
"""Seconds that the database is away: readiness looks every five."""

PAGES = ("list", "work", "case", "form", "style")
"""What only reads: it may be asked of the other machine, so none of it may fail."""

ASKING = COORDINATORS[:2]
"""Who asks for a link to set a new password while the mail server hangs."""

HANGS = 13.0
"""Seconds that the mail server hangs: the first try ends after ten, and the next one comes a minute later."""

MAIL_WITHIN = 120.0
"""Seconds after which both mails were tried again, one after the other."""


def play(stage: Stage) -> None:
    """All of it under one load; each row counts what was asked while it went on."""
    with stage.scene("Load") as began:
        people = stage.people
        uploader = Uploader(stage)
        with stage.load(people, rate=RATE) as load:
            _stretches(stage, load, uploader)
        _hold(stage, load)
        took = time.monotonic() - began
        stage.say(f"the load: {len(load.answers)} requests in {took:.0f} s by {len(people)} people, who had signed in")


def _stretches(stage: Stage, load: Load, uploader: "Uploader") -> None:
    _stretch(load, "Nothing broken", lambda: time.sleep(QUIET) or "")  # type: ignore[func-returns-value]
    asked_at = time.monotonic()
    _stretch(load, "Mail server hangs", lambda: _hang_mail(stage))
    _stretch(load, "One machine killed", lambda: _kill(stage))
    _stretch(load, "Rolling restart", lambda: _roll(stage))
    _stretch(load, "nginx reloaded", lambda: _reload(stage))
    _stretch(load, "Scanner stopped", lambda: _stop_scanner(stage, uploader))
    _stretch(load, "Database restarted", lambda: _restart_database(stage))
    _stretch(load, "After the database", lambda: time.sleep(QUIET) or "")  # type: ignore[func-returns-value]
    _stretch(load, "The mails that waited", lambda: _mails_that_waited(stage, asked_at))


def _stretch(load: Load, name: str, act: Callable[[], str]) -> None:
    """What is still under way when something is well again belongs to its being broken."""
    began = time.monotonic()
    saw = act()
    time.sleep(SETTLES)
    load.mark(name, saw, began)


def _kill(stage: Stage) -> str:
    """What a power cut does to one machine; systemd starts it again after a while."""
    stage.a.kill()
    time.sleep(stage.a.unit.restart_after + QUIET / 2)
    stage.a.start()
    took = stage.wait_until_ready()
    time.sleep(QUIET / 2)
    return f"ready {took:.1f} s after the start"


def _roll(stage: Stage) -> str:
    """Each machine stops when the other one is there, as at an upgrade."""
    for machine in (stage.a, stage.b):
        machine.stop()
        machine.start()
        stage.wait_until_ready()
    return "one machine after the other"


def _reload(stage: Stage) -> str:
    stage.nginx.reload()
    time.sleep(QUIET / 2)
    return ""


def _restart_database(stage: Stage) -> str:
    stage.postgres.stop()
    time.sleep(AWAY)
    stage.hold(not stage.a.is_ready, "Readiness does not notice that the database is away.")
    stage.postgres.start()
    took = stage.wait_until_ready()
    stage.hold(stage.worker.is_running, "The worker ended when the database was restarted.")
    return f"away for {AWAY:.0f} s, ready {took:.1f} s after its start"


# The scanner


class Uploader:
    """A person who records a report with a file, again and again until it is taken."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        email = stage.people[-1]["email"]
        name = f"up.{email}"
        stage.place.inside(
            "make_team", administrator=_administrator(), people=[(name, "Una Page", ["case_coordinator"])]
        )
        (reference,) = stage.place.inside("open_cases", coordinators=[name], each=1)[name]
        self.number = stage.place.inside("ask_for_a_report", reference=reference)
        (person,) = stage.let_in({name: [reference]})
        self.path = f"/cases/{reference}/reports/{self.number}/receive/"
        self.client: Client = stage.visitor()
        self.client.sign_in(person["email"], PASSWORD, person["secret"])

    def record(self) -> Page:
        """Send the report, and see the page that follows."""
        page = self.client.get(self.path)
        form = page.form(having="uploads")
        done = self.client.send(page, form, {}, files={"uploads": Upload("advice.pdf", "application/pdf", A_PDF)})
        return self.client.get(done.location) if done.location else done


def _administrator() -> str:
    from rehearsal.stage import ADMINISTRATOR

    return ADMINISTRATOR


def _stop_scanner(stage: Stage, uploader: Uploader) -> str:
    """An upload is refused in words, and readiness says why; both are well again when the scanner is back."""
    stage.scanner.stop()
    refused = uploader.record()
    words = _sentence_about(refused.text, "scan")
    stage.hold(
        refused.path == uploader.path and "scan" in words, f"Without a scanner an upload ended at “{refused.heading}”."
    )
    found = _finding(stage, "virus_scanner")
    stage.hold(not found.startswith("well"), f"Readiness says of a stopped scanner: “{found}”")
    stage.scanner.start()
    taken = uploader.record()
    stage.hold(
        taken.path != uploader.path, f"With the scanner back an upload ended at “{taken.heading}”: {taken.text[:200]}"
    )
    stage.wait_until_ready()
    return f"the upload: “{words}”"


def _sentence_about(text: str, word: str) -> str:
    """The first sentence of a page with this word."""
    found = [sentence.strip() for sentence in text.split(". ") if word in sentence.lower()]
    return found[0].rpartition("There is a problem")[2].strip()[:120] if found else ""


def _finding(stage: Stage, part: str) -> str:
    """What check_ready says of one part."""
    from processes import Failed

    try:
        output = stage.place.manage("check_ready")
    except Failed as failed:
        output = str(failed)
    return next((line for line in output.splitlines() if f" {part} " in line), "")


# Mail


def _hang_mail(stage: Stage) -> str:
    """It takes connections and says nothing. Two people ask for a link meanwhile, and no page waits for it."""
    stage.mail_server.stop()
    stage.mail_server.start(hanging=True)
    for email in ASKING:
        visitor = stage.visitor()
        page = visitor.get("/accounts/password/reset/")
        done = visitor.send(page, page.form(having="email"), {"email": email})
        stage.hold(done.status == 302, f"While the mail server hung, asking for a link ended with {done.status}.")
    time.sleep(HANGS)
    waiting = stage.place.inside("mails_by_state")
    stage.hold(not any(stage.mails_to(email) for email in ASKING), "Mail went although the server hung.")
    stage.hold(stage.a.is_ready, "The service was not ready while the mail server hung.")
    stage.mail_server.stop()
    stage.mail_server.start()
    return f"mails: {', '.join(f'{count} {state}' for state, count in sorted(waiting.items()))}"


def _mails_that_waited(stage: Stage, asked_at: float) -> str:
    """What waited goes by itself, each once."""
    within = max(20.0, asked_at + MAIL_WITHIN - time.monotonic())
    wait_until(lambda: all(stage.mails_to(email) for email in ASKING), "The mails did not come", within)
    took = time.monotonic() - asked_at
    time.sleep(QUIET / 2)
    counts = [len(stage.mails_to(email)) for email in ASKING]
    stage.hold(counts == [1, 1], f"Two mails were asked for, and {counts} came.")
    return f"both came once, {took:.0f} s after they were asked for at the most"


# What must hold

MAY_NOT_FAIL = (
    "Nothing broken",
    "Mail server hangs",
    "Rolling restart",
    "nginx reloaded",
    "Scanner stopped",
    "After the database",
    "The mails that waited",
)


def _hold(stage: Stage, load: Load) -> None:
    for name in MAY_NOT_FAIL:
        counted = load.counted[name]
        stage.hold(not counted.failures, f"{name}: {counted.failures} failed ({counted.in_words()}), and none may.")
    pages = [answer for answer in load.during("One machine killed") if answer.kind in PAGES and answer.is_failure]
    stage.hold(
        not pages, f"One machine killed: {len(pages)} pages were lost, and the other machine should have answered."
    )
    nothing_lost_nothing_twice(stage, load)


def nothing_lost_nothing_twice(stage: Stage, load: Load) -> None:
    """What was confirmed is there, once; what was not is there once at most."""
    found = stage.place.inside("contacts_named", start="Rehearsal ")
    confirmed, doubtful = load.confirmed["saved"], load.confirmed["doubtful"]
    lost = [name for name in confirmed if not found.get(name)]
    twice = [name for name, count in found.items() if count > 1]
    stage.hold(not lost, f"{len(lost)} of {len(confirmed)} saves that were confirmed are not there.")
    stage.hold(not twice, f"{len(twice)} saves are there twice.")
    stage.say(f"{len(confirmed)} saves were confirmed, {len(doubtful)} were not; each is there once at most")
