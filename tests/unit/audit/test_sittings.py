"""What is saved while somebody types reads as one act of a sitting."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.models import AuditEvent
from audit.sentences import by_sitting, sentence_of

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def saved(minutes: float, *outcomes: int, verb: str = "scoring.draft_saved", actor: int = 1, form: str = "7", **facts):
    return AuditEvent(
        at=NOON + timedelta(minutes=minutes),
        verb=verb,
        actor_id=actor,
        actor_name="Amina Yusuf",
        subject_id=form,
        facts={"outcomes": list(outcomes), **facts},
    )


def test_one_sitting_is_one_row_with_all_that_was_saved():
    (row,) = by_sitting([saved(20, 3), saved(12, 2, main_need=True), saved(11, 1, 2), saved(0, 1)])
    assert row.at == NOON + timedelta(minutes=20)
    assert sentence_of(row) == "Amina Yusuf saved outcomes 1, 2 and 3 and the main need of the RAS form"


@pytest.mark.parametrize(("pause", "rows"), [(29.99, 1), (30, 1), (30.01, 2)])
def test_a_longer_pause_begins_another(pause, rows):
    assert len(by_sitting([saved(pause, 2), saved(0, 1)])) == rows


@pytest.mark.parametrize("other", [{"actor": 2}, {"form": "8"}, {"verb": "scoring.second_draft_saved"}])
def test_another_person_form_or_act_is_another_row(other):
    assert len(by_sitting([saved(1, 2, **other), saved(0, 1)])) == 2


def test_what_is_not_saved_as_it_is_typed_stays_as_it_is():
    acts = [saved(minute, 1, verb="scoring.form_submitted") for minute in (2, 1, 0)]
    assert by_sitting(acts) == acts
