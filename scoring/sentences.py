"""How the acts of scoring read in the trail. Levels are never named: a draft is its scorer's own."""

from audit.models import AuditEvent
from audit.sentences import SYSTEM, register
from base.words import listed
from scoring.settings.actions import every_nth


def _outcomes(event: AuditEvent, fact: str) -> str:
    positions = event.facts.get(fact) or []
    return f"outcome{'' if len(positions) == 1 else 's'} {listed(positions)}" if positions else ""


def _draft_saved(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} saved {_parts(event)} of the RAS form"


def _second_draft_saved(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} saved {_parts(event)} of the second scoring"


def _parts(event: AuditEvent) -> str:
    what = [_outcomes(event, "outcomes"), "the main need" if event.facts.get("main_need") else ""]
    return listed([each for each in what if each])


def _form_returned(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} returned the RAS form with queries on {_outcomes(event, 'outcomes')}"


def _verified(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} verified the RAS form{_changing(event)}"


def _moderated(event: AuditEvent) -> str:
    return f"{event.actor_name or SYSTEM} moderated the RAS form{_changing(event)}"


def _changing(event: AuditEvent) -> str:
    changed = _outcomes(event, "changed")
    return f" and changed {changed}" if changed else ""


def _setting_changed(event: AuditEvent) -> str:
    facts = event.facts
    moderated = facts["moderation"].lower()
    if facts.get("moderate_every"):
        moderated += f" ({every_nth(facts['moderate_every'])})"
    twice = every_nth(facts["second_score_every"], "case")
    return (
        f"{event.actor_name or SYSTEM} changed how scoring is watched. To moderation: {moderated}. "
        f"Scored a second time: {twice}"
    )


def _second_assigned(event: AuditEvent) -> str:
    before = event.facts.get("before")
    instead = f" instead of {before}" if before else ""
    return f"{event.actor_name or SYSTEM} asked {event.facts['scorer']}{instead} to score the case a second time"


_FRAMEWORK = "the framework “{framework}”, version {number}"
for _verb, _act in {
    "framework_drafted": f"drafted {_FRAMEWORK}",
    "framework_copied": f"began {_FRAMEWORK}, as a copy of {{source}}",
    "framework_imported": f"took in {_FRAMEWORK} from a file",
    "framework_renamed": f"changed the title or label of {_FRAMEWORK}",
    "framework_outcome_added": f"added outcome {{outcome}} to {_FRAMEWORK}",
    "framework_outcome_changed": f"changed outcome {{outcome}} of {_FRAMEWORK}",
    "framework_outcome_moved": f"moved outcome {{before}} to place {{outcome}} in {_FRAMEWORK}",
    "framework_outcome_removed": f"removed outcome {{outcome}} from {_FRAMEWORK}",
    "framework_published": f"published {_FRAMEWORK}",
    "framework_retired": f"retired {_FRAMEWORK}",
    "framework_discarded": f"discarded the draft of {_FRAMEWORK}",
}.items():
    register(f"scoring.{_verb}", f"{{actor}} {_act}", open_to_administrators=True)
register("scoring.form_started", "{actor} started the RAS form with the framework “{framework}”")
register("scoring.draft_saved", _draft_saved, saved_as_typed=True)
register("scoring.second_draft_saved", _second_draft_saved, saved_as_typed=True)
register("scoring.form_submitted", "{actor} submitted the RAS form")
register("scoring.second_form_submitted", "{actor} submitted the second scoring")
register("scoring.form_recalled", "{actor} took the RAS form back before anybody else had opened it")
register(
    "scoring.form_reopened",
    "{actor} opened the RAS form again for scoring, so that its verification lapsed: “{reason}”",
)
register("scoring.form_returned", _form_returned)
register("scoring.form_verified", _verified)
register("scoring.form_moderated", _moderated)
register("scoring.setting_changed", _setting_changed)
register("scoring.second_sampled", "{actor} put the case into the sample that is scored a second time")
register(
    "scoring.second_asked", "{actor} asked {scorer} to score the case a second time, without seeing the first form"
)
register("scoring.second_assigned", _second_assigned)
register("scoring.second_cancelled", "{actor} called off the second scoring")
register("scoring.second_form_started", "{actor} started the second scoring")
