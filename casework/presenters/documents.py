"""The plan as a document: what its PDF says. The provision, never the pounds."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from casework.enums import DocumentKind, ReportStatus
from casework.models import PlanVersion
from casework.presenters.plans import (
    how_much,
    outcomes_shown,
    placement_in_words,
    sections_shown,
    signer_title,
)


def plan_as_html(plan_version: PlanVersion, kind: DocumentKind) -> str:
    """The draft or the final plan as a page to be printed."""
    return render_to_string("casework/pdf/plan.html", document_context(plan_version, kind))


def document_context(plan_version: PlanVersion, kind: DocumentKind) -> dict[str, Any]:
    """What the document says. Provision lines are given in words, so that no amount can be printed."""
    child = plan_version.case.child
    is_draft = kind == DocumentKind.DRAFT
    sections = [
        {
            "letter": shown.letter.value,
            "heading": shown.heading,
            "paragraphs": shown.paragraphs,
            "provision": [
                {
                    "what": line.description,
                    "how_much": how_much(line),
                    "who": line.unit_name,
                    "outcome": line.outcome.position if line.outcome else None,
                }
                for line in shown.lines
            ],
        }
        for shown in sections_shown(plan_version)
    ]
    return {
        "is_draft": is_draft,
        "title": f"{'Draft ' if is_draft else ''}Education, Health and Care plan: {child.full_name}",
        "council": settings.COUNCIL_NAME,
        "child": child,
        "contacts": [c for c in child.contacts.all() if c.has_parental_responsibility],
        "reference": plan_version.case.reference,
        "number": plan_version.number,
        "sections": sections,
        "outcomes": outcomes_shown(plan_version),
        "placement": "" if is_draft else placement_in_words(plan_version),
        "advice": list(plan_version.case.reports.filter(status=ReportStatus.RECEIVED)),
        "signer": plan_version.approved_by,
        "signer_title": signer_title(plan_version.approved_by) if plan_version.approved_by else "",
        "approved_on": localdate(plan_version.approved_at) if plan_version.approved_at else None,
        "issued_on": localdate(plan_version.issued_at) if plan_version.issued_at else None,
    }
