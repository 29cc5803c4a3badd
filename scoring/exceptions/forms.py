"""Refusals of scoring: each builds the sentence that the person reads."""

from collections.abc import Sequence
from datetime import datetime

from accounts.exceptions import NotAllowed, Refused, Stale
from crispy_govuk.phrases import at_moment, listed

__all__ = [
    "DraftIsPrivate",
    "FormIncomplete",
    "FormIsNotDraft",
    "NotAllowed",
    "NotEvidence",
    "NotOnThisForm",
    "NotSubmitted",
    "NotWaiting",
    "NothingToAnswer",
    "OutcomeChanged",
    "Refused",
    "Stale",
    "TextTooLong",
    "VerdictUnclear",
    "VerdictsMissing",
    "WrongLevel",
]


class FormIsNotDraft(Refused):
    """Scores are changed only while the form is being scored."""

    def __init__(self, status_label: str) -> None:
        super().__init__(
            f"The scores cannot be changed: the RAS form is “{status_label}”. "
            "They open again if the person verifying or moderating it returns it with a query."
        )


class NotSubmitted(Refused):
    """Points are shown to nobody before the form is given, so that nobody scores towards a sum."""

    def __init__(self) -> None:
        super().__init__("Points are not shown until the RAS form is submitted.")


class DraftIsPrivate(NotAllowed):
    """Scores are seen by nobody else until they are given."""

    def __init__(self, coordinator: str) -> None:
        super().__init__(f"{coordinator} is still scoring this RAS form. You can read it once it has been submitted.")


class NotWaiting(Refused):
    """The form is not at the step the person wants to take."""

    def __init__(self, act: str, status_label: str) -> None:
        super().__init__(f"You cannot {act} this RAS form now: it is “{status_label}”.")


class FormIncomplete(Refused):
    """Every outcome has a level, every level above none its reason, and every query its answer."""

    def __init__(
        self, unanswered: Sequence[int], unexplained: Sequence[int] = (), unreplied: Sequence[int] = ()
    ) -> None:
        parts = []
        if unanswered:
            parts.append(f"choose a level for {_outcomes(unanswered)}")
        if unexplained:
            parts.append(f"say why you chose the level for {_outcomes(unexplained)}")
        if unreplied:
            queries = "the query" if len(unreplied) == 1 else "the queries"
            parts.append(f"answer {queries} on {_outcomes(unreplied)}")
        super().__init__(f"Before you submit the RAS form, {listed(parts)}.")


def _outcomes(positions: Sequence[int]) -> str:
    return f"outcome{'' if len(positions) == 1 else 's'} {listed(positions)}"


class NotOnThisForm(Refused):
    """An outcome of another framework, or none at all."""

    def __init__(self) -> None:
        super().__init__("One of the outcomes is not on this RAS form. Open the form again and enter it there.")


class WrongLevel(Refused):
    """A level of another outcome, or none at all."""

    def __init__(self, position: int) -> None:
        super().__init__(f"Choose one of the levels shown for outcome {position}.")


class NotEvidence(Refused):
    """Evidence is a report of this case that has been received, or a passage marked in one."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"Some of the evidence chosen for outcome {position} is not a received report of this case, or a passage "
            "marked in one. Choose again."
        )


class NothingToAnswer(Refused):
    """An answer belongs to a query."""

    def __init__(self, position: int) -> None:
        super().__init__(f"No query stands at outcome {position}, so there is nothing to answer.")


class TextTooLong(Refused):
    """More than the column holds."""

    def __init__(self, what: str, limit: int, length: int) -> None:
        super().__init__(f"{what} must be {limit:,} characters or fewer. It has {length:,}.")


class OutcomeChanged(Stale):
    """Somebody saved the same outcome since the page was opened."""

    def __init__(self, position: int, wording: str, who: str, at: datetime, level: str, *, is_self: bool) -> None:
        whose = "You changed" if is_self else f"{who} changed"
        where = " in another window" if is_self else ""
        self.position = position
        super().__init__(
            f"{whose} outcome {position}, “{wording}”, to “{level}”{where} on {at_moment(at)}, after you opened this "
            "page. What you entered is still here: save again to put it in place of that."
        )


class VerdictsMissing(Refused):
    """Every outcome gets an answer."""

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(f"Choose agree, change or query for {_outcomes(positions)}.")


class VerdictUnclear(Refused):
    """A change without its level, or a change or query without its reason."""

    def __init__(self, position: int, what: str) -> None:
        self.position = position
        super().__init__(f"Outcome {position}: {what}.")
