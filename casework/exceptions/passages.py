"""Refusals about passages of reports: each builds the sentence that the person reads."""

from accounts.exceptions import Refused


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
