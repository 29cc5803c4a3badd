"""What pages show of reports: the list, whom to ask, and the facts of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from base.words import counted, day_in_words, listed
from casework.enums import Relationship, ReportKind, ReportStatus
from casework.files.presenters import picture_href, reading_in_words
from casework.files.queries import reading_of, words_read
from casework.models import Case, Enrolment, Passage, Report, StoredFile
from casework.quoting import Piece, pieces_of
from casework.reports.rules import FAMILY_KINDS, pages_of
from crispy_govuk.tables import Cell, Column, DataTable

SETTING_KINDS = (ReportKind.EDUCATION, ReportKind.MY_PLAN, ReportKind.PREPARATION_FOR_ADULTHOOD)


def names_of(reports: Iterable[Report]) -> dict[int, str]:
    """What reports shown together are called, by id: their kind, and what tells one from another of its kind.

    That is who wrote it or was asked for it, then the day it came or was asked for, then its number.
    """
    names: dict[int, str] = {}
    of_kind: dict[str, list[Report]] = {}
    for report in reports:
        of_kind.setdefault(report.get_kind_display(), []).append(report)
    for kind, alike in of_kind.items():
        if len(alike) == 1:
            names[alike[0].pk] = kind
            continue
        who = [f"{kind}, {report.author or report.asked_of}" for report in alike]
        when = [f"{name}, {day_in_words(r.received_on or r.asked_on)}" for name, r in zip(who, alike, strict=True)]
        for place, report in enumerate(alike):
            is_told = who.count(who[place]) == 1, when.count(when[place]) == 1
            number = f"{when[place]} ({when[:place].count(when[place]) + 1})"
            names[report.pk] = who[place] if is_told[0] else when[place] if is_told[1] else number
    return names


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
    """Received, not needed, awaited or late; in a case that has ended nothing is awaited any more."""
    if report.status == ReportStatus.RECEIVED and report.received_on:
        came = f"{day_in_words(report.received_on)}, by {report.author}"
        after = "; after scoring opened" if is_late(report) else ""
        return ReportStanding("Received", "received", came + after)
    if report.status == ReportStatus.WAIVED or report.due_on is None:
        return ReportStanding("Not needed", "waived", "")
    if report.case.is_ended:
        return ReportStanding("Did not come", "waived", "The case has ended")
    late = (day - report.due_on).days
    if late > 0:
        return ReportStanding("Late", "late", f"by {counted(late, 'day')}")
    return ReportStanding("Awaited", "asked", "due today" if not late else f"{counted(-late, 'day')} left")


def is_late(report: Report) -> bool:
    """Whether it came after scoring had opened; reads none where `late` was selected with the report."""
    return hasattr(report, "late")


def report_table(case: Case, reports: list[Report], day: date) -> DataTable:
    """The reports of a case. `reports` come with their chases and `late`."""
    names = names_of(reports)
    return DataTable(
        "Reports of the case",
        [Column("Report"), Column("Who was asked"), Column("Due", nowrap=True), Column("State")],
        [_row(case, report, names[report.pk], day) for report in reports],
        caption_hidden=True,
        empty="No report has been asked for.",
    )


def _row(case: Case, report: Report, name: str, day: date) -> list[Any]:
    standing = standing_of(report, day)
    chases = len(report.chases.all())
    reminded = f"reminded {'once' if chases == 1 else 'twice' if chases == 2 else f'{chases} times'}" if chases else ""
    url = reverse("casework:report_detail", args=[case.reference, report.pk])
    asked = Cell(report.asked_of, sub=f"on {day_in_words(report.asked_on)}") if report.asked_on else Cell(NOT_ASKED)
    return [
        Cell(name, href=url),
        asked,
        Cell(_due(report), sub=reminded),
        Cell(standing.text, tag=standing.kind, sub=standing.sub),
    ]


def _due(report: Report) -> str:
    """When it is due; of what did not come in a case that has ended, nothing."""
    is_over = report.status == ReportStatus.ASKED and report.case.is_ended
    return "" if is_over else day_in_words(report.due_on)


NOT_ASKED = "Nobody: it came unasked"


def reports_in_words(reports: list[Report], day: date) -> str:
    """How the gathering stands: "4 of 6 in, 1 late"; one that is not needed is in as well, and is said."""
    if not reports:
        return "None asked for yet"
    awaited = [report for report in reports if report.status == ReportStatus.ASKED]
    waived = sum(report.status == ReportStatus.WAIVED for report in reports)
    late = sum(report.due_on is not None and report.due_on < day for report in awaited if not report.case.is_ended)
    words = [f"{len(reports) - len(awaited)} of {len(reports)} in"]
    words += [f"{waived} not needed"] if waived else []
    return ", ".join(words + ([f"{late} late"] if late else []))


def weighing_in_words(report: Report) -> str:
    """How the weighing of a late report stands: "Medical, received on 3 May 2026. The TAC weighs it."."""
    came = f"{report.get_kind_display()}, received on {day_in_words(report.received_on)}"
    return f"{came}. {report.late.get_weigher_display() or NOT_CHOSEN}."


NOT_CHOSEN = "It is not said yet what weighs it"


def report_facts(report: Report, day: date) -> list[dict[str, Any]]:
    """The facts of one report, as rows of a summary list."""
    standing = standing_of(report, day)
    rows = [{"key": "State", "value": standing.text, "sub": "" if report.received_on else standing.sub}]
    if report.asked_on:
        rows.append({"key": "Who was asked", "value": report.asked_of, "sub": f"on {day_in_words(report.asked_on)}"})
        if due := _due(report):
            rows.append({"key": "Due", "value": due})
    else:
        rows.append({"key": "Who was asked", "value": NOT_ASKED})
    if report.status == ReportStatus.RECEIVED and report.received_on:
        rows += _facts_of_what_came(report)
    if report.waived_by:
        rows.append({"key": "Why it is not needed", "value": report.waiver_reason, "sub": report.waived_by.full_name})
    return rows


def _facts_of_what_came(report: Report) -> list[dict[str, Any]]:
    rows = [{"key": "Written by", "value": report.author}]
    if report.written_on:
        rows.append({"key": "Written", "value": day_in_words(report.written_on)})
    by = f"recorded by {report.recorded_by.full_name}" if report.recorded_by else ""
    rows.append({"key": "Received", "value": day_in_words(report.received_on), "sub": by})
    if report.reuse_agreed_by_provider:
        agreed = (
            ("its author", report.reuse_agreed_by_provider),
            ("the council", report.reuse_agreed_by_council),
            ("the family", report.reuse_agreed_by_family),
        )
        named = listed(f"{name} for {whom}" for whom, name in agreed)
        rows.append({"key": "Used again by agreement", "value": named, "sub": report.reuse_agreement})
    elif report.reuse_agreement:
        rows.append({"key": "Used again by agreement", "value": report.reuse_agreement})
    if is_late(report):
        weigher = report.late.get_weigher_display() or NOT_CHOSEN
        weighed = f"weighed on {day_in_words(report.late.weighed_at)}" if report.late.weighed_at else "not weighed yet"
        rows.append({"key": "Came after scoring opened", "value": weigher, "sub": weighed})
        if report.late.finding:
            rows.append({"key": "What the TAC made of it", "value": report.late.finding})
    if report.replaces_id:
        rows.append({"key": "In place of", "value": "A report that was withdrawn; the history says why"})
    return rows


def text_of(report: Report, passages: Iterable[Passage]) -> list[Piece]:
    """What a report says, with the passages marked in it."""
    return pieces_of(report.text, [passage.quote for passage in passages if passage.report_id == report.pk])


MOST_SHOWN = 100_000
"""Characters of a file that stand beside the RAS form, as many as a typed report has at most; its own page has all."""


@dataclass(frozen=True)
class FileText:
    """What a file says, as a page shows it: its pages with their numbers (0 of a file without pages), or a picture.

    `note` says what is to be known of its text, `left_out` what of an e-mail was not kept.
    """

    file: StoredFile
    pages: list[tuple[int, list[Piece]]]
    picture: str
    note: str
    left_out: list[str]


def file_texts(
    report: Report, files: Iterable[StoredFile], passages: Iterable[Passage], *, most: int = 0
) -> list[FileText]:
    """What each file says, with the passages marked in it. Of more than `most` characters nothing is shown."""
    quotes = [passage.quote for passage in passages if passage.report_id == report.pk]
    return [_file_text(report, file, quotes, most) for file in files]


def _file_text(report: Report, file: StoredFile, quotes: list[str], most: int) -> FileText:
    reading, words = reading_of(file), words_read(file)
    note = reading_in_words(file)
    pages: list[tuple[int, list[Piece]]] = []
    if most and len(words) > most:
        note = f"“{file.original_name}” is long: read it on the page of the report."
    elif words and reading:
        numbered = enumerate(pages_of(pieces_of(words, quotes)), start=1)
        pages = [(number if reading.has_pages else 0, pieces) for number, pieces in numbered]
    return FileText(file, pages, picture_href(report, file), note, file.left_out.splitlines())
