"""The PDFs of a plan: saved, or ordered again where one could not be made."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from adapters.pdf import is_available
from base.pages import as_download, is_allowed
from casework.cases.frame import link, render_case, with_case
from casework.enums import DocumentKind
from casework.models import Case, PlanDocument
from casework.versions.actions import (
    check_user_can_order_document,
    document_of,
    order_document_again,
    plan_version_or_refuse,
)
from operations.tasks.queries import progress_of


def document_name(case: Case, kind: DocumentKind) -> str:
    """What the PDF is called when it is saved: no name of a child."""
    return f"EHC plan {case.reference} {kind.value}.pdf"


@require_GET
@with_case("Plan as a PDF")
def plan_document(request, case, kind):
    """The draft or final plan as a PDF to save; while it is made, a page that says so."""
    if kind not in DocumentKind.values:
        raise Http404
    document = document_of(plan_version_or_refuse(case), DocumentKind(kind))
    if document is None:
        raise Http404
    return _saved_or_awaited(request, case, document, document_name(case, DocumentKind(kind)))


def _saved_or_awaited(request, case, document, name):
    if document.is_ready:
        return as_download(document.content, name, "application/pdf")
    may_order = is_allowed(lambda: check_user_can_order_document(request.user, case))
    context = {
        "document": document,
        "is_available": is_available(),
        "progress": progress_of(document, failure=document.failure),
        "again_url": link(case, "plan_document_again", document.pk) if may_order else "",
    }
    return render_case(request, case, "casework/plan_document.html", context, here="finalising")


@require_GET
@with_case("Draft plan that was served")
def plan_served_draft(request, case, document_id):
    """A draft as it was served on the family, before the TAC weighed the plan again."""
    draft = get_object_or_404(PlanDocument, plan_version__case=case, pk=document_id, was_served_on__isnull=False)
    name = f"EHC plan {case.reference} draft served {draft.was_served_on:%Y-%m-%d}.pdf"
    return _saved_or_awaited(request, case, draft, name)


@require_POST
@with_case("Plan as a PDF")
def plan_document_again(request, case, document_id):
    """Try once more to make a PDF of the plan."""
    document = get_object_or_404(PlanDocument, plan_version__case=case, pk=document_id)
    order_document_again(document, by=request.user)
    if document.was_served_on:
        return redirect(link(case, "plan_served_draft", document.pk))
    return redirect(link(case, "plan_document", document.kind))
