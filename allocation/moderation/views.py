"""The queue of forms that wait for moderation."""

from datetime import date

from django.core.paginator import Page
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from allocation.allocating.permissions import check_user_can_read_moderation_queue
from allocation.models import RangeCheck
from allocation.moderation.actions import moderation_queue as cases_in_queue
from allocation.moderation.actions import range_checks, why_here
from allocation.similar.rules import Quartiles, too_few
from base.clock import today
from base.pages import page_of
from base.words import counted, day_in_words
from casework.cases.frame import names_children, note_named
from casework.models import Case
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds_short

COLUMNS = (
    Column("Child"),
    Column("Case", nowrap=True),
    Column("Waiting since", nowrap=True),
    Column("Points", numeric=True),
    Column("Converter", numeric=True),
    Column("Similar cases’ middle half"),
    Column("Gap", numeric=True),
    Column("Why here"),
)


def queue_table(page: Page[Case], on: date) -> DataTable:
    """A page of the queue. Takes two queries, however many rows."""
    cases = list(page.object_list)
    checks = range_checks(cases)
    reasons = why_here(cases)
    rows = [_row(case, checks.get(case.pk), reasons[case.pk], on) for case in cases]
    count = page.paginator.count
    caption = f"{count} case{'' if count == 1 else 's'} at moderation"
    return DataTable(caption, COLUMNS, rows, small=True)


def _row(case: Case, check: RangeCheck | None, reason: str, on: date) -> list[object]:
    since = localdate(case.stage_entered_at)
    return [
        Cell(case.child.full_name, href=reverse("casework:case_detail", args=[case.reference])),
        case.reference,
        Cell(day_in_words(since), sub=_days((on - since).days)),
        *_figures(check),
        reason,
    ]


def _figures(check: RangeCheck | None) -> list[object]:
    """Points, converter, middle half and gap, as they were when the form was verified."""
    if check is None:
        return ["", "", "Not compared", ""]
    proposed = "None" if check.proposed_amount is None else pounds_short(check.proposed_amount)
    if check.lower_quartile is None or check.median is None or check.upper_quartile is None:
        return [check.points, proposed, too_few(check.similar_count), ""]
    middle = Quartiles(check.lower_quartile, check.median, check.upper_quartile)
    return [check.points, proposed, middle.words, pounds_short(check.gap)]


def _days(count: int) -> str:
    return "today" if count < 1 else counted(count, "day")


@require_safe
@names_children("Moderation")
def moderation_queue(request):
    check_user_can_read_moderation_queue(request.user)
    page = page_of(request, cases_in_queue(request.user))
    note_named(request, [case.pk for case in page], found=page.paginator.count)
    context = {"page": page, "table": queue_table(page, today())}
    return render(request, "allocation/moderation_queue.html", context)
