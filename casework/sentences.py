"""How the acts of casework read in the trail."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from audit.models import AuditEvent
from audit.sentences import SYSTEM, register
from base.words import counted, day_in_words, listed
from casework.corrections.rules import value_in_words
from casework.enums import CorrectedFact, TacManner
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


def _children_told_of(event: AuditEvent) -> str:
    told = counted(len(event.facts["children"]), "record")
    return f"{event.actor_name or SYSTEM} was told who keeps {told} much like the one in hand"


def _death_recorded(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} recorded that the child died on {on_day(event.facts['died_on'])}"


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
register("casework.records_merged", "{actor} merged two records of the child into one: “{reason}”")
register("casework.merge_undone", "{actor} parted two records again that had been merged into one: “{reason}”")
register("casework.another_child_answered", "{actor} answered that this child and one much alike are two children")
register("casework.another_child_taken_back", "{actor} took back that this child and one much alike are two children")
register("casework.children_told_of", _children_told_of)
register("casework.death_recorded", _death_recorded)
register("casework.death_taken_back", "{actor} took the record of the child’s death back: “{reason}”")
register("casework.contact_added", "{actor} added the contact {contact}")
register("casework.contact_changed", _details_changed)
register("casework.contact_removed", "{actor} removed the contact {contact}")


def _plan_ended(event: AuditEvent) -> str:
    end, ended_on, reason = (event.facts[fact] for fact in ("end", "ended_on", "reason"))
    return f"{event.actor_name or SYSTEM} ended the plan on {on_day(ended_on)}: {end}. “{reason}”"


register("casework.plan_ended", _plan_ended)
register("casework.plan_end_taken_back", "{actor} put the plan in force again: “{reason}”")


def _review_recorded(event: AuditEvent) -> str:
    decision, told_on = event.facts["decision"], on_day(event.facts["told_on"])
    return f"{event.actor_name or SYSTEM} recorded a review of the plan: {decision}. The family was told on {told_on}"


def _review_withdrawn(event: AuditEvent) -> str:
    told_on = on_day(event.facts["told_on"])
    return f"{event.actor_name or SYSTEM} withdrew the record of the review of {told_on}: “{event.facts['reason']}”"


register("casework.review_recorded", _review_recorded)
register("casework.review_withdrawn", _review_withdrawn)


def _report_received(event: AuditEvent) -> str:
    facts = event.facts
    kind = "earlier advice, used again" if facts.get("is_reused") else "report"
    late = ", after scoring had opened" if facts.get("is_late") else ""
    return (
        f"{event.actor_name or SYSTEM} logged the {kind} “{facts['report']}” by {facts['author']}, "
        f"received on {on_day(facts['received_on'])}{late}"
    )


def _report_corrected(event: AuditEvent) -> str:
    facts = event.facts
    changes = "; ".join(
        f"{each['what']}, from “{each['before'] or 'nothing'}” to “{each['after'] or 'nothing'}”"
        for each in facts["changes"]
    )
    return f"{event.actor_name or SYSTEM} corrected the report “{facts['report']}”: {changes}. Why: “{facts['reason']}”"


def _report_files_added(event: AuditEvent) -> str:
    count = counted(len(event.facts["files"]), "file")
    return f"{event.actor_name or SYSTEM} added {count} to the report “{event.facts['report']}”"


def _late_report_weighed(event: AuditEvent) -> str:
    facts = event.facts
    actor, report = event.actor_name or SYSTEM, f"the late report “{facts['report']}”"
    if not facts.get("finding"):
        return f"{actor} submitted the RAS form with {report} at hand"
    before = f", in place of “{facts['before']}”" if facts.get("before") else ""
    return f"{actor} recorded what the TAC made of {report}: “{facts['finding']}”{before}"


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


def _of_line(template: str) -> Callable[[AuditEvent], str]:
    """A template about a provision line; earlier lines in the trail do not say what their amount is for."""
    return lambda event: _with_pounds(template.replace("{per}", event.facts.get("per", "a year")), "annual_amount")(
        event
    )


def _tac(facts: dict[str, Any], day: str = "held_on") -> str:
    """The meeting as sentences name it; earlier rows of the trail are of meetings alone."""
    return TacManner(facts.get("manner", TacManner.MEETING)).named(on_day(facts[day]))


def _tac_concluded(event: AuditEvent) -> str:
    facts = event.facts
    why = f": “{facts['reason']}”" if facts.get("reason") else ""
    without_cost = facts.get("costs_nothing_more")
    nothing_more = f"; section {without_cost}, without a costed line, costs nothing more" if without_cost else ""
    return (
        f"{event.actor_name or SYSTEM} recorded the result of the {_tac(facts)}: "
        f"{facts['result'].lower()}, £{Decimal(facts['agreed_amount']):,} agreed{why}{nothing_more}"
    )


def _tac_changed(event: AuditEvent) -> str:
    facts = event.facts
    day, before = on_day(facts["held_on"]), on_day(facts["held_on_before"])
    changes = [f"moved it to {day}"] if day != before else []
    if facts["place"] != facts["place_before"]:
        changes.append(f"changed its place from {facts['place_before'] or 'none'} to {facts['place'] or 'none'}")
    what = " and ".join(changes) or "left it as it was"
    return f"{event.actor_name or SYSTEM} changed the {_tac(facts, 'held_on_before')}: {what}"


def _tac_called_off(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} called off the {_tac(event.facts)}: “{event.facts['reason']}”"


def _attendance_recorded(event: AuditEvent) -> str:
    facts = event.facts
    what = "who was asked and who agreed in" if facts.get("manner") == TacManner.CORRESPONDENCE else "who took part in"
    pairs = zip(facts.get("names", ()), facts.get("presences", ()), strict=False)
    people = "; ".join(f"{name}, {presence}" for name, presence in pairs)
    return f"{event.actor_name or SYSTEM} recorded {what} the {_tac(facts)}{f': {people}' if people else ''}"


def _changes_shown(event: AuditEvent) -> str:
    facts = event.facts
    letters = facts["sections"].split()
    return (
        f"{event.actor_name or SYSTEM} recorded that the family was shown on {on_day(facts['shown_on'])} what changed "
        f"in section{'s' if len(letters) > 1 else ''} {listed(letters)} of the draft"
    )


def _showing_taken_back(event: AuditEvent) -> str:
    facts = event.facts
    return (
        f"{event.actor_name or SYSTEM} took back that the family was shown on {on_day(facts['shown_on'])}: "
        f"{facts['what']}: “{facts['reason']}”"
    )


def _provision_changed(event: AuditEvent) -> str:
    facts = event.facts
    before, after = Decimal(facts["before"]), Decimal(facts["annual_amount"])
    return (
        f"{event.actor_name or SYSTEM} changed the provision “{facts['description']}”: £{before:,} to £{after:,} "
        f"{facts.get('per', 'a year')}"
    )


def _plan_approved(event: AuditEvent) -> str:
    template = "{actor} approved version {number} of the plan at {agreed_amount}"
    if event.facts.get("decided_by"):
        template = "{actor} took version {number} of the plan on at {agreed_amount}, as {decided_by} recorded it"
    return _with_pounds(template, "agreed_amount")(event)


register("casework.report_asked", "{actor} asked {asked_of} for the report “{report}”")
register("casework.report_chased", "{actor} chased the report “{report}” with {asked_of} by {method}")
register("casework.report_withdrawn", "{actor} withdrew the report “{report}” by {author}: “{reason}”")
register("casework.report_put_back", "{actor} put the withdrawn report “{report}” by {author} back: “{reason}”")
register("casework.report_corrected", _report_corrected)
register(
    "casework.report_waiver_taken_back",
    "{actor} waits for the report “{report}” after all: “{reason}”. It had not been needed: “{before}”",
)
register(
    "casework.report_reminder_taken_back",
    lambda event: (
        f"{event.actor_name or SYSTEM} took back the reminder by {event.facts['method']} of "
        f"{on_day(event.facts['chased_on'])} about the report “{event.facts['report']}”: “{event.facts['reason']}”"
    ),
)
register("casework.report_files_added", _report_files_added)
register("casework.report_file_removed", "{actor} removed a file from the report “{report}”: “{reason}”")
register("casework.late_report_weigher_chosen", "{actor} said of the late report “{report}”: {weigher}")
register("casework.late_report_weighed", _late_report_weighed)
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
    _of_line("{actor} added the provision “{description}”, {annual_amount} {per}"),
)
register("casework.provision_changed", _provision_changed)
register(
    "casework.provision_removed",
    _of_line("{actor} removed the provision “{description}”, {annual_amount} {per}"),
)
register("casework.tac_convened", _with_day("convened a TAC meeting for", "held_on"))
register("casework.tac_asked", _with_day("asked the TAC by correspondence, for answers by", "held_on"))
register("casework.tac_changed", _tac_changed)
register("casework.tac_called_off", _tac_called_off)
register("casework.attendance_recorded", _attendance_recorded)
register(
    "casework.round_recorded",
    _with_pounds(
        "{actor} recorded round {number} of reconsideration, {total_before} to {total_after}: {what}",
        "total_before",
        "total_after",
    ),
)
register("casework.tac_concluded", _tac_concluded)
register("casework.plan_approved", _plan_approved)
register(
    "casework.approval_withdrawn",
    _with_pounds(
        "{actor} took back the approval of version {number} of the plan at {agreed_amount}: “{reason}”",
        "agreed_amount",
    ),
)
register("casework.counting_set", "{actor} set what counts against the indicative resource from {day}: {words}")
register("casework.counting_withdrawn", "{actor} took back what was to count from {day}: “{reason}”")
register("casework.draft_served", _with_day("recorded that the draft plan was served on", "served_on"))
register("casework.changes_shown", _changes_shown)
register("casework.showing_taken_back", _showing_taken_back)
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
