"""What pages show of reports: the list, whom to ask, and the facts of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from base.words import day_in_words
from casework.enums import Relationship, ReportKind, ReportStatus
from casework.models import Case, Enrolment, Passage, Report, StoredFile
from casework.reports.rules import FAMILY_KINDS, Piece, pieces_of
from crispy_govuk.tables import Cell, Column, DataTable

SETTING_KINDS = (ReportKind.EDUCATION, ReportKind.MY_PLAN, ReportKind.PREPARATION_FOR_ADULTHOOD)


def usual_addressees(case: Case, kinds: list[ReportKind]) -> dict[ReportKind, str]:
    """Who is usually asked for each kind: the family, or the head of the child's setting; "" for others."""
    contacts = list(case.child.contacts.exclude(relationship=Relationship.SOCIAL_WORKER))
    family = " and ".join(contact.name for contact in contacts if contact.has_parental_responsibility)[:200]
    present = Enrolment.objects.filter(child=case.child_id, ended_on=None).select_related("setting").first()
    head = f"Head of {present.setting.name}"[:200] if present else ""
    return {kind: family if kind in FAMILY_KINDS else head if kind in SETTING_KINDS else "" for kind in kinds}


@dataclass(frozen=True)
class ReportStanding:
    """How a report stands on a day: a word, its colour, and a quiet line below."""

    text: str
    kind: str
    sub: str


def standing_of(report: Report, day: date) -> ReportStanding:
    """Received, not needed, awaited or late."""
    if report.status == ReportStatus.RECEIVED and report.received_on:
        return ReportStanding("Received", "received", f"{day_in_words(report.received_on)}, by {report.author}")
    if report.status == ReportStatus.WAIVED:
        return ReportStanding("Not needed", "waived", "")
    late = (day - report.due_on).days
    if late > 0:
        return ReportStanding("Late", "late", f"by {late} day{'' if late == 1 else 's'}")
    return ReportStanding(
        "Awaited", "asked", "due today" if not late else f"{-late} day{'' if late == -1 else 's'} left"
    )


def report_table(case: Case, reports: list[Report], day: date) -> DataTable:
    """The reports of a case. `reports` come with their chases."""
    return DataTable(
        "Reports of the case",
        [Column("Report"), Column("Who was asked"), Column("Due", nowrap=True), Column("State")],
        [_row(case, report, day) for report in reports],
        caption_hidden=True,
        empty="No report has been asked for.",
    )


def _row(case: Case, report: Report, day: date) -> list[Any]:
    standing = standing_of(report, day)
    chases = len(report.chases.all())
    reminded = f"reminded {'once' if chases == 1 else 'twice' if chases == 2 else f'{chases} times'}" if chases else ""
    url = reverse("casework:report_detail", args=[case.reference, report.pk])
    return [
        Cell(report.get_kind_display(), href=url),
        Cell(report.asked_of, sub=f"on {day_in_words(report.asked_on)}"),
        Cell(day_in_words(report.due_on), sub=reminded),
        Cell(standing.text, tag=standing.kind, sub=standing.sub),
    ]


def reports_in_words(reports: list[Report], day: date) -> str:
    """How the gathering stands: "4 of 6 received, 1 late"."""
    needed = [report for report in reports if report.status != ReportStatus.WAIVED]
    received = sum(report.status == ReportStatus.RECEIVED for report in needed)
    late = sum(report.status == ReportStatus.ASKED and report.due_on < day for report in needed)
    if not needed:
        return "None asked for yet"
    return f"{received} of {len(needed)} received" + (f", {late} late" if late else "")


def report_facts(report: Report, day: date) -> list[dict[str, Any]]:
    """The facts of one report, as rows of a summary list."""
    standing = standing_of(report, day)
    rows = [
        {"key": "State", "value": standing.text, "sub": standing.sub if report.status == ReportStatus.ASKED else ""},
        {"key": "Who was asked", "value": report.asked_of, "sub": f"on {day_in_words(report.asked_on)}"},
        {"key": "Due", "value": day_in_words(report.due_on)},
    ]
    if report.status == ReportStatus.RECEIVED and report.received_on:
        rows.append({"key": "Written by", "value": report.author})
        if report.written_on:
            rows.append({"key": "Written", "value": day_in_words(report.written_on)})
        by = f"recorded by {report.recorded_by.full_name}" if report.recorded_by else ""
        rows.append({"key": "Received", "value": day_in_words(report.received_on), "sub": by})
        if report.reuse_agreement:
            rows.append({"key": "Used again by agreement", "value": report.reuse_agreement})
    if report.waived_by:
        rows.append({"key": "Why it is not needed", "value": report.waiver_reason, "sub": report.waived_by.full_name})
    return rows


def text_of(report: Report, passages: Iterable[Passage]) -> list[Piece]:
    """What a report says, with the passages marked in it."""
    return pieces_of(report.text, [passage.quote for passage in passages if passage.report_id == report.pk])


def file_item(file: StoredFile, *, href: str, added: date | None) -> dict[str, object]:
    """A file as the list of attachments shows it; one that no scanner looked at says so."""
    status = "" if file.was_virus_scanned else "Not scanned for viruses"
    return {"name": file.original_name, "href": href, "size": file.size, "added": added, "status": status}
