"""Refusals about frameworks: each builds the sentence that the person reads."""

from collections.abc import Sequence
from typing import Any, Protocol

from accounts.exceptions import NotAllowed, Refused, Stale
from crispy_govuk.phrases import at_moment

__all__ = [
    "DraftNotYours",
    "FrameworkChanged",
    "FrameworkIsFixed",
    "FrameworkNotForCase",
    "FrameworkNotPublished",
    "FrameworkUnsound",
    "NoFramework",
    "NotAllowed",
    "NotKept",
    "OutcomeGone",
    "Refused",
    "Stale",
    "TooManyOutcomes",
]


class NoFramework(Refused):
    """Nothing to score with."""

    def __init__(self, age_version_label: str) -> None:
        super().__init__(
            f"The RAS form cannot be started: there is no published framework for ages {age_version_label}. "
            "Ask the Personalisation Officer to publish one."
        )


class FrameworkNotForCase(Refused):
    """A framework that is retired, a draft, or made for other ages."""

    def __init__(self, named: str, age_version_label: str) -> None:
        super().__init__(
            f"The RAS form of this child cannot be started with {named}: it is not a published framework for ages "
            f"{age_version_label}. Choose one of those shown."
        )


class FrameworkIsFixed(Refused):
    """Forms rest on it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” has been published and cannot be changed. Make a new version instead.")


class FrameworkNotPublished(Refused):
    """Only what is in use can be retired."""

    def __init__(self, named: str, status_label: str) -> None:
        super().__init__(f"{named} cannot be retired: it is “{status_label}”. Only a published framework is retired.")


class FrameworkUnsound(Refused):
    """What must be put right before it can be published or taken in."""

    def __init__(self, named: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{named} cannot be published yet. {' '.join(problems)}")


class NotKept(Refused):
    """What was entered cannot be kept even in a draft."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problems))


class TooManyOutcomes(Refused):
    """A form that nobody could fill."""

    def __init__(self, most: int) -> None:
        super().__init__(f"A framework has {most} outcomes at most. Remove one before you add another.")


class DraftNotYours(NotAllowed):
    """A draft is read by those who make it and those who advise on it."""

    def __init__(self) -> None:
        super().__init__(
            "This framework is a draft. The Personalisation Officer and the Leads can read it; "
            "you can once it is published."
        )


class Person(Protocol):
    """Whoever reads the sentence."""

    pk: Any


class LastChange(Protocol):
    """Who changed it last, and when: a row of the trail."""

    actor_id: Any
    actor_name: Any
    at: Any


class FrameworkChanged(Stale):
    """Somebody changed the draft since the page was opened."""

    def __init__(self, named: str, change: LastChange, reader: Person) -> None:
        super().__init__(
            f"{_who(change, reader)} changed {named} on {at_moment(change.at)}, after you opened this page. "
            "What you entered is still here: look at the framework as it is now, then save again."
        )


class OutcomeGone(Stale):
    """Somebody removed the outcome that is being edited."""

    def __init__(self, named: str, change: LastChange, reader: Person) -> None:
        super().__init__(
            f"This outcome is no longer in {named}, which {_who(change, reader).replace('You', 'you')} last changed "
            f"on {at_moment(change.at)}. What you entered is still here: save it to add the outcome again, at the end."
        )


def _who(change: LastChange, reader: Person) -> str:
    return "You" if change.actor_id == reader.pk else change.actor_name or "The system"
