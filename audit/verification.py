"""Whether the trail is whole: what `manage.py verify_audit` finds, in plain sentences."""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max

from audit.models import ONLY, AuditEvent, ChainHead, hash_of, seal_of
from audit.queries import CHAINED_AT_A_TIME, problems_of_waiting, readings_that_wait

ROWS_AT_A_TIME = 2000

ELSE = "Unless an older backup was restored, or the note is of another installation, rows that were recorded are gone."


@dataclass(frozen=True)
class NotedHead:
    """A head that was noted elsewhere: nobody with the database alone can alter it there."""

    sequence: int
    hash: str


def noted_head(text: str) -> NotedHead | None:
    """A head as it is printed, "sequence:hash"; None of anything else. That of an empty trail has no hash yet."""
    found = re.fullmatch(r"0:|(\d{1,18}):([0-9a-f]{64})", text.strip(), re.ASCII)
    return NotedHead(int(found[1] or 0), found[2] or "") if found else None


@dataclass(frozen=True)
class TrailCheck:
    """`problem` is empty when the trail is whole; `head` may be noted elsewhere.

    `rows` are chained; `waiting` more, of what was read in the last seconds, are not yet.
    """

    problem: str
    rows: int
    head: str
    waiting: int = 0


def head_problem() -> str:
    """What is wrong with the head of the trail, or ""; one query. With such a head nothing more can be recorded."""
    head = ChainHead.objects.filter(pk=ONLY).first()
    return _seal_problem(head) if head else "The head of the trail is missing."


def verify(noted: NotedHead | None = None) -> TrailCheck:
    """Read the whole trail and say what is the first thing wrong with it.

    Finds rows that were changed, removed, inserted or put in another order, and a head that was
    altered, removed, or wound back to before its rows. A trail wound back as a whole, rows and
    head together, is found only against a noted head. Of what was read and is not chained yet it finds what was
    changed or put in, and not what was removed.
    """
    head = ChainHead.objects.filter(pk=ONLY).first()
    if head is None:
        return TrailCheck("The head of the trail is missing.", AuditEvent.objects.count(), "")
    walk = _Walk(noted)
    waiting = _Waiting()
    problem = (
        _seal_problem(head)
        or walk.problem_up_to(head.sequence)
        or _end_problem(head, walk)
        or _later_problem(head)
        or walk.noted_problem(head)
        or waiting.problem()
    )
    return TrailCheck(problem, walk.rows, str(head), waiting.rows)


class _Walk:
    """Goes along the chain from the first row, keeping the last good one."""

    def __init__(self, noted: NotedHead | None) -> None:
        self.noted = noted
        self.noted_hash = ""
        self.rows = 0
        self.last_sequence = 0
        self.last_hash = ""

    def problem_up_to(self, sequence: int) -> str:
        """The first thing wrong with the rows up to this one, or nothing."""
        for event in _rows_up_to(sequence):
            problem = self._problem_of(event)
            if problem:
                return problem
            self.rows += 1
            self.last_sequence, self.last_hash = self.last_sequence + 1, event.hash
            if self.noted and self.noted.sequence == event.sequence:
                self.noted_hash = event.hash
        return ""

    def _problem_of(self, event: AuditEvent) -> str:
        sequence = event.sequence or 0
        if sequence != self.last_sequence + 1:
            return missing(self.last_sequence + 1, sequence - 1)
        if not hmac.compare_digest(hash_of(event), event.hash):
            return f"Row {event.sequence} is not as it was recorded: it was changed or put in."
        if event.previous_hash != self.last_hash:
            return (
                f"Row {event.sequence} does not follow the row before it: "
                "rows were put in, removed or put in another order."
            )
        return ""

    def noted_problem(self, head: ChainHead) -> str:
        """What differs from the noted head, or nothing."""
        if self.noted is None:
            return ""
        if self.noted.sequence > head.sequence:
            return (
                f"The trail was wound back: row {self.noted.sequence} was noted, "
                f"but it now ends at row {head.sequence}. {ELSE}"
            )
        if self.noted.hash != self.noted_hash:
            return f"Row {self.noted.sequence} is not the row that was noted. {ELSE}"
        return ""


class _Waiting:
    """Goes through what is not chained yet."""

    def __init__(self) -> None:
        self.rows = 0

    def problem(self) -> str:
        """The first thing wrong with one of these rows, or nothing."""
        last = 0
        while rows := list(readings_that_wait().filter(pk__gt=last)[:CHAINED_AT_A_TIME]):
            for problem in problems_of_waiting(rows).values():
                return problem
            self.rows += len(rows)
            last = rows[-1].pk
        return ""


def missing(first: int, last: int) -> str:
    """The sentence for rows that are not there."""
    if first == last:
        return f"Row {first} is missing."
    return f"Rows {first} to {last} are missing."


def _rows_up_to(sequence: int) -> Iterator[AuditEvent]:
    rows = AuditEvent.objects.filter(sequence__lte=sequence).order_by("sequence")
    return rows.iterator(chunk_size=ROWS_AT_A_TIME)


def _seal_problem(head: ChainHead) -> str:
    if hmac.compare_digest(head.seal, seal_of(head.sequence, head.hash)):
        return ""
    return "The head of the trail was altered, or the audit key is not the one it was made with."


def _end_problem(head: ChainHead, walk: _Walk) -> str:
    if walk.last_sequence < head.sequence:
        return missing(walk.last_sequence + 1, head.sequence)
    if walk.last_hash != head.hash:
        return f"Row {head.sequence} is not the row that the head of the trail was made for."
    return ""


def _later_problem(head: ChainHead) -> str:
    """Rows past the head, which can only be there when somebody added them since it was read."""
    newest = AuditEvent.objects.aggregate(Max("sequence"))["sequence__max"]
    now = ChainHead.objects.filter(pk=ONLY).first()
    if newest is None or now is None or newest <= now.sequence:
        return ""
    return f"The head of the trail was wound back: it stands at row {now.sequence}, but there are rows up to {newest}."
