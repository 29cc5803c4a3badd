"""How the trail is shown."""

from collections.abc import Iterable

from audit.models import AuditEvent
from audit.sentences import SYSTEM, administrators_sentence_of
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import moment


def administrators_table(events: Iterable[AuditEvent]) -> DataTable:
    """The trail for a service administrator: nothing of what cases hold."""
    return DataTable(
        "Acts and views, newest first",
        [Column("When"), Column("Who"), Column("What"), Column("Case"), Column("Row", numeric=True)],
        [
            [
                Cell(moment(event.at)),
                event.actor_name or SYSTEM,
                administrators_sentence_of(event),
                event.case_reference,
                str(event.sequence),
            ]
            for event in events
        ],
        caption_hidden=True,
    )
