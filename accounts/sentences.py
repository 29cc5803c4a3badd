"""How the acts of accounts read in the trail."""

from accounts.enums import IdentityCheck, NotLetIn, Secret
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


SECRETS = {Secret.PASSWORD: "wrong password", Secret.CODE: "wrong code"}


WHY_NOT: dict[str, str] = {why.value: why.label for why in NotLetIn}
HOW: dict[str, str] = {
    IdentityCheck.IN_PERSON: ", who came in person",
    IdentityCheck.VIDEO: ", whom they saw in a video call",
    IdentityCheck.CALLED_BACK: ", whom they called back",
    IdentityCheck.MANAGER: ", as their manager confirmed",
}


def _second_factor_reset(event: AuditEvent) -> str:
    person, how = event.facts.get("person", "…"), HOW.get(event.facts.get("how", ""), "")
    return f"{event.actor_name or SYSTEM} removed the second factor of {person}{how}: {event.facts.get('reason', '')}"


def _sign_in_failed(event: AuditEvent) -> str:
    who = event.facts.get("person")
    nobody = "with a council account" if event.facts.get("why") else "with an email address that has no account"
    account = f"as {who}" if who else nobody
    why = SECRETS.get(event.facts.get("secret", "")) or WHY_NOT.get(event.facts.get("why", ""), "not let in")
    return f"Somebody tried to sign in {account}: {why}{_from(event)}"


def _from(event: AuditEvent) -> str:
    address = event.facts.get("address")
    return f", from address {address}" if address else ""


def _session_ended(event: AuditEvent) -> str:
    why = (
        "as nothing was done in it" if event.facts.get("why") == "idle" else "as long after the sign-in as one may last"
    )
    return f"The session of {event.facts.get('person', '…')} ended, {why}"


def _signed_out_everywhere(event: AuditEvent) -> str:
    person = event.facts.get("person", "…")
    if event.actor_name == person:
        return f"{person} signed out everywhere else"
    return f"{event.actor_name or SYSTEM} signed {person} out everywhere"


SENTENCES: dict[str, Sentence] = {
    "accounts.person_invited": "{actor} sent {person} the link to set a password",
    "accounts.person_added": _person_added,
    "accounts.person_changed": "{actor} changed the details of {person}",
    "accounts.roles_changed": _roles_changed,
    "accounts.person_deactivated": _person_deactivated,
    "accounts.person_reactivated": "{actor} opened the account of {person} again",
    "accounts.team_added": "{actor} added the team {team}",
    "accounts.signed_in": lambda event: f"{event.actor_name or SYSTEM} signed in{_from(event)}",
    "accounts.sign_in_failed": _sign_in_failed,
    "accounts.signed_out": "{actor} signed out",
    "accounts.session_ended": _session_ended,
    "accounts.signed_out_everywhere": _signed_out_everywhere,
    "accounts.reset_link_sent": "{person} was sent the link to set a new password, as asked for on the sign-in page",
    "accounts.sent_to_council_account": (
        "{person} asked for a link to set a new password, and was told by email to sign in with their council account"
    ),
    "accounts.council_account_connected": "{actor} signed in with their council account for the first time",
    "accounts.council_account_disconnected": "{actor} disconnected the council account of {person}: {reason}",
    "accounts.password_kept": "{actor} let {person} keep a password beside the council account: {reason}",
    "accounts.password_kept_no_longer": "{actor} ended that {person} keeps a password: {reason}",
    "accounts.second_factor_reset": _second_factor_reset,
    "accounts.second_factor_added": "{actor} added a second factor",
    "accounts.second_factor_removed": "{actor} removed a second factor",
    "accounts.recovery_codes_renewed": "{actor} renewed their recovery codes",
    "accounts.password_changed": "{actor} changed their password",
    "accounts.password_reset": "{actor} set a new password from an email",
}

for verb, sentence in SENTENCES.items():
    register(verb, sentence, open_to_administrators=True)
