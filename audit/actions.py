"""Adding to the trail: the only way a row comes into it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models import F

from audit.models import (
    DOWNLOADED,
    LISTED,
    ONLY,
    REFUSED,
    SEARCHED,
    VERIFIED,
    VIEWED,
    AuditEvent,
    ChainHead,
    NotInTransaction,
    RefusalTally,
    TrailBroken,
    hash_alone_of,
    hash_of,
    seal_of,
    subject_type_of,
)
from audit.queries import CHAINED_AT_A_TIME, problems_of_waiting, readings_that_wait
from base.clock import now


class Actor(Protocol):
    """Somebody who acts: a person who signs in."""

    pk: Any
    full_name: Any


class CaseLike(Protocol):
    """A case, as far as the trail needs to know it."""

    pk: Any
    reference: Any
    child_id: Any


def record(
    verb: str,
    *,
    by: Actor | None,
    case: CaseLike | None = None,
    child_id: int | None = None,
    subject: models.Model | None = None,
    **facts: Any,
) -> AuditEvent:
    """Add an act to the trail and its chain, in the transaction of the act. Three queries.

    From here to the end of the transaction every other act waits: let nothing that takes long come after it.

    `verb` is "app.noun_act"; `by` is None for the system; `facts` are what the sentence of the verb
    needs: text, whole numbers, Decimals (kept as text), dates (ISO) and lists or dicts of these.
    Raises NotInTransaction outside a transaction, and TrailBroken when the head is not to be trusted.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(verb)
    head = _locked_head()
    event = _event(verb, by=by, case=case, child_id=child_id, subject=subject, facts=facts)
    _put_after(head, event)
    event.save()
    _save_head(head)
    return event


def _event(
    verb: str,
    *,
    by: Actor | None,
    case: CaseLike | None,
    facts: dict[str, Any],
    child_id: int | None = None,
    subject: models.Model | None = None,
) -> AuditEvent:
    """A row that has no place in the chain yet."""
    return AuditEvent(
        at=now(),
        actor_id=by.pk if by else None,
        actor_name=by.full_name if by else "",
        verb=verb,
        case_id=case.pk if case else None,
        case_reference=case.reference if case else "",
        child_id=case.child_id if case else child_id,
        subject_type=subject_type_of(subject) if subject else "",
        subject_id=str(subject.pk) if subject else "",
        facts={name: plain(value) for name, value in facts.items()},
    )


def record_copies(events: Iterable[AuditEvent]) -> int:
    """Add rows that tell again of others what rows told of theirs, for a demonstration that is multiplied; how many.

    Each is bound to the row before it as `record` binds one. In a transaction; a query for each thousand.
    """
    head, added = _locked_head(), 0
    for batch in batched(events, COPIES_AT_ONCE):
        for event in batch:
            _put_after(head, event)
        rows: models.QuerySet[AuditEvent] = models.QuerySet(AuditEvent)  # not the one that refuses it
        rows.bulk_create(batch)
        added += len(batch)
    _save_head(head)
    return added


COPIES_AT_ONCE = 1000


def batched(rows: Iterable[AuditEvent], size: int) -> Iterator[list[AuditEvent]]:
    """The rows, so many at a time."""
    going = iter(rows)
    while batch := list(islice(going, size)):
        yield batch


_keys_of_the_trail: set[str] = set()
"""The audit keys with which the head was found sealed by this process: one at most, but for tests."""


def _locked_head() -> ChainHead:
    """The head, locked until the transaction ends."""
    return _head(" FOR UPDATE" if connection.features.has_select_for_update else "")


def _head(lock: str = "") -> ChainHead:
    """The head, as it was sealed with the audit key. Plain SQL: this runs with every act."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sequence, hash, seal FROM audit_chainhead WHERE id = %s{lock}", [ONLY])  # noqa: S608
        row = cursor.fetchone()
    if row is None:
        raise TrailBroken("the head of the audit trail is missing.")
    head = ChainHead(ONLY, *row)
    if head.seal != seal_of(head.sequence, head.hash):
        raise TrailBroken("the head of the audit trail was altered, or the audit key was changed.")
    _keys_of_the_trail.add(settings.AUDIT_KEY)
    return head


def _put_after(head: ChainHead, event: AuditEvent) -> None:
    """Give the row its place in the chain, and let the head stand there."""
    event.sequence, event.previous_hash = head.sequence + 1, head.hash
    event.hash = hash_of(event)
    head.sequence, head.hash = event.sequence, event.hash


def _save_head(head: ChainHead) -> None:
    """Bind the head to the newest row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_chainhead SET sequence = %s, hash = %s, seal = %s WHERE id = %s",
            [head.sequence, head.hash, seal_of(head.sequence, head.hash), ONLY],
        )


def _record_reading(verb: str, *, by: Actor, case: CaseLike | None = None, **facts: Any) -> AuditEvent:
    """Add to the trail that somebody read something, or was not let: one row, waiting for nobody. One query.

    It is keyed alone for now, and chained by `chain_readings`. The first time a process also asks whether it has the
    key of the trail: a row under another would look altered for ever.
    """
    if settings.AUDIT_KEY not in _keys_of_the_trail:
        _head()
    event = _event(verb, by=by, case=case, facts=facts)
    event.hash = hash_alone_of(event)
    event.save()
    return event


def chain_readings() -> int:
    """Give what was read since its place in the chain, in the order in which it came. Returns how many rows.

    A row that is not as it was recorded, or stands in the trail twice, is left waiting for `verify_audit` to name.
    Several may do this at once, and it may be cut off anywhere: each batch is one transaction, and the database lets
    a row be given its place once.
    """
    chained = last = 0
    while waiting := list(readings_that_wait().filter(pk__gt=last)[:CHAINED_AT_A_TIME]):
        last = waiting[-1].pk
        altered = problems_of_waiting(waiting)
        chained += _chain([event for event in waiting if event.pk not in altered])
    return chained


def _chain(events: list[AuditEvent]) -> int:
    """Chain these rows, but for those that somebody else chained meanwhile."""
    if not events:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        head = _locked_head()
        still = set(readings_that_wait().filter(pk__in=[event.pk for event in events]).values_list("pk", flat=True))
        events = [event for event in events if event.pk in still]
        if not events:
            return 0
        for event in events:
            _put_after(head, event)
        places = [(event.pk, event.sequence, event.previous_hash, event.hash) for event in events]
        cursor.execute(
            "WITH place (id, sequence, previous_hash, hash) AS "  # noqa: S608 - marks for parameters
            f"(VALUES {', '.join(['(%s, %s, %s, %s)'] * len(places))}) "
            "UPDATE audit_auditevent "
            "SET sequence = place.sequence, previous_hash = place.previous_hash, hash = place.hash "
            "FROM place WHERE audit_auditevent.id = place.id",
            [value for place in places for value in place],
        )
        _save_head(head)
    return len(events)


MOST_NAMED = 50
"""How many cases of a list the trail names; it always has their number."""

TOLD_EVERY = timedelta(hours=1)
"""How often the trail is told of the same refusal to the same person."""


def record_view(
    page: str, *, view: str, by: Actor, case: CaseLike, others: Collection[int] = (), is_download: bool = False
) -> AuditEvent:
    """Add to the trail that somebody looked at a page of a case, or saved a file of it. One query.

    `page` is its title, for people to read; `view` the name of its address ("casework:report_list"), for rules.
    `others` are the ids of other cases that the page named too.
    """
    named: dict[str, Any] = {"others": len(others), "other_cases": _first_of(others)} if others else {}
    return _record_reading(DOWNLOADED if is_download else VIEWED, by=by, case=case, page=page, view=view, **named)


def record_download(page: str, *, view: str, by: Actor) -> AuditEvent:
    """Add to the trail that somebody saved a file that is of no case. One query."""
    return _record_reading(DOWNLOADED, by=by, page=page, view=view)


def record_list(
    page: str, *, view: str, by: Actor, cases: Collection[int], found: int | None = None, is_search: bool = False
) -> AuditEvent | None:
    """Add to the trail that somebody read a page that names several children. One query.

    One row, with how many were `found` and the ids of the first 50 cases on the page; of a search neither more nor its
    words. Nothing of a page without a child, unless it was a search that found none.
    """
    if not cases and not is_search:
        return None
    count = len(cases) if found is None else found
    verb = SEARCHED if is_search else LISTED
    return _record_reading(verb, by=by, page=page, view=view, count=count, cases=_first_of(cases))


def _first_of(cases: Collection[int]) -> list[int]:
    return list(dict.fromkeys(cases))[:MOST_NAMED]


@dataclass
class Known:
    """A person or a case as a tally has it: for the trail that is enough."""

    pk: int
    full_name: str = ""
    reference: str = ""
    child_id: int | None = None


def record_refusal(view: str, *, by: Actor, case: CaseLike | None = None) -> None:
    """Add to the trail that somebody was refused a page: once an hour for each person, page and case.

    The others are counted meanwhile, and told with the next row, or by `tell_refusals`: a loop adds one row.
    """
    at = now()
    about = {"actor_id": by.pk, "view": view, "case_id": case.pk if case else 0}
    known = {"actor_name": by.full_name}
    if case:
        known |= {"case_reference": case.reference, "child_id": case.child_id}
    tallies = RefusalTally.objects.filter(**about)
    if tallies.filter(since__gt=at - TOLD_EVERY).update(untold=F("untold") + 1):
        return
    with transaction.atomic():
        tally, is_new = tallies.select_for_update().get_or_create(**about, defaults={**known, "since": at})
        if not is_new and tally.since > at - TOLD_EVERY:
            tallies.update(untold=F("untold") + 1)
            return
        tallies.update(since=at, untold=0)
        _record_reading(REFUSED, by=by, case=case, view=view, more=tally.untold)


def tell_refusals() -> int:
    """Tell the trail of the refusals that were counted and not told, and forget the tallies. Returns how many."""
    told = 0
    for tally in RefusalTally.objects.filter(since__lte=now() - TOLD_EVERY):
        with transaction.atomic():
            untold = tally.untold
            is_ours, _ = RefusalTally.objects.filter(pk=tally.pk, since=tally.since, untold=untold).delete()
            if not is_ours or not untold:
                continue
            case = Known(tally.case_id, reference=tally.case_reference, child_id=tally.child_id)
            by = Known(tally.actor_id, tally.actor_name)
            _record_reading(REFUSED, by=by, case=case if tally.case_id else None, view=tally.view, more=untold - 1)
        told += 1
    return told


def record_verified(rows: int) -> None:
    """Say in the trail that it was read whole, so that somebody notices when it no longer is each day."""
    with transaction.atomic():
        record(VERIFIED, by=None, rows=rows)


def begin_chain(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the head of an empty trail, after migrate and after a flush.

    A head that is missing while rows are there is left missing, for `verify_audit` to find.
    """
    tables = connections[using].introspection.table_names()
    if ChainHead._meta.db_table not in tables or AuditEvent._meta.db_table not in tables:
        return
    heads, events = ChainHead.objects.using(using), AuditEvent.objects.using(using)
    if not heads.exists() and not events.exists():
        heads.create(pk=ONLY, sequence=0, hash="", seal=seal_of(0, ""))


def plain(value: Any) -> Any:
    """The fact as JSON keeps it. Raises TypeError for a float or anything else without one exact form."""
    if value is None or (isinstance(value, bool | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, str) or hasattr(value, "__proxy__") or hasattr(value, "_proxy____cast"):
        return str(value).replace("\x00", "")
    raise TypeError(f"A fact of the audit trail cannot be a {type(value).__name__}.")
