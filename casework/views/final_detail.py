from django.views.decorators.http import require_GET

from casework import casepage
from casework.permissions.plans import check_user_can_serve_draft, plan_version_or_refuse
from casework.presenters.cases import step_items
from casework.presenters.finalising import document_file, final_facts
from casework.presenters.plans import allows
from casework.views.loading import render_case, with_case


@require_GET
@with_case("Finalising")
def final_detail(request, case):
    """The last steps: approval, the served draft, the family's views, the placement, the final plan and its PDF."""
    plan_version = plan_version_or_refuse(case)
    documents = list(plan_version.documents.all())
    context = {
        "facts": final_facts(case, plan_version),
        "files": [document_file(case, document) for document in documents],
        "may_prepare": allows(lambda: check_user_can_serve_draft(request.user, case)),
        "has_documents": bool(documents),
        "steps": step_items(casepage.next_steps(case, request.user)),
    }
    return render_case(request, case, "casework/final_detail.html", context, here="finalising")
