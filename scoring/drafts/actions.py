"""Editing the draft of a framework: its title, its outcomes and their order.

Every change counts up `Framework.edits`. A page that shows the draft after `expected_version` is refused once somebody
else has changed it.
"""

from typing import Any

from django.db import transaction
from django.db.models import F

import audit.actions
from accounts.models import User
from base.refusals import Stale
from base.words import at_moment
from scoring.frameworks.actions import lock_framework, named_facts, write_levels
from scoring.frameworks.permissions import (
    check_can_be_kept,
    check_framework_can_change,
    check_framework_unchanged,
    check_outcome_fits,
    check_user_can_manage_frameworks,
)
from scoring.frameworks.queries import last_change_of, named_for, outcomes_of, row_of
from scoring.frameworks.rules import OutcomeRow, on_one_line, tidied
from scoring.models import Framework, Outcome


def save_framework(
    framework: Framework, title: str, expected_version: int | None = None, *, is_illustrative: bool, by: User
) -> Framework:
    """Change the title of a draft, and whether its wording and points are illustrative."""
    with transaction.atomic():
        framework = _opened(framework, by)
        title = on_one_line(title)
        if (title, is_illustrative) == (framework.title, framework.is_illustrative):
            return framework
        check_framework_unchanged(framework, expected_version, by)
        framework.title, framework.is_illustrative = title, is_illustrative
        framework.save(update_fields=["title", "is_illustrative"])
        facts = _count_edit(framework)
        audit.actions.record("scoring.framework_renamed", by=by, subject=framework, **facts)
        return framework


def add_outcome(framework: Framework, row: OutcomeRow, *, by: User) -> Outcome:
    """Add an outcome at the end of a draft, with its levels."""
    with transaction.atomic():
        framework = _opened(framework, by)
        check_outcome_fits(framework)
        row, position = tidied(row), framework.outcomes.count() + 1
        check_can_be_kept(row, position)
        outcome = Outcome.objects.create(
            framework=framework,
            position=position,
            wording=row.wording,
            gate_question=row.gate_question,
            guidance=row.guidance,
        )
        write_levels({outcome: row})
        facts = _count_edit(framework, outcome=position)
        audit.actions.record("scoring.framework_outcome_added", by=by, subject=framework, **facts)
        return outcome


def change_outcome(
    framework: Framework, outcome_id: int, row: OutcomeRow, expected_version: int | None = None, *, by: User
) -> Outcome:
    """Put other words and levels in the place of an outcome's; nothing is noted when nothing differs."""
    with transaction.atomic():
        framework = _opened(framework, by)
        outcome, row = _outcome_in(framework, outcome_id, by), tidied(row)
        check_can_be_kept(row, outcome.position)
        if row == row_of(outcome):
            return outcome
        check_framework_unchanged(framework, expected_version, by)
        outcome.wording, outcome.gate_question, outcome.guidance = row.wording, row.gate_question, row.guidance
        outcome.save(update_fields=["wording", "gate_question", "guidance"])
        outcome.levels.all().delete()
        write_levels({outcome: row})
        facts = _count_edit(framework, outcome=outcome.position)
        audit.actions.record("scoring.framework_outcome_changed", by=by, subject=framework, **facts)
        return outcome


def move_outcome(framework: Framework, outcome_id: int, *, up: bool, by: User) -> None:
    """Let an outcome change places with the one before or after it; at the end of the list it stays."""
    with transaction.atomic():
        framework = _opened(framework, by)
        outcome = _outcome_in(framework, outcome_id, by)
        before = outcome.position
        after = before - 1 if up else before + 1
        neighbour = framework.outcomes.filter(position=after).first()
        if neighbour is None:
            return
        _place(outcome, 0)
        _place(neighbour, before)
        _place(outcome, after)
        facts = _count_edit(framework, before=before, outcome=after)
        audit.actions.record("scoring.framework_outcome_moved", by=by, subject=framework, **facts)


def remove_outcome(
    framework: Framework, outcome_id: int, expected_version: int | None = None, *, by: User
) -> Framework:
    """Remove an outcome with its levels; those after it move up."""
    with transaction.atomic():
        framework = _opened(framework, by)
        outcome = _outcome_in(framework, outcome_id, by)
        check_framework_unchanged(framework, expected_version, by)
        outcome.levels.all().delete()
        outcome.delete()
        for later in framework.outcomes.filter(position__gt=outcome.position):
            _place(later, later.position - 1)
        facts = _count_edit(framework, outcome=outcome.position)
        audit.actions.record("scoring.framework_outcome_removed", by=by, subject=framework, **facts)
        return framework


def _opened(framework: Framework, by: User) -> Framework:
    """The draft as it is now, held, for somebody who may change it."""
    check_user_can_manage_frameworks(by, act="change a framework")
    framework = lock_framework(framework)
    check_framework_can_change(framework)
    return framework


def _outcome_in(framework: Framework, outcome_id: int, by: User) -> Outcome:
    outcome = outcomes_of(framework).filter(pk=outcome_id).first()
    if outcome is None:
        change = last_change_of(framework)
        raise Stale(
            f"This outcome is no longer in {framework.named}, which {named_for(by, change).replace('You', 'you')} last "
            f"changed on {at_moment(change.at)}. "
            "What you entered is still here: save it to add the outcome again, at the end."
        )
    return outcome


def _place(outcome: Outcome, position: int) -> None:
    outcome.position = position
    outcome.save(update_fields=["position"])


def _count_edit(framework: Framework, **facts: int) -> dict[str, Any]:
    """One edit more; returns what the trail says of it."""
    Framework.objects.filter(pk=framework.pk).update(edits=F("edits") + 1)
    framework.refresh_from_db(fields=["edits"])
    return named_facts(framework) | facts
