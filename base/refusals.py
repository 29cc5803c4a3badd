"""Refusals. Each carries one full sentence, fit to be shown: what is wrong and what to do."""

from datetime import datetime

from base.words import at_moment


class Refused(Exception):
    """It cannot be done as things stand. `sentence` is what the person reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """This person may not do it: their role, their own case, or their earlier part in it."""


class Stale(Refused):
    """Somebody changed it since the page was opened."""


class ChangedMeanwhile(Stale):
    """The sentence of a stale page: who changed what, and when."""

    def __init__(self, thing: str, who: str, at: datetime) -> None:
        super().__init__(
            f"{who} changed {thing} on {at_moment(at)}, after you opened this page. "
            "Compare what you entered with what is there now, then save again."
        )
