"""Tampering with the trail by somebody who has the database but not the audit key."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from audit.actions import chain_readings, record, record_download
from audit.models import AuditEvent, ChainHead
from audit.sentences import sentence_of
from tests.triggers import lifted

pytestmark = [pytest.mark.usefixtures("no_starter_data"), pytest.mark.both_databases]

ROWS = 6


@pytest.fixture
def trail(transactional_db):
    """A trail of six rows, and the heads it had."""
    heads = []
    for number in range(1, ROWS + 1):
        with transaction.atomic():
            record("x.y", by=None, number=number)
        heads.append(ChainHead.objects.values().get())
    return heads


def tamper(*statements):
    with lifted(connection), connection.cursor() as cursor:
        for statement, *params in statements:
            cursor.execute(statement, params)


def verify(*arguments):
    """What the command says; CommandError is how it ends with exit code 1."""
    output = StringIO()
    call_command("verify_audit", *arguments, stdout=output)
    return output.getvalue()


def set_head(head):
    return (
        "UPDATE audit_chainhead SET sequence = %s, hash = %s, seal = %s",
        head["sequence"],
        head["hash"],
        head["seal"],
    )


def test_a_whole_trail_is_said_to_be_whole_and_its_head_is_told(trail):
    assert "The audit trail is whole: 6 rows." in verify()
    assert f"{ROWS}:{trail[-1]['hash']}" in verify()


def test_what_is_not_chained_yet_is_told_with_what_that_means(trail, note):
    record_download("The framework", view="x", by=User(pk=1, full_name="Amina Yusuf"))
    told = "1 more row, of what was read lately, is as recorded and not chained yet, which a worker does in seconds."
    assert f"{told} Until then it is not found when one is removed.\n" in verify()
    assert told in verify("--note", str(note), "--first")
    assert verify("--note", str(note)).startswith("The audit trail is whole: 7 rows.")
    chain_readings()
    assert "not chained" not in verify()
    assert "whole: 9 rows" in verify()


def test_an_empty_trail_is_whole(transactional_db):
    assert "The audit trail is whole: 0 rows." in verify()


@pytest.mark.parametrize(
    ("assignment", "row"),
    [
        ("verb = 'x.z'", 3),
        ("actor_name = 'Somebody else'", 1),
        ("actor_id = 9", 2),
        ("case_id = 9", 2),
        ("case_reference = 'EX-2026-0001'", 2),
        ("child_id = 9", 2),
        ("subject_type = 'x.y'", 2),
        ("subject_id = '9'", 2),
        ("at = '2020-01-01 00:00:00'", 6),
        ("facts = '{\"number\": 99}'", 4),
        ("hash = 'f'", 5),
    ],
)
def test_a_changed_row_is_found(trail, assignment, row):
    tamper((f"UPDATE audit_auditevent SET {assignment} WHERE sequence = {row}",))
    with pytest.raises(CommandError, match=f"Row {row} is not as it was recorded"):
        verify()


@pytest.mark.parametrize(
    ("removed", "sentence"),
    [
        ("sequence = 1", "Row 1 is missing"),
        ("sequence = 3", "Row 3 is missing"),
        ("sequence IN (3, 4)", "Rows 3 to 4 are missing"),
        ("sequence = 6", "Row 6 is missing"),
        ("sequence > 4", "Rows 5 to 6 are missing"),
        ("1 = 1", "Rows 1 to 6 are missing"),
    ],
)
def test_removed_rows_are_found(trail, removed, sentence):
    tamper((f"DELETE FROM audit_auditevent WHERE {removed}",))
    with pytest.raises(CommandError, match=sentence):
        verify()


def test_a_removed_row_is_found_though_the_rest_were_numbered_anew(trail):
    tamper(
        ("DELETE FROM audit_auditevent WHERE sequence = 3",),
        ("UPDATE audit_auditevent SET sequence = 3 WHERE sequence = 4",),
    )
    with pytest.raises(CommandError, match="Row 3 is not as it was recorded"):
        verify()


def test_an_inserted_row_is_found(trail):
    columns = "at, verb, actor_name, case_reference, subject_type, subject_id, facts, previous_hash"
    tamper(
        (
            f"INSERT INTO audit_auditevent (sequence, hash, {columns}) "
            f"SELECT 7, hash, {columns} FROM audit_auditevent WHERE sequence = 6",
        ),
    )
    with pytest.raises(CommandError, match="head of the trail was wound back"):
        verify()


def test_rows_in_another_order_are_found(trail):
    tamper(
        ("UPDATE audit_auditevent SET sequence = 99 WHERE sequence = 2",),
        ("UPDATE audit_auditevent SET sequence = 2 WHERE sequence = 3",),
        ("UPDATE audit_auditevent SET sequence = 3 WHERE sequence = 99",),
    )
    with pytest.raises(CommandError, match="Row 2 is not as it was recorded"):
        verify()


def test_a_missing_head_is_found_and_not_made_anew(trail):
    tamper(("DELETE FROM audit_chainhead",))
    call_command("migrate", verbosity=0)
    with pytest.raises(CommandError, match="The head of the trail is missing"):
        verify()


def test_an_altered_head_is_found(trail):
    tamper(("UPDATE audit_chainhead SET sequence = 5",))
    with pytest.raises(CommandError, match="The head of the trail was altered"):
        verify()


def test_a_head_wound_back_without_its_rows_is_found(trail):
    tamper(set_head(trail[3]))
    with pytest.raises(CommandError, match="head of the trail was wound back: it stands at row 4"):
        verify()


def test_a_trail_wound_back_as_a_whole_is_found_against_a_noted_head(trail):
    noted = f"{ROWS}:{trail[-1]['hash']}"
    tamper(("DELETE FROM audit_auditevent WHERE sequence > 4",), set_head(trail[3]))
    assert "whole: 4 rows" in verify()
    with pytest.raises(CommandError, match="row 6 was noted, but it now ends at row 4"):
        verify("--expect", noted)


def test_other_rows_after_winding_back_are_found_against_a_noted_head(trail):
    noted = f"{ROWS}:{trail[-1]['hash']}"
    tamper(("DELETE FROM audit_auditevent WHERE sequence > 4",), set_head(trail[3]))
    for _ in range(3):
        with transaction.atomic():
            record("x.y", by=None, number=0)
    with pytest.raises(CommandError, match="Row 6 is not the row that was noted"):
        verify("--expect", noted)


def test_a_longer_trail_still_holds_a_noted_head(trail):
    noted = f"{trail[2]['sequence']}:{trail[2]['hash']}"
    assert "whole: 6 rows" in verify("--expect", noted)


def test_a_head_that_cannot_be_read_is_refused(trail):
    with pytest.raises(CommandError, match="Give the head as it was printed"):
        verify("--expect", "nonsense")


def test_under_another_key_nothing_holds(trail, settings):
    settings.AUDIT_KEY = "another"
    with pytest.raises(CommandError, match="audit key is not the one it was made with"):
        verify()


def test_the_cost_of_reading_does_not_grow_row_by_row(trail, django_assert_max_num_queries):
    with django_assert_max_num_queries(5 + ROWS // 2000 + 1):
        verify()
    assert AuditEvent.objects.count() == ROWS


@pytest.mark.parametrize("text", ["", " ", "6", "6:", "six:abc", f"6:{'g' * 64}"])
def test_what_is_no_head_is_an_error_and_no_comparison(trail, text):
    with pytest.raises(CommandError, match="Give the head as it was printed: a number, a colon and 64 letters"):
        verify("--expect", text)


@pytest.fixture
def note(tmp_path):
    return tmp_path / "notes" / "head"


def test_a_note_of_the_head_is_made_once_and_then_kept_up_to_date(trail, note):
    assert verify("--note", str(note), "--first") == (
        f"The audit trail is whole: 6 rows. Its head is noted in {note}.\n"
    )
    assert note.read_text() == f"6:{trail[-1]['hash']}\n"
    assert note.stat().st_mode & 0o777 == 0o600
    last = AuditEvent.objects.order_by("-sequence")[0]
    assert sentence_of(last) == "The system read the trail from its first row on, and it was whole: 6 rows"
    verify("--note", str(note))
    assert note.read_text() == f"7:{last.hash}\n"
    assert [path.name for path in note.parent.iterdir()] == ["head"]


def test_a_lost_note_is_noticed(trail, note):
    with pytest.raises(CommandError, match=r"There is no note at .*: if this is the first time, run it with --first"):
        verify("--note", str(note))
    assert not note.exists()


def test_a_note_that_is_there_is_not_passed_over(trail, note):
    verify("--note", str(note), "--first")
    with pytest.raises(CommandError, match=r"There is a note at .* already: leave --first out"):
        verify("--note", str(note), "--first")
    with pytest.raises(CommandError, match="--first goes with --note"):
        verify("--first")


def test_a_note_that_was_altered_is_told_and_kept(trail, note):
    verify("--note", str(note), "--first")
    note.write_text("")
    with pytest.raises(CommandError, match="is no head of a trail: it was altered, or is another file"):
        verify("--note", str(note))
    assert note.read_text() == ""
    with pytest.raises(CommandError, match="cannot be read by the user who ran this"):
        verify("--note", str(note.parent))


def test_a_note_of_another_trail_or_of_rows_that_are_gone_is_told_and_kept(trail, note):
    verify("--note", str(note), "--first")
    note.write_text(f"6:{'0' * 64}\n")
    with pytest.raises(CommandError, match=r"Row 6 is not the row that was noted\. Unless an older backup"):
        verify("--note", str(note))
    note.write_text(f"9:{'0' * 64}\n")
    with pytest.raises(CommandError, match=r"row 9 was noted, but it now ends at row 7.*of another installation"):
        verify("--note", str(note))
    assert note.read_text().startswith("9:")


def test_a_note_of_an_empty_trail_holds_later(transactional_db, note):
    verify("--note", str(note), "--first")
    with transaction.atomic():
        record("x.y", by=None)
    assert "2 rows." in verify("--note", str(note))
