"""What every edit of a plan version begins and ends with: the lock, and the count of edits."""

from accounts.models import User
from audit.moments import now
from casework.actions.documents import discard_document
from casework.actions.hands import take_part
from casework.actions.stages import lock_case
from casework.enums import DocumentKind, Part
from casework.models import Case, PlanVersion


def lock_plan_version(plan_version: PlanVersion) -> tuple[Case, PlanVersion]:
    """The case and the plan version as they are now, locked, in that order."""
    case_now = lock_case(plan_version.case)
    return case_now, PlanVersion.objects.select_for_update().get(pk=plan_version.pk)


def note_edit(plan_version: PlanVersion, *, by: User) -> None:
    """Count an edit of the plan version and say whose it was. The caller holds the lock.

    Who writes the plan before it is approved takes the part of scorer: given to another co-ordinator afterwards,
    the case is still not theirs to sign. After approval a draft PDF that nobody was served is forgotten: it no longer
    says what the plan says. Raises HandsNotApart for somebody who verified or moderated.
    """
    if plan_version.approved_at is None:
        take_part(plan_version.case, Part.SCORER, by=by)
    elif plan_version.draft_served_on is None:
        discard_document(plan_version, DocumentKind.DRAFT)
    plan_version.version += 1
    plan_version.edited_at, plan_version.edited_by = now(), by
    plan_version.save(update_fields=["version", "edited_at", "edited_by"])
