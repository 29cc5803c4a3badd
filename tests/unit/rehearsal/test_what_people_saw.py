"""The plain parts of bin/rehearse: what is counted as what, the table, and what it says when something is lacking."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rehearsal import client, needs, table

ROOT = Path(__file__).resolve().parents[3]
PROGRAMS = ROOT / "bin" / "_lib"


def an_answer(at: float = 0.0, status: int = 200, heading: str = "Your work", **more: object) -> table.Answer:
    known = {"kind": "page", "seconds": 0.1} | more
    return table.Answer(at=at, status=status, heading=heading, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "heading", "is_failure"),
    [
        (200, "Your work", False),
        (302, "", False),
        (404, "Page not found", True),
        (502, "The service is not there at the moment", True),
        (0, "no answer (ConnectionResetError)", True),
        (200, "Sign in", True),
        (503, "The service is being updated", False),
        (503, "The service is not ready", True),
    ],
)
def test_a_failure_is_what_a_person_would_call_one(status: int, heading: str, is_failure: bool) -> None:
    assert an_answer(status=status, heading=heading).is_failure is is_failure


def test_only_the_stretch_and_the_kinds_asked_for_are_counted() -> None:
    answers = [an_answer(at=at, kind=kind) for at, kind in ((0.9, "list"), (1.0, "list"), (1.5, "save"), (2.0, "list"))]
    assert table.tally(answers, 1.0, 2.0).requests == 2
    assert table.tally(answers, 1.0, 2.0, kinds=["save"]).requests == 1


def test_what_people_saw_is_told_by_the_headings_of_what_failed() -> None:
    gone = {"status": 502, "heading": "The service is not there at the moment"}
    updated = {"status": 503, "heading": "The service is being updated"}
    answers = [an_answer(), an_answer(**gone), an_answer(**gone), an_answer(**updated, seconds=2.04)]
    counted = table.tally(answers, 0, 1)
    assert (counted.requests, counted.failures, counted.being_updated) == (4, 2, 1)
    assert counted.in_words() == (
        "2 × The service is not there at the moment; 1 × The service is being updated; slowest 2.0 s"
    )


def test_where_nothing_failed_people_saw_their_pages() -> None:
    assert table.tally([an_answer(seconds=0.25)], 0, 1).in_words() == "their pages; slowest 0.2 s"
    assert table.tally([], 0, 1).in_words() == "nothing was asked"


def test_the_table_has_figures_to_the_right_and_nothing_where_nothing_was_counted() -> None:
    rows = [table.Row("Install", "ready", 31.25), table.Row("One machine killed", "their pages", 5.0, 1417, 0)]
    assert table.table(rows).splitlines() == [
        "Scene               Requests  Failures  What people saw  Seconds",
        "------------------  --------  --------  ---------------  -------",
        "Install                                 ready               31.2",
        "One machine killed     1,417         0  their pages          5.0",
    ]


def test_an_authenticator_shows_the_codes_of_its_standard() -> None:
    """RFC 6238, appendix B: the key "12345678901234567890"; here with six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [client.code_of(secret, at) for at in (59, 1111111109, 2000000000)] == ["287082", "081804", "279037"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<h1>Your  work</h1><p>12 cases</p>", "Your work"),
        ("<h1>Sorry, this could not be done</h1>\n<p>It is being updated. Wait.</p><p>More</p>", "It is being updated"),
        ("<script>h1</script><p>No heading</p>", ""),
    ],
)
def test_what_a_person_saw_is_the_heading_or_what_stands_below_one_that_says_sorry(text: str, seen: str) -> None:
    page = client.Page(503, "/")
    client.read_into(page, text)
    assert page.seen == seen


def test_a_form_is_sent_with_what_stands_in_it() -> None:
    page = client.Page(200, "/")
    client.read_into(
        page,
        '<form action="/a/"><input type="hidden" name="token" value="1"><input type="radio" name="yes" value="y">'
        '<input type="radio" name="yes" value="n" checked><select name="kind"><option value="a">'
        '<option value="b" selected></select><textarea name="why"></textarea><input type="file" name="uploads">'
        '<input type="submit" name="go" value="Go"></form>',
    )
    form = page.form(having="uploads")
    assert (form.action, form.fields) == ("/a/", [("token", "1"), ("yes", "n"), ("kind", "b"), ("why", "")])


def test_what_is_lacking_is_named_with_what_to_install() -> None:
    lacking = needs.lacking(lambda program: None if program == "clamd" else f"/usr/sbin/{program}")
    assert needs.what_is_lacking(lacking) == (
        "A rehearsal needs clamd (the virus scanner). Install it first (Debian: apt-get install clamav-daemon)."
    )
    assert needs.lacking(lambda program: program) == []


def test_one_scene_may_be_asked_for() -> None:
    assert needs.asked_for([]) == needs.Asked(needs.SCENES, keep=False)
    assert needs.asked_for(["--keep", "--only", "load"]) == needs.Asked(("load",), keep=True)


def test_it_starts_and_says_which_arguments_it_knows() -> None:
    env = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"}
    command = [sys.executable, PROGRAMS / "rehearse.py", "--only", "nothing"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "bin/rehearse knows --keep, and --only with one of: install, journey, load, backup, upgrade, logs."
    )
