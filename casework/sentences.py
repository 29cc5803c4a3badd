"""How the acts of casework read in the trail."""

from datetime import date

from audit.models import AuditEvent
from audit.sentences import SYSTEM, register


def on_day(iso: str) -> str:
    """A day kept in the trail, as people write it: "3 December 2026"."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B} {day.year}"


def _case_opened(event: AuditEvent) -> str:
    facts = event.facts
    received = on_day(facts["requested_on"])
    return (
        f"{event.actor_name or SYSTEM} opened the case: request received on {received}, "
        f"from {facts['asked_by'].lower()}, for {facts['coordinator']} to co-ordinate"
    )


def _assessment_decided(event: AuditEvent) -> str:
    decision = "to assess" if event.facts["will_assess"] else "not to assess"
    why = f": “{event.facts['reasons']}”" if event.facts.get("reasons") else ""
    return f"{event.actor_name or SYSTEM} decided {decision}{why}"


def _details_changed(event: AuditEvent) -> str:
    what = ", ".join(event.facts["what"])
    whose = event.facts.get("contact")
    return f"{event.actor_name or SYSTEM} changed {f'the contact {whose}' if whose else 'the child’s details'}: {what}"


register("casework.case_opened", _case_opened)
register("casework.case_moved", "{actor} moved the case to “{to}”")
register("casework.assessment_decided", _assessment_decided)
register("casework.case_closed", "{actor} closed the case as “{to}”: “{reason}”")
register("casework.case_reassigned", "{actor} gave the case from {before} to {coordinator}")
register("casework.hand_exception_granted", "{actor} recorded that {person} may act although they had another part: “{reason}”")
register("casework.child_changed", _details_changed)
register("casework.contact_added", "{actor} added the contact {contact}")
register("casework.contact_changed", _details_changed)
register("casework.contact_removed", "{actor} removed the contact {contact}")
