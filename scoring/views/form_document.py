"""The RAS form in the order of the paper form, to be printed."""

from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from adapters.pdf import is_available
from casework.views.loading import render_case, with_case
from scoring.permissions.given_forms import check_user_can_copy_form
from scoring.presenters.documents import document_context
from scoring.views.reading import form_to_read


@require_GET
@with_case("RAS form to print")
def form_document(request, case):
    form = form_to_read(case, request.user)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_copy_form(request.user, form)
    context = document_context(form) | {"has_pdf": is_available()}
    return render_case(request, case, "scoring/form_document.html", context, here="ras-form")
