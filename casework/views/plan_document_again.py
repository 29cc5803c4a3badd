from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from casework.actions.finalising import order_document_again
from casework.models import PlanDocument
from casework.views.loading import with_case
from casework.views.steps import link


@require_POST
@with_case("Plan as a PDF")
def plan_document_again(request, case, kind):
    """Try once more to make a PDF of the plan."""
    document = get_object_or_404(PlanDocument, plan_version__case=case, kind=kind)
    order_document_again(document, by=request.user)
    return redirect(link(case, "plan_document", kind))
