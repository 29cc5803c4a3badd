from collections.abc import Iterable

from django.shortcuts import render

from audit.forms import TrailFilterForm
from audit.models import AuditEvent
from audit.permissions import check_user_can_read_trail
from audit.queries import trail
from audit.sentences import SYSTEM, administrators_sentence_of
from base.pages import page_of
from base.words import moment_in_words
from crispy_govuk.tables import Cell, Column, DataTable


def administrators_table(events: Iterable[AuditEvent]) -> DataTable:
    """The trail for a service administrator: nothing of what cases hold."""
    return DataTable(
        "Acts and views, newest first",
        [Column("When"), Column("Who"), Column("What"), Column("Case"), Column("Row", numeric=True)],
        [
            [
                Cell(moment_in_words(event.at)),
                event.actor_name or SYSTEM,
                administrators_sentence_of(event),
                event.case_reference,
                str(event.sequence),
            ]
            for event in events
        ],
        caption_hidden=True,
    )


def event_list(request):
    """Every act and view that fits the filter, newest first."""
    check_user_can_read_trail(request.user)
    form = TrailFilterForm(request.GET or None)
    wishes = form.wishes() if form.is_valid() else {}
    page = page_of(request, trail(**wishes))
    context = {
        "form": form,
        "page": page,
        "table": administrators_table(page.object_list),
        "is_filtered": bool(wishes),
    }
    return render(request, "audit/event_list.html", context)
