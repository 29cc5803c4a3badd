from django.http import Http404
from django.views.decorators.http import require_GET

from adapters.pdf import is_available
from casework.enums import DocumentKind
from casework.permissions.plans import check_user_can_order_document, plan_version_or_refuse
from casework.presenters.finalising import document_name
from casework.presenters.plans import allows
from casework.queries.plans import document_of
from casework.views.downloads import as_download
from casework.views.loading import render_case, with_case


@require_GET
@with_case("Plan as a PDF")
def plan_document(request, case, kind):
    """The draft or final plan as a PDF to save; while it is made, a page that says so."""
    if kind not in DocumentKind.values:
        raise Http404
    document = document_of(plan_version_or_refuse(case), DocumentKind(kind))
    if document is None:
        raise Http404
    if document.is_ready:
        return as_download(document.content, document_name(case, DocumentKind(kind)), "application/pdf")
    context = {
        "document": document,
        "is_available": is_available(),
        "may_order": bool(document.failure) and allows(lambda: check_user_can_order_document(request.user, case)),
    }
    return render_case(request, case, "casework/plan_document.html", context, here="finalising")
