"""People at work while things break: `python -m rehearsal.load`, told on its standard input whom and how much.

It signs everybody in, says "ready", and then asks for pages and saves small things at an even pace, until it was told
to stop (its input is closed) or has done what it may. Every answer is a line of JSON in the file it was told.
"""

import json
import sys
import threading
import time
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from rehearsal.client import Client, Page

ROUND = ("list", "case", "save", "case", "work", "case", "case", "save")
"""What a person does, over and over: lists, case pages, and something small that is saved."""


@dataclass(frozen=True)
class Orders:
    """Whom to sign in where, how many requests a second all together, and how long and how many at the most."""

    host: str
    port: int
    authority: str
    people: list[dict[str, Any]]
    rate: float
    seconds: float
    requests: int
    report: str
    saved: str


class Person(threading.Thread):
    """One person, who waits for an answer before they ask for the next page."""

    def __init__(self, orders: Orders, number: int, ends: threading.Event) -> None:
        super().__init__(daemon=True)
        self.orders, self.number, self.ends = orders, number, ends
        self.who = orders.people[number]
        self.client = Client(host=orders.host, port=orders.port, authority=Path(orders.authority))
        self.saved: list[str] = []
        self.doubtful: list[str] = []

    def sign_in(self) -> Page:
        page = self.client.sign_in(self.who["email"], self.who["password"], self.who["secret"])
        self.client.answers.clear()
        return page

    def run(self) -> None:
        pace = len(self.orders.people) / self.orders.rate
        most = self.orders.requests // len(self.orders.people)
        cases = cycle(self.who["cases"])
        next_at = time.monotonic() + pace * self.number / len(self.orders.people)
        for act in cycle(ROUND):
            if len(self.client.answers) >= most or self.ends.wait(max(0.0, next_at - time.monotonic())):
                break
            before = len(self.client.answers)
            self._act(act, next(cases))
            next_at = max(next_at, time.monotonic() - pace) + pace * (len(self.client.answers) - before)
        self.client.close()

    def _act(self, act: str, case: str) -> None:
        if act == "save":
            self._save(f"/cases/{case}/contacts/add/")
        else:
            path = {"list": "/cases/", "work": "/"}.get(act, f"/cases/{case}/")
            page = self.client.get(path, kind=act, follow=False)
            if act == "list" and page.style:  # as after a change of version: its name changes with what is in it
                self.client.get(page.style, kind="style", follow=False)

    def _save(self, path: str) -> None:
        """Add a contact with a name of its own. Where that was not answered, the same form is sent once more."""
        page = self.client.get(path, kind="form", follow=False)
        if page.status != 200:
            return
        name = f"Rehearsal {self.who['short']} {len(self.saved) + len(self.doubtful) + 1}"
        values = {
            "contact_name": name,
            "relationship": "mother",
            "has_parental_responsibility": "yes",
            "is_told": "no",
        }
        try:
            form = page.form(having="contact_name")
        except LookupError:
            return
        for _ in range(2):
            done = self.client.send(page, form, values, kind="save")
            if done.status == 302 and "/login/" not in done.location:
                self.saved.append(name)
                return
            time.sleep(0.5)
        self.doubtful.append(name)


def work(orders: Orders) -> None:
    """Sign in, say so, work, and write down what was seen."""
    ends = threading.Event()
    people = [Person(orders, number, ends) for number in range(len(orders.people))]
    for person in people:
        page = person.sign_in()
        if page.status != 200 or page.heading == "Sign in":
            sys.exit(
                f"{person.who['short']} could not sign in: “{page.heading}” (status {page.status}). {page.text[:300]}"
            )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for person in people:
        person.start()
    threading.Thread(target=_wait_for_end, args=(ends,), daemon=True).start()
    ends.wait(orders.seconds)
    ends.set()
    for person in people:
        person.join()
    answers = sorted((answer for person in people for answer in person.client.answers), key=lambda answer: answer.at)
    Path(orders.report).write_text("".join(json.dumps(asdict(answer)) + "\n" for answer in answers))
    kept = {"saved": [n for p in people for n in p.saved], "doubtful": [n for p in people for n in p.doubtful]}
    Path(orders.saved).write_text(json.dumps(kept))


def _wait_for_end(ends: threading.Event) -> None:
    sys.stdin.read()
    ends.set()


if __name__ == "__main__":
    work(Orders(**json.loads(sys.stdin.readline())))
