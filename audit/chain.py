"""The chain: how each row is bound to the row before it, and the head to the newest row."""

import hashlib
import hmac
import json
from datetime import UTC
from typing import Any

from django.conf import settings

from audit.models import AuditEvent

BOUND_FIELDS = (
    "sequence",
    "actor_id",
    "actor_name",
    "verb",
    "case_id",
    "case_reference",
    "child_id",
    "subject_type",
    "subject_id",
    "facts",
    "previous_hash",
)


def hash_of(event: AuditEvent) -> str:
    """HMAC-SHA256 under the audit key over every field of the row and the hash before it."""
    fields: dict[str, Any] = {name: getattr(event, name) for name in BOUND_FIELDS}
    fields["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _hmac("event:" + text)


def seal_of(sequence: int, newest_hash: str) -> str:
    """HMAC-SHA256 under the audit key over the head."""
    return _hmac(f"head:{sequence}:{newest_hash}")


def _hmac(text: str) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
