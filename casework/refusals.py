"""Refusals of casework: each builds the sentence that the person reads."""

from datetime import date
from decimal import Decimal

from base.refusals import NotAllowed, Refused
from base.words import day_in_words, listed
from crispy_govuk.templatetags.govuk_format import pounds


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


class DutiesNotSeparate(NotAllowed):
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


class NothingMarked(Refused):
    """A passage has words."""

    def __init__(self) -> None:
        super().__init__("Enter the words of the report that you want to mark.")


class PassageTooLong(Refused):
    """A passage is some sentences, not a page."""

    def __init__(self, limit: int, length: int) -> None:
        super().__init__(
            f"A passage must be {limit:,} characters or fewer. This one has {length:,}: mark two shorter ones instead."
        )


class PlaceTooLong(Refused):
    """The place is a page or a paragraph."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"Where the passage stands must be {limit} characters or fewer, for example “page 5”.")


class NotInReport(Refused):
    """A quote is found in the text it is said to come from."""

    def __init__(self, report: str) -> None:
        super().__init__(
            f"These words are not in the text of the report “{report}”. Copy them from it, or give the first and the "
            "last words with … between them."
        )


class PlaceMissing(Refused):
    """In a report that is a file, the reader must be able to find the passage."""

    def __init__(self) -> None:
        super().__init__("Enter where the passage stands in the file, for example “page 5”.")


class ReportNotRead(Refused):
    """Only a report that came can be quoted."""

    def __init__(self, report: str) -> None:
        super().__init__(f"The report “{report}” has not been received, so nothing can be marked in it.")


class PassageInUse(Refused):
    """A level rests on it."""

    def __init__(self) -> None:
        super().__init__(
            "This passage is the evidence for a level of the RAS form, so it stays. Remove it from the outcome first."
        )


class FileRefused(Refused):
    """A file may not be kept; the sentence comes from the check."""


class ScannerNotAnswering(Refused):
    """A virus scanner is configured and gives no verdict, so nothing is taken in."""

    def __init__(self) -> None:
        super().__init__("Files cannot be taken in now: the virus scanner does not answer. Try again in some minutes.")


class VirusFound(Refused):
    """The scanner did not call the file clean."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” did not pass the virus scan, so it was not kept. Tell the person who sent it.")


class NothingAskedFor(Refused):
    """Asking needs at least one report."""

    def __init__(self) -> None:
        super().__init__("Choose at least one report to ask for.")


class AddresseeMissing(Refused):
    """A report is asked of somebody."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"Enter who is asked for “{kind}”.")


class DayBefore(Refused):
    """A day lies before another that comes first."""

    def __init__(self, what: str, earliest: date, why: str) -> None:
        super().__init__(f"{what} must be {day_in_words(earliest)} or later, {why}.")


class ReportNotAwaited(Refused):
    """The report was received or waived before."""

    def __init__(self, report: str, status: str) -> None:
        super().__init__(f"“{report}” is not awaited: it is marked “{status}”.")


class ReportSaysNothing(Refused):
    """A report is a text or a file."""

    def __init__(self) -> None:
        super().__init__("Enter what the report says, or choose its file.")


class AuthorMissing(Refused):
    """Evidence has an author."""

    def __init__(self) -> None:
        super().__init__("Enter who wrote the report.")


class PlanNotBegun(Refused):
    """There is no plan version yet."""

    def __init__(self) -> None:
        super().__init__("The plan has not been begun: that happens when the indicative resource is allocated.")


class SectionNotWritten(Refused):
    """Some sections are made from other records."""

    def __init__(self, letter: str, instead: str) -> None:
        super().__init__(f"Section {letter} cannot be changed here: {instead}.")


class TextMissing(Refused):
    """Something that must say something is empty."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Enter {what}.")


class OutcomeInThePast(Refused):
    """An outcome is to be achieved in time to come."""

    def __init__(self) -> None:
        super().__init__("The day to achieve the outcome by must be in the future.")


class OutcomeOfAnotherPlan(Refused):
    """A provision line serves an outcome of its own plan."""

    def __init__(self) -> None:
        super().__init__("Choose an outcome of this plan.")


class ProvisionNotCalculable(Refused):
    """The figures of a provision line make no amount."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


class ProvisionFrozen(Refused):
    """A concluded TAC meeting's figures stand."""

    def __init__(self, held_on: date) -> None:
        super().__init__(
            f"The TAC meeting of {day_in_words(held_on)} has ended with these figures. "
            "Convene another meeting before changing the provision."
        )


class PlanIncomplete(Refused):
    """The TAC weighs a plan that says what it needs to."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"The plan cannot go to the TAC yet: {listed(missing)} still to be written.")


class MeetingAlreadyOpen(Refused):
    """One TAC meeting at a time."""

    def __init__(self, held_on: date) -> None:
        super().__init__(f"The TAC meeting of {day_in_words(held_on)} is still open. Record its result first.")


class MeetingConcluded(Refused):
    """What a meeting recorded stands."""

    def __init__(self, held_on: date) -> None:
        super().__init__(f"The TAC meeting of {day_in_words(held_on)} has ended, so its record cannot be changed.")


class MeetingToCome(Refused):
    """A meeting is recorded once it is held."""

    def __init__(self, act: str, held_on: date) -> None:
        super().__init__(f"You cannot {act} before the day of the meeting, {day_in_words(held_on)}.")


class NobodyAttended(Refused):
    """A meeting has people in it."""

    def __init__(self) -> None:
        super().__init__("Record who attended the TAC meeting before its result.")


class MoreRequiredNeedsReason(Refused):
    """The source: "more is required, because"."""

    def __init__(self) -> None:
        super().__init__("Enter why more is required.")


class NoTacResult(Refused):
    """Deciding rests on a concluded TAC meeting."""

    def __init__(self) -> None:
        super().__init__("The TAC has not agreed a resource yet: record the result of a TAC meeting first.")


class ProvisionChangedSince(Refused):
    """The provision is not what the TAC agreed."""

    def __init__(self, agreed: str, now: str) -> None:
        super().__init__(
            f"The TAC agreed {agreed}, and the provision now comes to {now}. Convene another TAC meeting about it."
        )


class PlanAlreadyApproved(Refused):
    """A plan version is approved once."""

    def __init__(self) -> None:
        super().__init__("This plan has already been approved.")


class DraftServedAlready(Refused):
    """The draft was served, and the family's days run from then."""

    def __init__(self, served_on: date) -> None:
        super().__init__(f"The draft was already served on {day_in_words(served_on)}.")


class DraftNotServed(Refused):
    """The family has seen no draft yet."""

    def __init__(self, act: str) -> None:
        super().__init__(f"You cannot {act} yet: the draft plan has not been served on the family.")


class ViewsPeriodRunning(Refused):
    """At least 15 days beginning with the day of service: SEND Regs 2014, reg 13(1)."""

    def __init__(self, last_day: date, first_day: date) -> None:
        super().__init__(
            f"The family has until {day_in_words(last_day)} to give their views on the draft. "
            f"The final plan can be issued from {day_in_words(first_day)}."
        )


class PlacementMissing(Refused):
    """Section I of the final plan names the school, or the type of placement."""

    def __init__(self) -> None:
        super().__init__("Name the placement (section I) before issuing the final plan.")


class NotAllocated(Refused):
    """There is nothing to hold the provision against."""

    def __init__(self) -> None:
        super().__init__("No indicative resource has been allocated to this case yet.")


class UnitCostEnded(Refused):
    """An old price is history."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The unit cost “{name}” has a newer price already. Change the newest one.")


class UnitCostTooEarly(Refused):
    """A new price follows the old one."""

    def __init__(self, name: str, since: date) -> None:
        super().__init__(
            f"The new price of “{name}” must begin after {day_in_words(since)}, when its present price began."
        )


class UnitCostNotInForce(Refused):
    """Provision is costed at prices in force."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The price of “{name}” is no longer in force. Choose a unit cost from the list as it is now.")


class LineGone(Refused):
    """Somebody took the line away meanwhile."""

    def __init__(self, description: str = "") -> None:
        what = f"“{description}”" if description else "This provision"
        super().__init__(f"{what} is no longer in the plan: it was removed after you opened this page.")


class StillOver(Refused):
    """Within means within."""

    def __init__(self, total: Decimal, indicative: Decimal, tolerance: Decimal) -> None:
        allowed = f", and {pounds(tolerance)} above it is allowed" if tolerance else ""
        super().__init__(
            f"The provision costs {pounds(total)} a year, which is {pounds(total - indicative)} above the indicative "
            f"resource of {pounds(indicative)}{allowed}. "
            "Record that more is required and why, or reconsider the provision first."
        )


class NotOver(Refused):
    """More is required only when the provision costs more."""

    def __init__(self, total: Decimal, indicative: Decimal) -> None:
        super().__init__(
            f"The provision costs {pounds(total)} a year, which is within the indicative resource of "
            f"{pounds(indicative)}. "
            "Record it as within, or add the provision that is needed first."
        )


class NoRoundRecorded(Refused):
    """The TAC makes all reasonable attempts first."""

    def __init__(self, total: Decimal, indicative: Decimal) -> None:
        super().__init__(
            f"The provision costs {pounds(total)} a year and the indicative resource is {pounds(indicative)}. "
            "Record at least one round of reconsideration before the result that more is required."
        )
