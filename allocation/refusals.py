"""Refusals of allocation: each builds the sentence that the person reads."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from base.refusals import Refused
from base.words import day_in_words
from crispy_govuk.templatetags.govuk_format import pounds


class TableNotSound(Refused):
    """A table with a gap, an overlap or a fall cannot be published."""

    def __init__(self, title: str, problems: Sequence[str]) -> None:
        super().__init__(f"“{title}” cannot be published yet. {' '.join(problems)}")


class TableNotDraft(Refused):
    """A published table never changes; people were told their figures from it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” has been published and can no longer change. Make a new table instead.")


class TableNotInUse(Refused):
    """Allocations are made from a published table that has come into effect."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” is not in use for new allocations. Choose a published table that is in effect.")


class TableDefault(Refused):
    """The service needs a table to propose from."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” is the table the service proposes from. Make another table the first choice, then retire it."
        )


class FormNotModerated(Refused):
    """Pounds rest on points, and points on a moderated form."""

    def __init__(self) -> None:
        super().__init__(
            "Moderate the RAS form before you allocate the indicative resource: its points may still change."
        )


class FormNotVerified(Refused):
    """Pounds rest on points, and points on a verified form."""

    def __init__(self) -> None:
        super().__init__(
            "The RAS form must be verified before the indicative resource is allocated: its points may still change."
        )


class NotAsProposed(Refused):
    """Where nobody moderates, nobody departs from the converter."""

    def __init__(self) -> None:
        super().__init__(
            "Only the Personalisation Officer can allocate another figure than the converter’s. "
            "Send the form to moderation."
        )


class ReasonToModerateMissing(Refused):
    """Whoever moderates is to know what to look at."""

    def __init__(self) -> None:
        super().__init__("Enter why the form should be moderated.")


class AmountNegative(Refused):
    """Pounds a year begin at nothing."""

    def __init__(self) -> None:
        super().__init__("Enter an indicative resource of £0.00 or more.")


class WithoutReason(Refused):
    """The person decides, and says why when it is not what the converter proposes."""

    def __init__(self, proposed: Decimal | None) -> None:
        proposal = "no allocation" if proposed is None else f"{pounds(proposed)} a year"
        super().__init__(f"The converter proposes {proposal}. Enter the reason for a different figure.")


class NotAllocated(Refused):
    """There is nothing to hold the provision against."""

    def __init__(self) -> None:
        super().__init__("No indicative resource has been allocated to this case yet.")


class LimitMissing(Refused):
    """Who signs cannot be said without the limit."""

    def __init__(self, on: date) -> None:
        super().__init__(
            f"No sign-off limit is set for {day_in_words(on)}. Ask the Personalisation Officer to set one."
        )


class LimitSetAlready(Refused):
    """One limit a day; what was decided under a limit keeps it."""

    def __init__(self, on: date) -> None:
        super().__init__(f"A sign-off limit from {day_in_words(on)} or later is set already. Enter a later day.")


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


class NoTableInUse(Refused):
    """There is no table to propose from."""

    def __init__(self) -> None:
        super().__init__("No allocation table is in use. Ask the Personalisation Officer to publish one.")
