"""Refusals about the settings of scoring."""

from accounts.exceptions import Refused


class SampleOutOfRange(Refused):
    """A sample takes every form, every second, every third…; none at all is another setting."""

    def __init__(self, what: str, lowest: int, highest: int) -> None:
        super().__init__(f"{what} must be a whole number from {lowest} to {highest}.")
