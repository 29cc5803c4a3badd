"""Long work of casework. A task carries ids only, and may run twice."""

import structlog
from django.conf import settings
from django_tasks import task

from adapters.pdf import PdfUnavailable, print_pdf
from base.refusals import Refused
from casework.enums import DocumentKind
from casework.files.actions import read_file
from casework.models import PlanDocument, StoredFile
from casework.plan.presenters import plan_as_html
from casework.versions.actions import keep_document, note_failure

log = structlog.get_logger(__name__)

NO_PANGO = "This server cannot make PDFs: the Pango libraries are not installed."
WENT_WRONG = "The PDF could not be made. The error is in the server’s log."


@task()
def make_plan_document(document_id: int) -> None:
    """Make the PDF of a plan, and keep it. Does nothing when it is there already, or was ordered again."""
    document = (
        PlanDocument.objects.select_related("plan_version__case__child", "plan_version__approved_by")
        .filter(pk=document_id)
        .first()
    )
    if document is None or document.is_ready:
        return
    try:
        html = document.html or plan_as_html(document.plan_version, DocumentKind(document.kind))
        printed = print_pdf(html, static=settings.BASE_DIR / "static")
    except PdfUnavailable as error:
        log.warning("pdf_unavailable", document=document_id, error=str(error))
        note_failure(document, NO_PANGO)
        return
    except Exception:
        note_failure(document, WENT_WRONG)
        raise
    try:
        keep_document(document, printed.content, printed.pages)
    except Refused as refusal:
        note_failure(document, refusal.sentence)
        raise


@task()
def read_stored_file(file_id: int) -> None:
    """Read the words of a file of a report, or make the picture of it that pages show. It may be read again."""
    file = StoredFile.objects.filter(pk=file_id, removed_at=None).first()
    if file is not None:
        read_file(file)
