"""Frameworks as files: what is written is read again, and every fault is named where it stands."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.frameworks.files import MOST_BYTES, FileNotAccepted, read, written
from tests.factories.frameworks import a_questionnaire, questionnaires

DOCS = Path(__file__).parents[3] / "docs"
IN_CONTROL = DOCS / "in_control_questionnaire.json"


def data():
    return json.loads(written(a_questionnaire()))


def faults_of(content):
    if not isinstance(content, bytes):
        content = (content if isinstance(content, str) else json.dumps(content)).encode()
    with pytest.raises(FileNotAccepted) as caught:
        read(content)
    return list(caught.value.faults)


@given(questionnaires())
def test_what_is_written_is_read_again_as_it_was(questionnaire):
    assert read(written(questionnaire).encode()) == questionnaire


@given(questionnaires())
def test_a_file_in_ascii_or_with_a_byte_order_mark_reads_the_same(questionnaire):
    assert read(json.dumps(json.loads(written(questionnaire))).encode("utf-8-sig")) == questionnaire


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(str))
def test_whatever_else_is_sent_is_refused_in_sentences(content):
    assert all(fault.endswith(".") for fault in faults_of(content))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(JUNK, st.sampled_from(["title", "age_version", "illustrative", "outcomes", "format"]))
def test_a_value_of_the_wrong_kind_is_refused_or_read_and_never_breaks(junk, key):
    content = json.dumps(data() | {key: junk}).encode()
    with suppress(FileNotAccepted):
        read(content)


def test_the_questionnaire_of_in_control_is_accepted_as_it_stands():
    questionnaire = read(IN_CONTROL.read_bytes())
    assert [level.points for level in questionnaire.outcomes[0].levels] == [0, 7, 11, 15]
    assert [level.name for level in questionnaire.outcomes[0].levels] == [
        "No support",
        "Some support",
        "Lots of support",
        "Exceptional support",
    ]


def test_the_example_that_explains_the_file_is_accepted():
    _, example = (DOCS / "frameworks.md").read_text().split("```json\n")
    assert read(example.split("```")[0].encode()).title == "RAS form, 6 to 16"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda file: file.pop("title"), "The file: “title” is missing."),
        (lambda file: file.update(format="other"), "The file: “format” must be “ras-framework-1”."),
        (
            lambda file: file.update(age_version="6-16"),
            "The file: “age_version” must be 0_5, 6_16 or 16_25, in quotation marks.",
        ),
        (
            lambda file: file.update(illustrative="yes"),
            "The file: “illustrative” must be true or false, without quotation marks.",
        ),
        (lambda file: file.update(outcomes={}), "The file: “outcomes” must be a list in square brackets."),
        (
            lambda file: file.update(outcomes=file["outcomes"] * 30),
            "The file: “outcomes” must hold 40 or fewer. It holds 60.",
        ),
        (
            lambda file: file["outcomes"].append("Plays"),
            "Outcome 3: write it in curly brackets, with wording, gate_question, guidance and levels.",
        ),
        (
            lambda file: file["outcomes"][1].update(weight=2),
            "Outcome 2: “weight” is not known. Known are wording, gate_question, guidance and levels.",
        ),
        (
            lambda file: file["outcomes"][1].update(wording=7),
            "Outcome 2: “wording” must be text in quotation marks.",
        ),
        (
            lambda file: file["outcomes"][1].update(wording="A\ud800"),
            "Outcome 2: “wording” holds a character that is no text.",
        ),
        (
            lambda file: file["outcomes"][1].update(wording="A\x00"),
            "Outcome 2: “wording” holds a character that is no text.",
        ),
        (
            lambda file: file["outcomes"][1].update(levels=file["outcomes"][1]["levels"] * 3),
            "Outcome 2: “levels” must hold 10 or fewer. It holds 12.",
        ),
        (
            lambda file: file["outcomes"][0]["levels"][2].update(points="9"),
            "Outcome 1, level 3: “points” must be a whole number, without quotation marks.",
        ),
        (
            lambda file: file["outcomes"][0]["levels"][2].update(points=9.0),
            "Outcome 1, level 3: “points” must be a whole number, without quotation marks.",
        ),
        (
            lambda file: file["outcomes"][0]["levels"][2].update(points=True),
            "Outcome 1, level 3: “points” must be a whole number, without quotation marks.",
        ),
        (
            lambda file: file["outcomes"][0]["levels"][2].update(points=10**30),
            "Outcome 1, level 3: the points must be a whole number from 0 to 1,000.",
        ),
        (
            lambda file: file["outcomes"][0]["levels"][2].update(kind="huge"),
            "Outcome 1, level 3: “kind” must be none, low, medium or high, in quotation marks.",
        ),
        (
            lambda file: file["outcomes"][0]["levels"][2].update(points=1),
            "Outcome 1, level 3: the points fall from 5 to 1. From level to level they stay or rise.",
        ),
        (lambda file: file.update(outcomes=[]), "Add at least one outcome."),
    ],
)
def test_each_fault_is_a_sentence_with_its_place(change, expected):
    file = data()
    change(file)
    assert expected in faults_of(file)


def test_every_fault_is_found_at_once():
    file = data()
    file["outcomes"][0]["wording"] = None
    del file["outcomes"][1]["levels"][3]["points"]
    assert faults_of(file) == [
        "Outcome 1: “wording” must be text in quotation marks.",
        "Outcome 2, level 4: “points” is missing.",
    ]


def test_a_name_given_twice_is_refused_where_it_is():
    twice = written(a_questionnaire()).replace('"points": 9', '"points": 9, "points": 10', 1)
    assert faults_of(twice) == ["Outcome 1, level 3: “points” is given twice."]


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(name):
    file = written(a_questionnaire()).replace('"points": 9', f'"points": {name}', 1)
    assert faults_of(file) == [f"The file holds {name}, which is no number. Points are whole numbers."]


def test_a_file_that_is_no_json_says_from_where():
    assert faults_of("{\n  “title”: 1}") == ["The file is not JSON: it cannot be read from line 2, character 3 on."]
    assert faults_of(b"\xff\xfe\x00") == ["The file is not text in UTF-8. Save it as UTF-8 and choose it again."]


def test_size_depth_and_long_numbers_are_bounded():
    assert faults_of(b" " * (MOST_BYTES + 1))[0].startswith("The file is larger than 1 MB.")
    assert faults_of("[" * 100_000) == ["The file is nested far deeper than a framework. Choose the right file."]
    assert faults_of("9" * 5000) == ["The file holds a number far too long to be points. Correct it."]
