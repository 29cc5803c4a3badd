"""How rows of the trail read."""

import pytest

from audit import sentences
from audit.models import AuditEvent


@pytest.fixture(autouse=True)
def _own_register(monkeypatch):
    monkeypatch.setattr(sentences, "_sentences", {})
    monkeypatch.setattr(sentences, "_open_to_administrators", set())


def event(verb="scoring.form_verified", **fields):
    return AuditEvent(verb=verb, **{"actor_name": "Dan Pryce", "facts": {}} | fields)


def test_a_template_is_filled_with_actor_and_facts():
    sentences.register("scoring.form_verified", "{actor} verified the RAS form: {points} points")
    assert sentences.sentence_of(event(facts={"points": 120})) == "Dan Pryce verified the RAS form: 120 points"


def test_a_function_makes_the_sentence_of_the_row():
    sentences.register("scoring.form_verified", lambda row: f"{row.actor_name} did it")
    assert sentences.sentence_of(event()) == "Dan Pryce did it"


def test_without_a_person_the_system_acted():
    sentences.register("scoring.form_verified", "{actor} verified the RAS form")
    assert sentences.sentence_of(event(actor_name="")) == "The system verified the RAS form"


def test_an_old_row_may_lack_a_fact():
    sentences.register("scoring.form_verified", "{actor} verified {points} points")
    assert sentences.sentence_of(event()) == "Dan Pryce verified … points"


def test_a_verb_without_sentence_still_reads():
    assert sentences.sentence_of(event("x.form_seen")) == "Dan Pryce: Form seen"


def test_braces_in_a_fact_are_not_filled_in():
    sentences.register("scoring.form_verified", "{actor} wrote {why}")
    assert sentences.sentence_of(event(facts={"why": "{actor}"})) == "Dan Pryce wrote {actor}"


def test_a_verb_is_registered_once():
    sentences.register("scoring.form_verified", "{actor} verified it")
    with pytest.raises(ValueError, match="has a sentence already"):
        sentences.register("scoring.form_verified", "{actor} looked")


def test_an_administrator_reads_only_what_kind_of_act_it_was():
    sentences.register("scoring.form_verified", "{actor} verified it because {why}")
    row = event(facts={"why": "of a secret"})
    assert sentences.administrators_sentence_of(row) == "Form verified"


def test_an_administrator_reads_in_full_what_holds_nothing_of_a_case():
    sentences.register("x.person_added", "{actor} added {who}", open_to_administrators=True)
    row = event("x.person_added", facts={"who": "Sam Reid"})
    assert sentences.administrators_sentence_of(row) == "Dan Pryce added Sam Reid"
