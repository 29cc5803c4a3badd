"""The RAS form as a PDF to save: made when it is asked for, and not kept."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from adapters.pdf import PdfUnavailable, print_pdf
from casework.views.downloads import as_download
from casework.views.loading import with_case
from scoring.exceptions.given_forms import NoPdfHere
from scoring.permissions.given_forms import check_user_can_copy_form
from scoring.presenters.documents import document_name, form_as_html
from scoring.views.reading import form_to_read


@require_GET
@with_case("RAS form as a PDF")
def form_pdf(request, case):
    form = form_to_read(case, request.user)
    if form is None:
        return redirect("casework:case_detail", case.reference)
    check_user_can_copy_form(request.user, form)
    try:
        printed = print_pdf(form_as_html(form), static=settings.BASE_DIR / "static")
    except PdfUnavailable as error:
        raise NoPdfHere from error
    return as_download(ContentFile(printed.content), document_name(form), "application/pdf")
