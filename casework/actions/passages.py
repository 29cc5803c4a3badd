"""Passages: places marked in the reports, on which the levels of the RAS form rest."""

from django.db import transaction
from django.db.models import RestrictedError

import audit.actions
from accounts.models import User
from audit.moments import now
from casework.actions.stages import lock_case
from casework.exceptions.passages import (
    NothingMarked,
    NotInReport,
    PassageInUse,
    PassageTooLong,
    PlaceMissing,
    PlaceTooLong,
)
from casework.models import Passage, Report
from casework.permissions.passages import check_user_can_mark_passages, check_user_can_mark_passages_in
from casework.queries.passages import same_passage
from casework.quotes import find_quote, paragraph_at, tidy
from casework.rules import LONGEST_PASSAGE, LONGEST_PLACE


def mark_passage(report: Report, *, quote: str, place: str = "", by: User) -> Passage:
    """Mark words of a received report. Marking the same words again gives the passage that is there.

    In a report with text the words must stand in it, and are kept as the report writes them, with the paragraph as
    their place unless one is given; in a report that is a file alone they are taken as typed, with their place.
    Raises NotAllowed, WrongStage, ReportNotRead, NothingMarked, PassageTooLong, PlaceTooLong, NotInReport or
    PlaceMissing.
    """
    with transaction.atomic():
        case = lock_case(report.case)
        report = Report.objects.get(pk=report.pk)
        report.case = case
        check_user_can_mark_passages_in(by, report)
        quote, place = _checked(report, tidy(quote), tidy(place))
        there = same_passage(report, quote, by=by)
        if there is not None:
            return there
        passage = Passage.objects.create(report=report, quote=quote, place=place, marked_at=now(), marked_by=by)
        _record("casework.passage_marked", passage, by=by)
        return passage


def remove_passage(passage: Passage, *, by: User) -> None:
    """Take a mark away again. Raises NotAllowed, WrongStage, or PassageInUse while a level rests on it."""
    with transaction.atomic():
        passage.report.case = lock_case(passage.report.case)
        check_user_can_mark_passages(by, passage.report.case)
        _record("casework.passage_removed", passage, by=by)
        try:
            passage.delete()
        except RestrictedError as used:
            raise PassageInUse from used


def _checked(report: Report, quote: str, place: str) -> tuple[str, str]:
    """The words and the place as they are kept."""
    if not quote:
        raise NothingMarked
    if len(quote) > LONGEST_PASSAGE:
        raise PassageTooLong(LONGEST_PASSAGE, len(quote))
    if len(place) > LONGEST_PLACE:
        raise PlaceTooLong(LONGEST_PLACE)
    if not report.text:
        if not place:
            raise PlaceMissing
        return quote, place
    span = find_quote(quote, report.text)
    if span is None:
        raise NotInReport(report.get_kind_display())
    words = tidy(report.text[span[0] : span[1]])
    return words, place or paragraph_at(span[0], report.text)


def _record(verb: str, passage: Passage, *, by: User) -> None:
    report = passage.report
    audit.actions.record(
        verb, by=by, case=report.case, subject=passage, report=report.get_kind_display(), place=passage.place
    )
