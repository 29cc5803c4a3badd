"""What is told of a child who may be the one in hand: what is needed to answer, and no more."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from base.words import day_in_words
from casework.models import Case, Child
from casework.names.queries import identity_of
from casework.names.rules import Identity


def child_alike(child: Child, identity: Identity, *, is_seen: bool) -> str:
    """A child who may be the one just typed, as an answer; whoever may not read theirs is told whom to ask."""
    return f"Yes: {child_in_words(child)}" if is_seen else f"Yes: {whom_to_ask(child, identity)}"


def prepare(children: Sequence[Child]) -> None:
    """Read what is told of children, in a fixed number of queries."""
    prefetch_related_objects(children, "enrolments__setting", "cases__coordinator", "cases__team")


def child_in_words(child: Child) -> str:
    """Name, date of birth, setting and last case, for somebody who may read that."""
    parts = [f"{child.full_name}, born {day_in_words(child.date_of_birth)}"]
    parts += [each.setting.name for each in child.enrolments.all() if each.ended_on is None]
    last = last_case_of(child)
    if last:
        parts.append(f"case {last.reference} at “{last.get_stage_display()}” with {last.coordinator.full_name}")
    return ", ".join(parts)


def whom_to_ask(child: Child, identity: Identity | None = None) -> str:
    """Whose case is much like this one, for somebody who may not read it: "a child …, with Tom Hale, South team"."""
    is_by_upn = identity is not None and identity.upn and identity.upn == identity_of(child).upn
    what = "with the same UPN" if is_by_upn else "of nearly this name and date of birth"
    last = last_case_of(child)
    if last is None:
        return f"a child {what}"
    team = f", {last.team.name}" if last.team else ""
    return f"a child {what}, whose case is with {last.coordinator.full_name}{team}; speak to them before you answer"


def last_case_of(child: Child) -> Case | None:
    """The case that was opened last."""
    return max(child.cases.all(), key=lambda case: (case.opened_at, case.pk), default=None)
