"""What people saw, counted, and the table that tells it. Plain Python: no part of the rehearsal is needed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SIGN_IN = "Sign in"
BEING_UPDATED = "being updated"
HEADINGS = ("Scene", "Requests", "Failures", "What people saw", "Seconds")


@dataclass(frozen=True)
class Answer:
    """One request as the person saw it: when its answer came, its kind, the status (0: no answer) and what it said."""

    at: float
    kind: str
    status: int
    heading: str
    seconds: float

    @property
    def is_being_updated(self) -> bool:
        """A page that says so while a new version is put in is no failure; it is counted apart."""
        return self.status == 503 and BEING_UPDATED in self.heading

    @property
    def is_failure(self) -> bool:
        """No answer, a page of an error, or the sign-in page for somebody who had signed in."""
        is_page = 200 <= self.status < 400 and self.heading != SIGN_IN
        return not is_page and not self.is_being_updated


@dataclass
class Tally:
    """Requests of a stretch of time, those that failed by what was seen, and the slowest in seconds."""

    requests: int = 0
    failures: int = 0
    being_updated: int = 0
    slowest: float = 0.0
    seen: Counter[str] = field(default_factory=Counter)

    def in_words(self) -> str:
        """What people saw: what was not their page, each as often as it was; how long the slowest took."""
        parts = [f"{count} × {heading}" for heading, count in self.seen.most_common()]
        if not parts:
            parts = ["their pages" if self.requests else "nothing was asked"]
        if self.requests:
            parts.append(f"slowest {self.slowest:.1f} s")
        return "; ".join(parts)


def tally(answers: Iterable[Answer], since: float, until: float, *, kinds: Sequence[str] = ()) -> Tally:
    """Count the requests that ended in a stretch of time, of these kinds where some are named."""
    result = Tally()
    for answer in answers:
        if not since <= answer.at < until or (kinds and answer.kind not in kinds):
            continue
        result.requests += 1
        result.failures += answer.is_failure
        result.being_updated += answer.is_being_updated
        result.slowest = max(result.slowest, answer.seconds)
        if answer.is_failure or answer.is_being_updated:
            result.seen[answer.heading or f"status {answer.status}"] += 1
    return result


@dataclass(frozen=True)
class Row:
    """A line of the table. Without `requests` nothing was counted in that scene."""

    scene: str
    saw: str
    seconds: float
    requests: int | None = None
    failures: int | None = None

    def cells(self) -> tuple[str, ...]:
        """The line as it is written."""
        counts = ["" if count is None else f"{count:,}" for count in (self.requests, self.failures)]
        return (self.scene, *counts, self.saw, f"{self.seconds:.1f}")


def table(rows: Sequence[Row]) -> str:
    """The rows under their headings, in columns; figures stand to the right."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADINGS))]
    figures = (1, 2, 4)

    def line_of(cells: Sequence[str]) -> str:
        parts = [
            cell.rjust(width) if at in figures else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(parts).rstrip()

    ruler = "  ".join("-" * width for width in widths)
    return "\n".join([line_of(HEADINGS), ruler, *(line_of(line) for line in lines[1:])])
