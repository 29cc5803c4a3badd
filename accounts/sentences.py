"""How the acts of accounts read in the trail."""

from audit.models import AuditEvent
from audit.sentences import SYSTEM, Sentence, register
from base.words import listed


def _roles_changed(event: AuditEvent) -> str:
    parts = []
    if event.facts.get("given"):
        parts.append(f"gave {event.facts['person']} the roles {listed(event.facts['given'])}")
    if event.facts.get("taken"):
        parts.append(f"took from {event.facts['person']} the roles {listed(event.facts['taken'])}")
    return f"{event.actor_name or SYSTEM} {' and '.join(parts)}"


def _person_added(event: AuditEvent) -> str:
    roles = listed(event.facts.get("roles", []))
    return f"{event.actor_name or SYSTEM} added {event.facts.get('person', '…')} as {roles}"


def _person_deactivated(event: AuditEvent) -> str:
    left = listed(event.facts.get("left", []))
    rest = f", with {left} in their hands" if left else ""
    return f"{event.actor_name or SYSTEM} closed the account of {event.facts.get('person', '…')}{rest}"


SENTENCES: dict[str, Sentence] = {
    "accounts.person_invited": "{actor} sent {person} the link to set a password",
    "accounts.person_added": _person_added,
    "accounts.person_changed": "{actor} changed the details of {person}",
    "accounts.roles_changed": _roles_changed,
    "accounts.person_deactivated": _person_deactivated,
    "accounts.person_reactivated": "{actor} opened the account of {person} again",
    "accounts.team_added": "{actor} added the team {team}",
    "accounts.signed_in": "{actor} signed in",
    "accounts.second_factor_added": "{actor} added a second factor",
    "accounts.second_factor_removed": "{actor} removed a second factor",
    "accounts.recovery_codes_renewed": "{actor} renewed their recovery codes",
    "accounts.password_changed": "{actor} changed their password",
    "accounts.password_reset": "{actor} set a new password from an email",
}

for verb, sentence in SENTENCES.items():
    register(verb, sentence, open_to_administrators=True)
