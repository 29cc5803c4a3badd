"""How the acts of allocation read in the trail."""

from decimal import Decimal

from audit.models import AuditEvent
from audit.sentences import SYSTEM, register
from crispy_govuk.templatetags.govuk_format import pounds


def _resource_allocated(event: AuditEvent) -> str:
    amount = _pounds(event, "amount")
    how = "as the converter proposed"
    if event.facts.get("reason"):
        proposed = event.facts.get("proposed_amount")
        how = f"where the converter proposed {pounds(Decimal(proposed)) if proposed else 'no allocation'}"
    points, table = event.facts.get("points", "…"), event.facts.get("table", "…")
    act = f"allocated {amount} a year for {points} points from “{table}”, {how}"
    return f"{event.actor_name or SYSTEM} {act}{_confirmed(event)}"


def _resource_corrected(event: AuditEvent) -> str:
    change = f"from {_pounds(event, 'before')} to {_pounds(event, 'amount')} a year"
    return f"{event.actor_name or SYSTEM} allocated the indicative resource anew, {change}{_confirmed(event)}"


def _confirmed(event: AuditEvent) -> str:
    far_off = event.facts.get("far_off")
    return f", and confirmed it: {far_off.removesuffix('.')}" if far_off else ""


def _limit_set(event: AuditEvent) -> str:
    since = event.facts.get("effective_from", "…")
    return f"{event.actor_name or SYSTEM} set the sign-off limit to {_pounds(event, 'amount')} from {since}"


def _limit_withdrawn(event: AuditEvent) -> str:
    facts = event.facts
    limit = f"the sign-off limit of {_pounds(event, 'amount')} from {facts['day']}"
    return f"{event.actor_name} took back {limit}: “{facts['reason']}”"


def _pounds(event: AuditEvent, fact: str) -> str:
    amount = event.facts.get(fact)
    return pounds(Decimal(amount)) if amount else "…"


register("allocation.resource_allocated", _resource_allocated)
register("allocation.resource_corrected", _resource_corrected)
register("allocation.sent_to_moderation", "{actor} sent the RAS form to moderation, because: {reason}")
register("allocation.table_drafted", "{actor} began the allocation table “{table}”")
register("allocation.table_rows_set", "{actor} set the {rows} rows of the allocation table “{table}”")
register("allocation.table_published", "{actor} published the allocation table “{table}”")
register("allocation.table_made_default", "{actor} made “{table}” the table the service proposes from")
register("allocation.table_retired", "{actor} retired the allocation table “{table}”")
register("allocation.limit_set", _limit_set)
register("allocation.limit_withdrawn", _limit_withdrawn)
