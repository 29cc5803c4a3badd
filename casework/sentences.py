"""How the acts of casework read in the trail."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from audit.models import AuditEvent
from audit.sentences import SYSTEM, register
from base.words import day_in_words
from casework.corrections.rules import value_in_words
from casework.enums import CorrectedFact
from casework.money import in_pounds


def on_day(iso: str) -> str:
    """A day kept in the trail, as people write it: "3 December 2026"."""
    return day_in_words(date.fromisoformat(iso))


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


def _placement_named(event: AuditEvent) -> str:
    before = event.facts.get("before")
    instead = f", where it was {before}" if before else ""
    return f"{event.actor_name or SYSTEM} named the placement: {event.facts['placement']}{instead}"


def _decision_corrected(event: AuditEvent) -> str:
    facts = event.facts
    answers = {True: "to assess", False: "not to assess"}
    before = f"{answers[facts['before']]}, {on_day(facts['before_on'])}"
    if facts.get("after") is None:
        return f"{event.actor_name or SYSTEM} took the decision back ({before}): “{facts['reason']}”"
    after = f"{answers[facts['after']]}, {on_day(facts['after_on'])}"
    return f"{event.actor_name or SYSTEM} corrected the decision from “{before}” to “{after}”: “{facts['reason']}”"


def _fact_corrected(event: AuditEvent) -> str:
    facts = event.facts
    fact = CorrectedFact(facts["fact"])
    change = ""
    if "old" in facts:
        change = f" from {value_in_words(fact, facts['old'])} to {value_in_words(fact, facts['new'])}"
    return f"{event.actor_name or SYSTEM} corrected {fact.label}{change}: “{facts['reason']}”"


def _details_changed(event: AuditEvent) -> str:
    what = ", ".join(event.facts["what"])
    whose = event.facts.get("contact")
    return f"{event.actor_name or SYSTEM} changed {f'the contact {whose}' if whose else 'the child’s details'}: {what}"


register("casework.case_opened", _case_opened)
register("casework.review_started", "{actor} started the key-stage review of the plan of case {of}")
register("casework.review_announced", "{actor} started a key-stage review of this plan, in case {review}")
register("casework.case_moved", "{actor} moved the case to “{to}”")
register("casework.assessment_decided", _assessment_decided)
register("casework.decision_corrected", _decision_corrected)
register("casework.fact_corrected", _fact_corrected)
register("casework.case_reopened", "{actor} opened the case again, which had ended as “{ended}”: “{reason}”")
register("casework.new_name_told", "{actor} recorded that {whom} know who co-ordinates the case")
register("casework.case_closed", "{actor} closed the case as “{to}”: “{reason}”")
register("casework.case_reassigned", "{actor} gave the case from {before} to {coordinator}")
register(
    "casework.hand_exception_granted",
    "{actor} recorded an exception: {person} may be the one who {part}, although they took another part. “{reason}”",
)
register("casework.child_changed", _details_changed)
register("casework.contact_added", "{actor} added the contact {contact}")
register("casework.contact_changed", _details_changed)
register("casework.contact_removed", "{actor} removed the contact {contact}")


def _report_received(event: AuditEvent) -> str:
    facts = event.facts
    kind = "earlier advice, used again" if facts.get("is_reused") else "report"
    return (
        f"{event.actor_name or SYSTEM} logged the {kind} “{facts['report']}” by {facts['author']}, "
        f"received on {on_day(facts['received_on'])}"
    )


def _section_saved(event: AuditEvent) -> str:
    when = " after the plan was approved" if event.facts.get("was_approved") else ""
    return f"{event.actor_name or SYSTEM} wrote section {event.facts['letter']} of the plan{when}"


def _with_day(words: str, fact: str) -> Callable[[AuditEvent], str]:
    return lambda event: f"{event.actor_name or SYSTEM} {words} {on_day(event.facts[fact])}"


def _with_pounds(template: str, *amounts: str) -> Callable[[AuditEvent], str]:
    """A template over the facts, of which `amounts` are pounds: "£4,200.00"."""

    def sentence(event: AuditEvent) -> str:
        pounds = {name: f"£{Decimal(event.facts[name]):,}" for name in amounts}
        return template.format(**{**event.facts, **pounds, "actor": event.actor_name or SYSTEM})

    return sentence


def _tac_concluded(event: AuditEvent) -> str:
    facts = event.facts
    why = f": “{facts['reason']}”" if facts.get("reason") else ""
    return (
        f"{event.actor_name or SYSTEM} recorded the result of the TAC meeting of {on_day(facts['held_on'])}: "
        f"{facts['result'].lower()}, £{Decimal(facts['agreed_amount']):,} a year agreed{why}"
    )


def _provision_changed(event: AuditEvent) -> str:
    facts = event.facts
    before, after = Decimal(facts["before"]), Decimal(facts["annual_amount"])
    return (
        f"{event.actor_name or SYSTEM} changed the provision “{facts['description']}”: £{before:,} to £{after:,} a year"
    )


register("casework.report_asked", "{actor} asked {asked_of} for the report “{report}”")
register("casework.report_chased", "{actor} chased the report “{report}” with {asked_of} by {method}")
register("casework.report_received", _report_received)
register("casework.report_waived", "{actor} recorded that the report “{report}” is not needed: “{reason}”")
register("casework.passage_marked", "{actor} marked a passage of the report “{report}”")
register("casework.passage_removed", "{actor} removed a marked passage of the report “{report}”")
register("casework.document_ordered", "{actor} had the {document} prepared as a PDF")
register("casework.plan_started", "{actor} began version {number} of the plan")
register("casework.section_saved", _section_saved)
register("casework.outcome_saved", "{actor} wrote outcome {number} of the plan")
register("casework.outcome_removed", "{actor} removed outcome {number} of the plan: “{text}”")
register(
    "casework.provision_added",
    _with_pounds("{actor} added the provision “{description}”, {annual_amount} a year", "annual_amount"),
)
register("casework.provision_changed", _provision_changed)
register(
    "casework.provision_removed",
    _with_pounds("{actor} removed the provision “{description}”, {annual_amount} a year", "annual_amount"),
)
register("casework.tac_convened", _with_day("convened a TAC meeting for", "held_on"))
register("casework.attendance_recorded", _with_day("recorded who took part in the TAC meeting of", "held_on"))
register(
    "casework.round_recorded",
    _with_pounds(
        "{actor} recorded round {number} of reconsideration, {total_before} to {total_after}: {what}",
        "total_before",
        "total_after",
    ),
)
register("casework.tac_concluded", _tac_concluded)
register(
    "casework.plan_approved",
    _with_pounds("{actor} approved version {number} of the plan at {agreed_amount} a year", "agreed_amount"),
)
register("casework.draft_served", _with_day("recorded that the draft plan was served on", "served_on"))
register(
    "casework.family_views_recorded", _with_day("recorded the family’s views on the draft, received on", "received_on")
)
register("casework.placement_named", _placement_named)
register("casework.plan_issued", "{actor} issued the final plan, version {number}")
register("casework.document_made", "{actor} made the PDF “{document}”, {pages} pages")


def _unit_cost_added(event: AuditEvent) -> str:
    name = event.facts.get("name", "…")
    return f"{event.actor_name or SYSTEM} added the unit cost “{name}” at {_fact_in_pounds(event, 'amount')}"


def _unit_cost_changed(event: AuditEvent) -> str:
    change = f"from {_fact_in_pounds(event, 'before')} to {_fact_in_pounds(event, 'amount')}"
    return f"{event.actor_name or SYSTEM} changed the unit cost “{event.facts.get('name', '…')}” {change}"


def _fact_in_pounds(event: AuditEvent, fact: str) -> str:
    amount = event.facts.get(fact)
    return in_pounds(Decimal(amount)) if amount else "…"


register("allocation.unit_cost_added", _unit_cost_added)
register("allocation.unit_cost_changed", _unit_cost_changed)
