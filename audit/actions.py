"""Adding to the trail: the only way a row comes into it."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from audit.models import (
    ONLY,
    VIEWED,
    AuditEvent,
    ChainHead,
    NotInTransaction,
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


def record_view(page: str, *, view: str, by: Actor, case: CaseLike) -> AuditEvent:
    """Add to the trail that somebody looked at a page of a case, in a transaction of its own.

    `page` is its title, for people to read; `view` the name of its address ("casework:report_list"), for rules.
    """
    with transaction.atomic():
        return record(VIEWED, by=by, case=case, page=page, view=view)


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
