"""Refusals about a RAS form that was given: copying it, taking it back, opening it again."""

from datetime import datetime

from accounts.exceptions import NotAllowed, Refused
from crispy_govuk.phrases import at_moment

__all__ = [
    "AlreadyAllocated",
    "AlreadyOpened",
    "NoCopyOfDraft",
    "NoPdfHere",
    "NotAllowed",
    "NotVerifiedYet",
    "ReopeningWithoutReason",
    "SecondFormStays",
]


class AlreadyOpened(Refused):
    """A submission is taken back only while nobody else has read it."""

    def __init__(self, who: str, at: datetime) -> None:
        super().__init__(
            f"You can no longer take the RAS form back: {who} opened it on {at_moment(at)}. "
            "Tell them what you want to change; they can return the form to you with a query."
        )


class SecondFormStays(Refused):
    """A second scoring is compared as it was given: it is neither taken back nor opened again."""

    def __init__(self) -> None:
        super().__init__("A second scoring stays as it was submitted, so that the two forms can be compared.")


class NotVerifiedYet(Refused):
    """Only a verification that stands can lapse."""

    def __init__(self, status_label: str) -> None:
        super().__init__(
            f"The RAS form is “{status_label}”, so there is no verification that would lapse. "
            "Only a verified or moderated form is opened again."
        )


class AlreadyAllocated(Refused):
    """An allocation rests on the scores as they were; they do not change under it."""

    def __init__(self) -> None:
        super().__init__(
            "The RAS form cannot be opened again: the indicative resource rests on its scores. New evidence is "
            "weighed by the TAC, which may say that more is required, and at the next review."
        )


class ReopeningWithoutReason(Refused):
    """Whoever lets a verification lapse says why."""

    def __init__(self) -> None:
        super().__init__("Say what new evidence there is, or why else the RAS form is to be scored again.")


class NoCopyOfDraft(Refused):
    """A copy shows points, which are shown to nobody before the form is given."""

    def __init__(self) -> None:
        super().__init__("The RAS form is still being scored. A copy can be made once it is submitted.")


class NoPdfHere(Refused):
    """The libraries that make PDFs are not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "This server cannot make PDFs: the Pango libraries are not installed. "
            "Print the copy from your browser instead."
        )
