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


class NoTableInUse(Refused):
    """There is no table to propose from."""

    def __init__(self) -> None:
        super().__init__("No allocation table is in use. Ask the Personalisation Officer to publish one.")
