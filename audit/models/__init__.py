"""The rows of the trail and the head of their chain."""

from audit.models.event import AuditEvent
from audit.models.head import ChainHead

__all__ = ["AuditEvent", "ChainHead"]
