"""The PDFs of a plan: ordered by a person, made by the worker, kept."""

import hashlib
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks_db.models import DBTaskResult

import audit.actions
from accounts.models import User
from audit.moments import now
from casework.enums import DocumentKind
from casework.models import PlanDocument, PlanVersion

LOST_AFTER = timedelta(minutes=10)


def order_document(plan_version: PlanVersion, kind: DocumentKind, *, by: User) -> PlanDocument:
    """Have a PDF of the plan made once the transaction is over. One that is ready is left as it is.

    The caller holds the lock and has checked the person. Ordering again starts another try.
    """
    document, is_new = PlanDocument.objects.get_or_create(
        plan_version=plan_version, kind=kind, defaults={"ordered_at": now(), "ordered_by": by}
    )
    if document.is_ready:
        return document
    if not is_new:
        document.failure = ""
        document.ordered_at, document.ordered_by = now(), by
        document.save(update_fields=["failure", "ordered_at", "ordered_by"])
    audit.actions.record(
        "casework.document_ordered",
        by=by,
        case=plan_version.case,
        subject=document,
        document=document.get_kind_display().lower(),
    )
    transaction.on_commit(partial(_enqueue, document.pk))
    return document


def _enqueue(document_id: int) -> None:
    from casework.tasks import make_plan_document  # the task comes back to the actions

    make_plan_document.enqueue(document_id)


def order_lost_documents_again() -> int:
    """Put back the PDFs whose task a killed worker took with it; returns how many. Nobody waits for those in vain.

    Lost are those not made, not failed, and with no task waiting for the worker.
    """
    waiting = DBTaskResult.objects.ready().filter(task_path__endswith=".make_plan_document")
    expected = {result.args_kwargs["args"][0] for result in waiting}
    lost = PlanDocument.objects.filter(made_at=None, failure="", ordered_at__lt=now() - LOST_AFTER)
    ids = [document_id for document_id in lost.values_list("pk", flat=True) if document_id not in expected]
    for document_id in ids:
        _enqueue(document_id)
    return len(ids)


def discard_document(plan_version: PlanVersion, kind: DocumentKind) -> None:
    """Forget a PDF that no longer says what the plan says. The caller holds the lock."""
    PlanDocument.objects.filter(plan_version=plan_version, kind=kind).delete()


def keep_document(document: PlanDocument, content: bytes, pages: int) -> PlanDocument:
    """Keep the finished PDF with its SHA-256; if another try was faster, that one stays."""
    with transaction.atomic():
        document_now = PlanDocument.objects.select_for_update().get(pk=document.pk)
        if document_now.is_ready:
            return document_now
        document_now.content.save("plan.pdf", ContentFile(content), save=False)
        document_now.sha256 = hashlib.sha256(content).hexdigest()
        document_now.size, document_now.pages = len(content), pages
        document_now.made_at, document_now.failure = now(), ""
        document_now.save()
        audit.actions.record(
            "casework.document_made",
            by=None,
            case=document_now.plan_version.case,
            subject=document_now,
            document=document_now.get_kind_display(),
            pages=pages,
            sha256=document_now.sha256,
        )
    return document_now


def note_failure(document: PlanDocument, sentence: str) -> None:
    """Say why a PDF could not be made; the page shows it and offers another try."""
    with transaction.atomic():
        document_now = PlanDocument.objects.select_for_update().get(pk=document.pk)
        if not document_now.is_ready:
            document_now.failure = sentence[:300]
            document_now.save(update_fields=["failure"])
