"""Whether the service lives and is ready, for machines; and its parts, for the service administrator."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crispy_govuk.tables import Cell, Column, DataTable
from operations.health.queries import Finding, answer, findings, is_ready
from operations.permissions import check_user_looks_after_service

NAMES = {
    "database": "Database",
    "migrations": "Migrations",
    "settings": "Settings",
    "audit": "Audit trail",
    "worker": "Worker",
    "tasks": "Long tasks",
    "mail": "Mail",
    "files": "Files and their rows",
    "static": "Styles and scripts",
    "trail": "Daily reading of the trail",
    "readings": "Chaining of what was read",
    "field_key": "Second factors",
    "way_in": "A way in without the provider",
    "backup": "Backups",
    "uploads": "Place for files",
    "pdf": "PDFs",
    "virus_scanner": "Virus scanner",
    "service": "Service",
}


@login_not_required
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. No database is asked; see LiveMiddleware, which answers before anything else does."""
    return _answer({"live": True, "sentence": "The service answers."}, 200)


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything needed is well, 503 otherwise. Whoever asks is told no more than that."""
    well = is_ready(answer.get())
    sentence = "The service is ready." if well else "The service is not ready."
    return _answer({"ready": well, "sentence": sentence}, 200 if well else 503)


def _answer(body: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"indent": 2}, headers={"Cache-Control": "no-store"})


def _row(finding: Finding) -> list:
    kind, word = (
        ("met", "Well") if finding.well else ("late", "Not well") if finding.needed else ("waiting", "Look at it")
    )
    return [NAMES[finding.part], Cell(word, tag=kind), finding.sentence]


def status(request):
    """Each part of the service, and what is to be done about it."""
    check_user_looks_after_service(request.user)
    found = findings()
    columns = [Column("Part"), Column("State", nowrap=True), Column("What was found")]
    table = DataTable("The parts of the service", columns, [_row(each) for each in found], caption_hidden=True)
    return render(request, "operations/status.html", {"table": table, "is_ready": is_ready(found)})
