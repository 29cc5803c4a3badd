"""The plain sentence of each verb. Every app registers those of its own verbs."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from string import Formatter
from typing import Any

from audit.models import DOWNLOADED, LISTED, REFUSED, SEARCHED, VERIFIED, VIEWED, AuditEvent
from base.words import counted

SYSTEM = "The system"

Sentence = str | Callable[[AuditEvent], str]
_sentences: dict[str, Sentence] = {}
_open_to_administrators: set[str] = set()
_saved_as_typed: set[str] = set()


class _Facts(Formatter):
    """str.format over facts, where an old row may lack what a newer sentence asks for."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, "…")


def register(
    verb: str, sentence: Sentence, *, open_to_administrators: bool = False, saved_as_typed: bool = False
) -> None:
    """Say how a verb reads: a template over the facts and `{actor}`, or a function of the row.

    `open_to_administrators`: the sentence holds nothing of a case, so that the service
    administrator, who reads no case content, may read it in full. `saved_as_typed`: a page records the act again and
    again while somebody types, so that the acts of one sitting read as one.
    """
    if verb in _sentences and _sentences[verb] != sentence:
        raise ValueError(f"The verb {verb} has a sentence already.")
    _sentences[verb] = sentence
    if open_to_administrators:
        _open_to_administrators.add(verb)
    if saved_as_typed:
        _saved_as_typed.add(verb)


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


SITTING = timedelta(minutes=30)
"""A longer pause between two savings begins another sitting."""


def by_sitting(events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """Rows of the trail, newest first, with what was saved as it was typed in one sitting as one row.

    That row is the newest of them, and its facts are those of all: the outcomes saved, once each, in order.
    """
    rows: list[AuditEvent] = []
    begun: AuditEvent | None = None
    for event in events:
        if begun is not None and _goes_on(event, begun):
            rows[-1].facts = _together(event.facts, rows[-1].facts)
        else:
            rows.append(event)
        begun = event
    return rows


def _goes_on(event: AuditEvent, later: AuditEvent) -> bool:
    return (
        event.verb in _saved_as_typed
        and (event.verb, event.actor_id, event.subject_id) == (later.verb, later.actor_id, later.subject_id)
        and later.at - event.at <= SITTING
    )


def _together(facts: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """The facts of two savings: lists as one, in order and each part once; of anything else what holds of either."""
    merged = dict(facts)
    for name, value in later.items():
        earlier = facts.get(name)
        merged[name] = sorted({*earlier, *value}) if isinstance(value, list) and earlier else value or earlier
    return merged


def administrators_sentence_of(event: AuditEvent) -> str:
    """What a service administrator may read of a row: of cases only what kind of act it was."""
    if event.verb in _open_to_administrators:
        return sentence_of(event)
    return label_of(event.verb)


def label_of(verb: str) -> str:
    """The verb alone, without a word of the case: "casework.case_opened" reads "Case opened"."""
    return verb.partition(".")[2].replace("_", " ").capitalize()


def page_in_words(view: str) -> str:
    """The name of an address as a person reads it: "casework:report_list" is "report list"."""
    return view.rpartition(":")[2].replace("_", " ")


def _listed(event: AuditEvent) -> str:
    count = counted(event.facts.get("count", 0), "case")
    return f"{event.actor_name or SYSTEM} read “{event.facts.get('page', '…')}”, which names {count}"


def _searched(event: AuditEvent) -> str:
    count = counted(event.facts.get("count", 0), "case")
    return f"{event.actor_name or SYSTEM} searched “{event.facts.get('page', '…')}” and found {count}"


def _refused(event: AuditEvent) -> str:
    more = event.facts.get("more", 0)
    again = f", and {counted(more, 'time')} more in the time before" if more else ""
    return f"{event.actor_name or SYSTEM} was refused “{page_in_words(event.facts.get('view', ''))}”{again}"


def _verified(event: AuditEvent) -> str:
    rows = counted(event.facts.get("rows", 0), "row")
    return f"{event.actor_name or SYSTEM} read the trail from its first row on, and it was whole: {rows}"


register(VERIFIED, _verified, open_to_administrators=True)
register(VIEWED, "{actor} looked at “{page}”")
register(DOWNLOADED, "{actor} saved “{page}”")
register(LISTED, _listed, open_to_administrators=True)
register(SEARCHED, _searched, open_to_administrators=True)
register(REFUSED, _refused, open_to_administrators=True)
