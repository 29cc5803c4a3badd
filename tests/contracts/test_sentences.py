"""Every act that is recorded has its sentence, and every sentence its act."""

import ast
import re

import pytest

from audit.sentences import registered
from tests.contracts.walking import APPS, calls, files, place

VERB = re.compile(r"[a-z]+\.[a-z_]+")

# Verbs that the trail knows by the app they were recorded in at first.
KEPT = {"allocation.unit_cost_added", "allocation.unit_cost_changed"}


def recorded(label):
    """The verbs an app records, with the places; a verb must be a literal or one of two."""
    for path in files(label):
        for call in calls(path):
            name = ast.unparse(call.func)
            if name.split(".")[-1] == "record" and call.args and "audit" in path.read_text():
                yield from ((verb, place(path, call)) for verb in literals(call.args[0]))


def literals(argument):
    return [node.value for node in ast.walk(argument) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@pytest.mark.parametrize("label", APPS)
def test_every_act_has_its_sentence(label):
    missing = {verb: where for verb, where in recorded(label) if verb not in registered()}
    assert not missing


@pytest.mark.parametrize("label", APPS)
def test_a_verb_begins_with_its_app(label):
    wrong = {
        verb: where
        for verb, where in recorded(label)
        if verb not in KEPT and not (VERB.fullmatch(verb) and verb.startswith(f"{label}."))
    }
    assert not wrong


def test_every_sentence_belongs_to_an_app():
    assert {verb.partition(".")[0] for verb in registered()} <= set(APPS)
