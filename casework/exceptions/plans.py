"""Refusals about reports, files, the plan, the TAC and the last steps: each builds the sentence a person reads."""

from collections.abc import Iterable
from datetime import date

from accounts.exceptions import Refused


def in_words(day: date) -> str:
    """A day as people write it: "3 December 2026"."""
    return f"{day.day} {day:%B} {day.year}"


def listed(things: Iterable[str]) -> str:
    """ "A, B and C"."""
    *others, last = things
    return f"{', '.join(others)} and {last}" if others else last


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
        super().__init__(f"{what} must be {in_words(earliest)} or later, {why}.")


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


class ProvisionUnreckonable(Refused):
    """The figures of a provision line make no amount."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


class ProvisionFrozen(Refused):
    """A concluded TAC meeting's figures stand."""

    def __init__(self, held_on: date) -> None:
        super().__init__(
            f"The TAC meeting of {in_words(held_on)} has ended with these figures. "
            "Convene another meeting before changing the provision."
        )


class PlanIncomplete(Refused):
    """The TAC weighs a plan that says what it needs to."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"The plan cannot go to the TAC yet: {listed(missing)} still to be written.")


class MeetingAlreadyOpen(Refused):
    """One TAC meeting at a time."""

    def __init__(self, held_on: date) -> None:
        super().__init__(f"The TAC meeting of {in_words(held_on)} is still open. Record its result first.")


class MeetingConcluded(Refused):
    """What a meeting recorded stands."""

    def __init__(self, held_on: date) -> None:
        super().__init__(f"The TAC meeting of {in_words(held_on)} has ended, so its record cannot be changed.")


class MeetingToCome(Refused):
    """A meeting is recorded once it is held."""

    def __init__(self, act: str, held_on: date) -> None:
        super().__init__(f"You cannot {act} before the day of the meeting, {in_words(held_on)}.")


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
        super().__init__(f"The draft was already served on {in_words(served_on)}.")


class DraftNotServed(Refused):
    """The family has seen no draft yet."""

    def __init__(self, act: str) -> None:
        super().__init__(f"You cannot {act} yet: the draft plan has not been served on the family.")


class ViewsPeriodRunning(Refused):
    """At least 15 days beginning with the day of service: SEND Regs 2014, reg 13(1)."""

    def __init__(self, last_day: date, first_day: date) -> None:
        super().__init__(
            f"The family has until {in_words(last_day)} to give their views on the draft. "
            f"The final plan can be issued from {in_words(first_day)}."
        )


class PlacementMissing(Refused):
    """Section I of the final plan names the school, or the type of placement."""

    def __init__(self) -> None:
        super().__init__("Name the placement (section I) before issuing the final plan.")
