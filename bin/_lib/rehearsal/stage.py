"""What every scene has: the place, the parts, the people, and where it says what it saw."""

import contextlib
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from processes import Refusal, start, stop

from rehearsal.client import Client
from rehearsal.load import Orders
from rehearsal.machines import Machine, Worker
from rehearsal.parts import MailServer, Nginx, Part, PostgreSQL, Provider, Scanner, wait_until
from rehearsal.place import DOMAIN, HOST, Place
from rehearsal.table import Answer, Row, Tally, tally

ADMINISTRATOR = f"nina.patel@{DOMAIN}"
PASSWORD = "a-long-and-quiet-password"
TEAM = [
    (f"ada.lane@{DOMAIN}", "Ada Lane", ["case_coordinator"]),
    (f"bea.moss@{DOMAIN}", "Bea Moss", ["case_coordinator"]),
    (f"cal.reed@{DOMAIN}", "Cal Reed", ["case_coordinator"]),
    (f"dan.ford@{DOMAIN}", "Dan Ford", ["case_coordinator"]),
    (f"eve.park@{DOMAIN}", "Eve Park", ["lead_send_coordinator"]),
]
COORDINATORS = [email for email, _, roles in TEAM if "case_coordinator" in roles]
CASES_EACH = 6


class Stage:
    """One rehearsal: its parts, its table, and what did not hold."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.postgres, self.nginx = PostgreSQL(place), Nginx(place)
        self.scanner, self.mail_server, self.provider = Scanner(place), MailServer(place), Provider(place)
        self.a, self.b = Machine(place, "a"), Machine(place, "b")
        self.worker = Worker(place)
        self.rows: list[Row] = []
        self.problems: list[str] = []
        self.names: set[str] = set()
        """Names, addresses and secrets that no log may hold."""

    @property
    def parts(self) -> list[Part]:
        """In the order in which they are started."""
        return [
            self.postgres, self.scanner, self.mail_server, self.provider, self.nginx, self.a, self.b, self.worker
        ]  # fmt: skip

    def say(self, text: str) -> None:
        """A line while it goes on."""
        sys.stdout.write(f"  {text}\n")
        sys.stdout.flush()

    def hold(self, is_so: bool, sentence: str) -> None:
        """What must be so. What is not ends the rehearsal with an error, once all was played."""
        if not is_so:
            self.problems.append(sentence)
            self.say(f"DOES NOT HOLD: {sentence}")

    def add(self, scene: str, saw: str, since: float, requests: int | None = None, failures: int | None = None) -> None:
        """A row of the table, said at once too."""
        self.rows.append(Row(scene, saw, time.monotonic() - since, requests, failures))
        counted = "" if requests is None else f" ({requests} requests, {failures} failures)"
        self.say(f"{scene}: {saw}{counted}")

    @contextlib.contextmanager
    def scene(self, name: str) -> Iterator[float]:
        """Whatever goes wrong within ends the scene, and is told; the next one is played all the same."""
        self.say(f"— {name}")
        began = time.monotonic()
        try:
            yield began
        except Exception as error:  # noqa: BLE001 - a rehearsal tells of everything, and goes on
            text = " ".join(str(error).split())
            self.hold(False, f"{name}: {text[-600:] or type(error).__name__}")
            self.add(name, "it broke off", began)

    # The people, and what they ask

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        """The team at work: made by the service's own actions, each with a password, an authenticator and cases."""
        self.place.inside("make_team", administrator=ADMINISTRATOR, people=TEAM)
        cases = self.place.inside("open_cases", coordinators=COORDINATORS, each=CASES_EACH)
        return self.let_in({email: cases[email] for email in COORDINATORS})

    def let_in(self, cases: dict[str, list[str]]) -> list[dict[str, Any]]:
        """Each of these people can sign in from now on."""
        keys = self.place.inside("let_in", emails=list(cases), password=PASSWORD)
        self.names |= set(cases) | set(keys.values())
        return [
            {
                "email": email,
                "short": email.partition(".")[0],
                "password": PASSWORD,
                "secret": keys[email],
                "cases": own,
            }
            for email, own in cases.items()
        ]

    def visitor(self) -> Client:
        """Somebody with a browser of their own, not signed in."""
        return Client(host=HOST, port=self.place.ports["https"], authority=self.place.tls / "authority.pem")

    def wait_until_ready(self, within: float = 30.0) -> float:
        """Wait until both machines say that they are ready; returns after how many seconds."""
        try:
            return wait_until(lambda: self.a.is_ready and self.b.is_ready, "The service was not ready", within)
        except Refusal:
            with contextlib.suppress(Exception):
                self.place.manage("check_ready")
            raise

    def mails_to(self, email: str) -> list[str]:
        """What the mail server was given for this address, the oldest first."""
        mails = [path.read_text(errors="replace") for path in sorted(self.place.mails.glob("*.eml"))]
        return [mail for mail in mails if f"To: {email}" in mail]

    def wait_for_mail(self, email: str, count: int = 1, within: float = 20.0) -> str:
        """The newest mail to this address, once there are so many."""
        wait_until(lambda: len(self.mails_to(email)) >= count, "The mail did not come", within)
        return self.mails_to(email)[-1]

    @contextlib.contextmanager
    def load(self, people: list[dict[str, Any]], *, rate: float, seconds: float = 240.0) -> Iterator["Load"]:
        """These people at work, for as long as what is within takes; then a row of the table for each stretch of it.

        The process that plays them is not this one.
        """
        load = Load(self, people, rate, seconds)
        try:
            yield load
        finally:
            load.end()
            load.tell()


class Load:
    """People who ask for pages while things break; what they saw is known when they have ended."""

    def __init__(self, stage: Stage, people: list[dict[str, Any]], rate: float, seconds: float) -> None:
        self.stage = stage
        name = secrets.token_hex(4)
        self.report = stage.place.folder / f"answers-{name}.jsonl"
        self.saved = stage.place.folder / f"saved-{name}.json"
        orders = Orders(
            host=HOST,
            port=stage.place.ports["https"],
            authority=str(stage.place.tls / "authority.pem"),
            people=people,
            rate=rate,
            seconds=seconds,
            requests=int(rate * seconds),
            report=str(self.report),
            saved=str(self.saved),
        )
        self._stretches: list[tuple[str, str, float, float]] = []
        self.counted: dict[str, Tally] = {}
        command = [sys.executable, "-m", "rehearsal.load"]
        self.process = start(
            command,
            {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(orders)) + "\n")
        self.process.stdin.flush()
        if (line := self.process.stdout.readline().strip()) != "ready":
            raise Refusal(f"Nobody could sign in to work: {line} {self.process.stdout.read()}")

    def mark(self, scene: str, saw: str, since: float) -> None:
        """What is counted from then until now goes under this name."""
        self._stretches.append((scene, saw, since, time.monotonic()))
        self.stage.say(f"{': '.join(filter(None, (scene, saw)))} ({time.monotonic() - since:.1f} s)")

    def end(self) -> None:
        """Have them stop, and read what they saw."""
        if self.process.poll() is None and self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(40)
        stop(self.process)

    @property
    def answers(self) -> list[Answer]:
        if not self.report.is_file():
            return []
        return [Answer(**json.loads(line)) for line in self.report.read_text().splitlines()]

    @property
    def confirmed(self) -> dict[str, list[str]]:
        """The names that were saved, and those that nobody confirmed."""
        found: dict[str, list[str]] = json.loads(self.saved.read_text())
        return found

    def during(self, scene: str) -> list[Answer]:
        """What was answered in a stretch."""
        spans = [(since, until) for name, _, since, until in self._stretches if name == scene]
        return [answer for answer in self.answers if any(since <= answer.at < until for since, until in spans)]

    def tell(self) -> None:
        """A row for each stretch, and what was counted in it."""
        answers = self.answers
        for scene, saw, since, until in self._stretches:
            counted = tally(answers, since, until)
            words = "; ".join(part.removesuffix(".") for part in (saw, counted.in_words()) if part)
            self.stage.rows.append(Row(scene, words, until - since, counted.requests, counted.failures))
            self.counted[scene] = counted
