"""Refusals of casework: each builds the sentence that the person reads."""

from accounts.exceptions import NotAllowed, Refused, Stale

__all__ = [
    "AlreadyTheirs",
    "CannotMove",
    "CaseAlreadyLive",
    "DayInFuture",
    "HandsNotApart",
    "NotAllowed",
    "NotCoordinator",
    "ReasonMissing",
    "Refused",
    "ReportsOutstanding",
    "RequestBeforeBirth",
    "ReviewAlreadyOpen",
    "Stale",
    "TooOldToAssess",
    "UpnTaken",
    "WrongStage",
]


class WrongStage(Refused):
    """The case is not where this can be done."""

    def __init__(self, act: str, stage_label: str) -> None:
        super().__init__(f"You cannot {act} now: the case is at “{stage_label}”.")


class CannotMove(Refused):
    """The stage table has no such step."""

    def __init__(self, stage_label: str, wanted_label: str) -> None:
        super().__init__(f"A case at “{stage_label}” cannot go to “{wanted_label}”.")


class ReportsOutstanding(Refused):
    """Scoring opens once all asked-for reports are received or waived with a reason."""

    def __init__(self, awaited: list[str]) -> None:
        if awaited:
            count = f"{len(awaited)} report{'s' if len(awaited) > 1 else ''} still awaited"
            super().__init__(f"Scoring cannot open yet: {count} ({', '.join(awaited)}).")
        else:
            super().__init__("Scoring cannot open yet: no report has been received.")


class HandsNotApart(NotAllowed):
    """One person may not take two parts in deciding one case."""

    def __init__(self, earlier_part_label: str) -> None:
        super().__init__(
            f"You {earlier_part_label} of this case, so somebody else must do this. "
            "A Lead SEND Co-ordinator or Personalisation Officer may record an exception for a named person."
        )


class DayInFuture(Refused):
    """A day that has happened cannot be to come."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} must be today or in the past.")


class RequestBeforeBirth(Refused):
    """Nobody is assessed before they are born."""

    def __init__(self) -> None:
        super().__init__("The request was received before the date of birth. Check both dates.")


class TooOldToAssess(Refused):
    """An assessment is for children and young people under 25: CFA 2014, s83(2)."""

    def __init__(self, age: int) -> None:
        super().__init__(
            f"They were {age} when the request was received. An assessment can be requested only for somebody under 25."
        )


class CaseAlreadyLive(Refused):
    """A child has one initial assessment at a time, and none while a plan is maintained."""

    def __init__(self, reference: str, stage_label: str, coordinator: str) -> None:
        super().__init__(
            f"This child already has case {reference}, at “{stage_label}”, with {coordinator}. "
            "A second initial assessment cannot be opened while that case is live."
        )


class ReviewAlreadyOpen(Refused):
    """A plan has one review at a time."""

    def __init__(self, reference: str, coordinator: str) -> None:
        super().__init__(
            f"This plan is already being reviewed in case {reference}, with {coordinator}. "
            "Another review can begin when that one has ended."
        )


class UpnTaken(Refused):
    """A unique pupil number belongs to one child."""

    def __init__(self) -> None:
        super().__init__(
            "This UPN is already recorded for another child. Check it, or open the case for the child who has it."
        )


class NotCoordinator(Refused):
    """A case is co-ordinated by a Case Co-ordinator whose account is open."""

    def __init__(self, full_name: str) -> None:
        super().__init__(f"{full_name} is not a Case Co-ordinator. Choose somebody who is.")


class AlreadyTheirs(Refused):
    """Giving a case to the person who has it changes nothing."""

    def __init__(self, full_name: str) -> None:
        super().__init__(f"{full_name} already co-ordinates this case. Choose somebody else.")


class ReasonMissing(Refused):
    """An ending, a refusal or an exception is explained."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Enter the reason for {what}.")
