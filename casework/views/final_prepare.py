from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from casework.actions.finalising import prepare_draft
from casework.views.loading import with_case
from casework.views.steps import link


@require_POST
@with_case("Prepare the draft plan")
def final_prepare(request, case):
    """Have the draft plan made as a PDF."""
    prepare_draft(case, by=request.user)
    return redirect(link(case, "plan_document", "draft"))
