"""The plan as a document: what its PDF says. The provision, never the pounds."""

from django.template.loader import render_to_string

from casework.enums import DocumentKind
from casework.models import PlanVersion


def plan_as_html(plan_version: PlanVersion, kind: DocumentKind) -> str:
    """The draft or the final plan as a page to be printed."""
    return render_to_string("casework/pdf/plan.html", {"plan_version": plan_version, "kind": kind})
