"""Adding to the trail: the only way a row comes into it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any, Protocol

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
    hash_of,
    seal_of,
    subject_type_of,
)
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
    """Add an act to the trail, in the transaction of the act. Three queries.

    `verb` is "app.noun_act"; `by` is None for the system; `facts` are what the sentence of the verb
    needs: text, whole numbers, Decimals (kept as text), dates (ISO) and lists or dicts of these.
    Raises NotInTransaction outside a transaction, and TrailBroken when the head is not to be trusted.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(verb)
    head = _locked_head()
    if head is None:
        raise TrailBroken("the head of the audit trail is missing.")
    if head.seal != seal_of(head.sequence, head.hash):
        raise TrailBroken("the head of the audit trail was altered, or the audit key was changed.")
    event = AuditEvent(
        sequence=head.sequence + 1,
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
        previous_hash=head.hash,
    )
    event.hash = hash_of(event)
    event.save()
    _advance_head(event)
    return event


def record_copies(events: Iterable[AuditEvent]) -> int:
    """Add rows that tell again of others what rows told of theirs, for a demonstration that is multiplied; how many.

    Each is bound to the row before it as `record` binds one. In a transaction; a query for each thousand.
    """
    head = _locked_head()
    if head is None or head.seal != seal_of(head.sequence, head.hash):
        raise TrailBroken("the head of the audit trail is missing or was altered.")
    added, newest = 0, AuditEvent(sequence=head.sequence, hash=head.hash)
    for batch in batched(events, COPIES_AT_ONCE):
        for event in batch:
            event.sequence, event.previous_hash = newest.sequence + 1, newest.hash
            event.hash = hash_of(event)
            newest = event
        rows: models.QuerySet[AuditEvent] = models.QuerySet(AuditEvent)  # not the one that refuses it
        rows.bulk_create(batch)
        added += len(batch)
    _advance_head(newest)
    return added


COPIES_AT_ONCE = 1000


def batched(rows: Iterable[AuditEvent], size: int) -> Iterator[list[AuditEvent]]:
    """The rows, so many at a time."""
    going = iter(rows)
    while batch := list(islice(going, size)):
        yield batch


def _locked_head() -> ChainHead | None:
    """The head, locked until the transaction ends. Plain SQL: this runs with every act and every page of a case."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sequence, hash, seal FROM audit_chainhead WHERE id = %s{lock}", [ONLY])  # noqa: S608
        row = cursor.fetchone()
    return ChainHead(ONLY, *row) if row else None


def _advance_head(event: AuditEvent) -> None:
    """Bind the head to the newest row."""
    seal = seal_of(event.sequence, event.hash)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_chainhead SET sequence = %s, hash = %s, seal = %s WHERE id = %s",
            [event.sequence, event.hash, seal, ONLY],
        )


MOST_NAMED = 50
"""How many cases of a list the trail names; it always has their number."""

TOLD_EVERY = timedelta(hours=1)
"""How often the trail is told of the same refusal to the same person."""


def record_view(
    page: str, *, view: str, by: Actor, case: CaseLike, others: Collection[int] = (), is_download: bool = False
) -> AuditEvent:
    """Add to the trail that somebody looked at a page of a case, or saved a file of it, in a transaction of its own.

    `page` is its title, for people to read; `view` the name of its address ("casework:report_list"), for rules.
    `others` are the ids of other cases that the page named too.
    """
    named: dict[str, Any] = {"others": len(others), "other_cases": _first_of(others)} if others else {}
    with transaction.atomic():
        return record(DOWNLOADED if is_download else VIEWED, by=by, case=case, page=page, view=view, **named)


def record_download(page: str, *, view: str, by: Actor) -> AuditEvent:
    """Add to the trail that somebody saved a file that is of no case, in a transaction of its own."""
    with transaction.atomic():
        return record(DOWNLOADED, by=by, page=page, view=view)


def record_list(
    page: str, *, view: str, by: Actor, cases: Collection[int], found: int | None = None, is_search: bool = False
) -> AuditEvent | None:
    """Add to the trail that somebody read a page that names several children, in a transaction of its own.

    One row, with how many were `found` and the ids of the first 50 cases on the page; of a search neither more nor its
    words. Nothing of a page without a child, unless it was a search that found none.
    """
    if not cases and not is_search:
        return None
    count = len(cases) if found is None else found
    with transaction.atomic():
        return record(
            SEARCHED if is_search else LISTED, by=by, page=page, view=view, count=count, cases=_first_of(cases)
        )


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
        record(REFUSED, by=by, case=case, view=view, more=tally.untold)


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
            record(REFUSED, by=by, case=case if tally.case_id else None, view=tally.view, more=untold - 1)
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
