"""Refusals of panels: each builds the sentence that the person reads."""

from datetime import date, datetime, time
from decimal import Decimal

from base.refusals import NotAllowed, Refused, Stale
from base.words import at_moment, day_in_words
from casework.money import in_pounds


class SentBackByPanel(Refused):
    """The panel's questions are answered by another TAC meeting."""

    def __init__(self, panel_name: str, at: datetime) -> None:
        super().__init__(
            f"{panel_name} sent the plan back on {at_moment(at)}. Hold another TAC meeting and record its result."
        )


class WhyMoreNeeded(Refused):
    """A plan above the indicative resource goes to panel with the TAC's reason."""

    def __init__(self) -> None:
        super().__init__("Record why more is required first.")


class ResourceChanged(Refused):
    """The indicative resource is no longer the one the TAC met with."""

    def __init__(self, held_on: date, then: Decimal, now: Decimal) -> None:
        super().__init__(
            f"The indicative resource was {in_pounds(then)} at the TAC meeting of {day_in_words(held_on)} and is now "
            f"{in_pounds(now)}. Hold another TAC meeting and record its result."
        )


class LeadSignsThis(Refused):
    """The rule gives the plan to the Lead, so it does not go to panel."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


class PanelSignsThis(Refused):
    """The rule gives the plan to the panel, so the Lead does not sign it."""

    def __init__(self, words: str) -> None:
        super().__init__(f"SEND Panel decides this plan. {words}")


class MeetingNeeded(Refused):
    """A case goes to a particular meeting."""

    def __init__(self) -> None:
        super().__init__("Choose the panel meeting that will hear this case.")


class NoMeetingPlanned(Refused):
    """There is no meeting to take the case to."""

    def __init__(self) -> None:
        super().__init__("No panel meeting is planned. Ask the panel chair or a Lead SEND Co-ordinator to plan one.")


class MeetingMoved(Refused):
    """The meeting chosen has been opened or closed since."""

    def __init__(self, held_on: date, state: str) -> None:
        super().__init__(
            f"The meeting of {day_in_words(held_on)} {state} and takes no more cases. Choose a later meeting."
        )


class MeetingInThePast(Refused):
    """A meeting is planned for a day to come."""

    def __init__(self) -> None:
        super().__init__("The day of the meeting must be today or later.")


class MeetingTaken(Refused):
    """A panel meets once at a time."""

    def __init__(self, panel_name: str, held_on: date, starts: time) -> None:
        super().__init__(
            f"{panel_name} already meets on {day_in_words(held_on)} at {starts:%H:%M}. Choose another time."
        )


class MeetingNotToday(Refused):
    """A meeting is opened on its day, not before."""

    def __init__(self, held_on: date) -> None:
        super().__init__(f"This meeting is on {day_in_words(held_on)}. It can be opened on that day.")


class WrongMeetingState(Refused):
    """The meeting is not where this can be done."""

    def __init__(self, act: str, held_on: date, state: str) -> None:
        super().__init__(f"You cannot {act} now: the meeting of {day_in_words(held_on)} {state}.")


class ItemsUndecided(Refused):
    """A meeting ends when every item is decided or carried over."""

    def __init__(self, count: int) -> None:
        are = "item is" if count == 1 else "items are"
        it = "it" if count == 1 else "them"
        super().__init__(f"{count} {are} not decided. Choose the later meeting to carry {it} over to.")


class LaterMeetingNeeded(Refused):
    """Items are carried over to a planned meeting of the same panel that comes later."""

    def __init__(self, held_on: date) -> None:
        super().__init__(f"Choose a planned meeting of the same panel after {day_in_words(held_on)}.")


class NotAMember(NotAllowed):
    """Only members of the panel take part in it."""

    def __init__(self, panel_name: str, act: str) -> None:
        super().__init__(f"Only a member of {panel_name} can {act}.")


class HasInterest(NotAllowed):
    """A member with a declared interest takes no part in the item."""

    def __init__(self, declared_at: datetime) -> None:
        super().__init__(
            f"You declared an interest in this case on {at_moment(declared_at)}, so you take no part in it."
        )


class InterestDeclared(Refused):
    """An interest is declared once."""

    def __init__(self) -> None:
        super().__init__("You have already declared an interest in this case.")


class TookPart(NotAllowed):
    """Who worked on the case does not also judge it at panel."""

    def __init__(self) -> None:
        super().__init__("You took a part in preparing this case, so you take no part in it at panel.")


class AnotherChairDecides(NotAllowed):
    """A chair with an interest hands the item to another chair of the panel."""

    def __init__(self, panel_name: str) -> None:
        super().__init__(
            f"You declared an interest in this case, so another chair of {panel_name} must record the decision."
        )


class NotPresent(Refused):
    """Whoever records the decision was there."""

    def __init__(self) -> None:
        super().__init__("You are not recorded as present at this meeting. Change who is present first.")


class NoQuorum(Refused):
    """A panel decides with enough members who have no interest."""

    def __init__(self, needed: int, here: int) -> None:
        members, are = ("member", "is") if needed == 1 else ("members", "are")
        super().__init__(
            f"{needed} {members} without an interest {are} needed; {here} {'is' if here == 1 else 'are'} here."
        )


class NotDecidable(Refused):
    """The item was taken off the agenda, or its case is no longer with the panel."""

    def __init__(self, stage_label: str) -> None:
        super().__init__(f"There is nothing to decide here any more: the case is at “{stage_label}”.")


class AlreadyDecided(Stale):
    """Somebody recorded the decision before."""

    def __init__(self, who: str, at: datetime, outcome_label: str) -> None:
        super().__init__(f"{who} recorded the decision on {at_moment(at)}: {outcome_label.lower()}.")


class PlanChangedMeanwhile(Stale):
    """The plan is no longer the one the page showed."""

    def __init__(self, who: str, at: datetime) -> None:
        super().__init__(
            f"{who} changed the plan on {at_moment(at)}, after you opened this page. "
            "Read the plan as it is now, then decide."
        )


class ReasonsNeeded(Refused):
    """Nothing is decided without reasons."""

    def __init__(self) -> None:
        super().__init__("Enter the reasons for the decision.")


class QuestionsNeeded(Refused):
    """A plan goes back to the TAC with questions."""

    def __init__(self) -> None:
        super().__init__("Enter the questions the TAC is to answer.")


class AmountNotDifferent(Refused):
    """ "A different amount" needs an amount, and one that differs."""

    def __init__(self, total: Decimal) -> None:
        super().__init__(f"Enter an amount that differs from the {in_pounds(total)} the TAC agreed.")


class AmountNotWanted(Refused):
    """Only "a different amount" comes with an amount."""

    def __init__(self) -> None:
        super().__init__("Leave the amount empty unless the panel agrees a different amount.")
