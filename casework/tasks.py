"""Long work of casework. A task carries ids only, and may run twice."""

import structlog
from django.conf import settings
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from adapters.pdf import PdfUnavailable, print_pdf
from base.refusals import Refused
from casework.enums import DocumentKind
from casework.files.actions import read_file
from casework.maintaining.actions import days_are_of_today, mend_days, note_days_are_of_today
from casework.models import PlanDocument, StoredFile
from casework.plan.presenters import plan_as_html
from casework.time_limits import rules_of_days
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


CASES_AT_A_TIME = 5000
"""Cases whose days a task calculates anew before it lets other tasks have their turn."""


@task()
def calculate_days(after: int, rules: str) -> None:
    """Calculate the days due of the cases after this one anew, and order the next part; for these rules of the code."""
    if rules != rules_of_days():
        return
    differing, last = mend_days(after=after, most=CASES_AT_A_TIME)
    log.info("days_calculated", after=after, differing=len(differing))
    if last is None:
        note_days_are_of_today()
    else:
        calculate_days.enqueue(last, rules)


def calculate_days_if_rules_changed() -> None:
    """Order that all days due are calculated anew where the code counts otherwise than they were counted."""
    if days_are_of_today():
        return
    under_way = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING), task_path=calculate_days.module_path
    )
    if not any(result.args_kwargs["args"][1:] == [rules_of_days()] for result in under_way):
        calculate_days.enqueue(0, rules_of_days())
