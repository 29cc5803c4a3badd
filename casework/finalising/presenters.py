"""What the last steps show: how far they have come, and how the PDFs stand."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from base.words import day_in_words
from casework.models import Case, PlanDocument, PlanVersion
from casework.plan.presenters import last_day_for_views, placement_in_words, signer_title


def final_facts(case: Case, plan_version: PlanVersion) -> list[dict[str, Any]]:
    """Approval, service, the family's views, the placement and the issue, as rows of a summary list."""
    rows = []
    if plan_version.approved_by and plan_version.approved_at:
        who = f"{plan_version.approved_by.full_name}, {signer_title(plan_version.approved_by)}"
        rows.append({"key": "Approved", "value": day_in_words(localdate(plan_version.approved_at)), "sub": who})
    last_day = last_day_for_views(plan_version.draft_served_on)
    if plan_version.draft_served_on and last_day:
        rows.append({"key": "Draft served", "value": day_in_words(plan_version.draft_served_on)})
        rows.append(
            {"key": "The family’s days", "value": f"15 days, until the end of {day_in_words(last_day)}"},
        )
    else:
        rows.append({"key": "Draft served", "value": "Not yet"})
    views_on = plan_version.family_views_on
    rows.append(
        {
            "key": "The family’s views",
            "value": plan_version.family_views or "None recorded yet",
            "sub": f"Received on {day_in_words(views_on)}" if views_on else "",
        }
    )
    rows.append({"key": "Placement", "value": placement_in_words(plan_version) or "Not named yet"})
    if plan_version.issued_by and plan_version.issued_at:
        by = f"by {plan_version.issued_by.full_name}"
        rows.append({"key": "Final plan issued", "value": day_in_words(localdate(plan_version.issued_at)), "sub": by})
    return rows


def document_file(case: Case, document: PlanDocument) -> dict[str, Any]:
    """A PDF of the plan for the list of files."""
    return {
        "name": f"{document.get_kind_display()} (PDF)",
        "href": reverse("casework:plan_document", args=[case.reference, document.kind]),
        "size": document.size if document.is_ready else None,
        "added": document.made_at,
        "status": "" if document.is_ready else "Could not be made" if document.failure else "Being prepared",
        "kind": "late" if document.failure else "waiting",
    }
