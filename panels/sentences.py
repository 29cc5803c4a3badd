"""How the acts of panels read in the trail."""

from audit.models import AuditEvent
from audit.sentences import SYSTEM, register
from panels.enums import DecisionOutcome


def _listed(event: AuditEvent) -> str:
    return ", ".join(event.facts.get("present", [])) or "nobody"


def _meeting_opened(event: AuditEvent) -> str:
    facts = event.facts
    return f"{event.actor_name} opened the meeting of {facts['panel']} on {facts['day']}; present: {_listed(event)}"


def _presence_recorded(event: AuditEvent) -> str:
    facts = event.facts
    return f"{event.actor_name} recorded who is present at {facts['panel']} on {facts['day']}: {_listed(event)}"


def _meeting_closed(event: AuditEvent) -> str:
    carried = event.facts.get("carried_over", 0)
    rest = f" and carried over {carried} {'item' if carried == 1 else 'items'}" if carried else ""
    return f"{event.actor_name} closed the meeting of {event.facts['panel']} on {event.facts['day']}{rest}"


def _meeting_changed(event: AuditEvent) -> str:
    """What was there before is told where the row says it: earlier rows do not."""
    facts = event.facts
    if "when_before" not in facts:
        return (
            f"{event.actor_name} changed a meeting of {facts['panel']}: it is now on {facts['day']}, {facts['place']}"
        )
    return (
        f"{event.actor_name} changed a meeting of {facts['panel']} from {facts['when_before']}, "
        f"{facts['place_before']}, to {facts['when']}, {facts['place']}"
    )


def _decision_recorded(event: AuditEvent) -> str:
    facts = event.facts
    panel = f"{event.actor_name} recorded that {facts['panel']}"
    sentences = {
        DecisionOutcome.AGREE: f"{panel} agreed the plan at {facts['pounds']}",
        DecisionOutcome.AGREE_DIFFERENT: f"{panel} agreed a different amount, {facts['pounds']}",
        DecisionOutcome.BACK_TO_TAC: f"{panel} sent the plan back to the TAC with questions",
        DecisionOutcome.NOT_AGREED: f"{panel} did not agree the plan",
    }
    return sentences[DecisionOutcome(facts["outcome"])]


def _panel_made(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} made the panel {event.facts['panel']}, quorum {event.facts['quorum']}"


def _carried_out(event: AuditEvent) -> str:
    facts = event.facts
    how = f". Of section F: {facts['need_met_how']}" if facts.get("need_met_how") else ""
    return f"{event.actor_name} took the plan on at {facts['pounds']}, as {facts['panel']} decided{how}"


register("panels.panel_made", _panel_made)
register("panels.member_added", "{actor} gave {person} a seat on {panel} as {seat}")
register("panels.member_left", "{actor} ended the seat of {person} on {panel}")
register("panels.meeting_planned", "{actor} planned a meeting of {panel} on {day}, {place}")
register("panels.meeting_changed", _meeting_changed)
register(
    "panels.item_meeting_changed",
    "{actor} moved the meeting that is to decide the plan from {when_before}, {place_before}, to {when}, {place}",
)
register("panels.meeting_called_off", "{actor} called off the meeting of {panel} on {day}: “{reason}”")
register(
    "panels.item_lost_its_meeting",
    "{actor} called off the meeting of {panel} on {day}, which was to decide the plan: “{reason}”",
)
register("panels.item_moved", "{actor} moved the plan from {meeting} to {to}")
register("panels.meeting_opened", _meeting_opened)
register("panels.presence_recorded", _presence_recorded)
register("panels.meeting_closed", _meeting_closed)
register("panels.agenda_ordered", "{actor} made this item {position} of the agenda of {panel} on {day}")
register("panels.item_carried_over", "{actor} carried this item over from {meeting} to {to}")
register("panels.item_withdrawn", "{actor} took the plan off the agenda of {meeting}: {reason}")
register("panels.interest_declared", "{actor} declared an interest in this case for {meeting}")
register(
    "panels.interest_taken_back",
    "{actor} took back the interest in this case that {person} had declared for {meeting}: {reason}",
)
register("panels.item_commented", "{actor} commented on the plan for {meeting}")
register("panels.decision_recorded", _decision_recorded)
register("panels.decision_carried_out", _carried_out)
register("panels.plan_sent_for_sign_off", "{actor} took the plan to sign-off. {words}")
register("panels.plan_sent_to_panel", "{actor} took the plan to {meeting}. {words}")
register("panels.plan_signed_off", "{actor} signed the plan off. {words}")
register("panels.plan_returned_to_tac", "{actor} returned the plan to the TAC: {reason}")
