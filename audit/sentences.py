"""The plain sentence of each verb. Every app registers those of its own verbs."""

from collections.abc import Callable
from string import Formatter
from typing import Any

from audit.enums import VIEWED
from audit.models import AuditEvent

SYSTEM = "The system"

Sentence = str | Callable[[AuditEvent], str]
_sentences: dict[str, Sentence] = {}


class _Facts(Formatter):
    """str.format over facts, where an old row may lack what a newer sentence asks for."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, "…")


def register(verb: str, sentence: Sentence) -> None:
    """Say how a verb reads: a template over the facts and `{actor}`, or a function of the row."""
    if verb in _sentences and _sentences[verb] != sentence:
        raise ValueError(f"The verb {verb} has a sentence already.")
    _sentences[verb] = sentence


def registered() -> frozenset[str]:
    """The verbs that have a sentence."""
    return frozenset(_sentences)


def sentence_of(event: AuditEvent) -> str:
    """What happened, in words: "Ruth Osei moderated the RAS form"."""
    sentence = _sentences.get(event.verb)
    actor = event.actor_name or SYSTEM
    if sentence is None:
        return f"{actor}: {label_of(event.verb)}"
    if callable(sentence):
        return sentence(event)
    facts = {"case_reference": event.case_reference} | event.facts | {"actor": actor}
    return _Facts().format(sentence, **facts)


def label_of(verb: str) -> str:
    """The verb alone, without a word of the case: "casework.case_opened" reads "Case opened"."""
    return verb.partition(".")[2].replace("_", " ").capitalize()


register(VIEWED, "{actor} looked at “{page}”")
