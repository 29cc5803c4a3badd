"""Refusals of second, blind scoring: each builds the sentence that the person reads."""

from accounts.exceptions import NotAllowed, Refused


class FirstFormIsClosed(NotAllowed):
    """Who scores blind sees nothing of what others made of the case."""

    def __init__(self) -> None:
        super().__init__(
            "You are asked to score this case without seeing the first form. It opens once you have submitted yours."
        )


class RestIsAnotherTeams(NotAllowed):
    """Who scored a case of another team a second time reads no more of it than they needed."""

    def __init__(self) -> None:
        super().__init__(
            "You scored this case a second time. Its reports and the two forms side by side stay open to you; "
            "the rest of it is another team’s."
        )


class CannotScoreSecond(NotAllowed):
    """This person cannot judge the case afresh; the sentence says why."""


class NotAskedToScore(NotAllowed):
    """Somebody else was asked, or nobody."""

    def __init__(self, scorer: str) -> None:
        super().__init__(
            f"Only {scorer}, who was asked to, can score this case a second time."
            if scorer
            else "Nobody is asked to score this case a second time."
        )


class NotScoredOnce(Refused):
    """There is a second scoring only beside a first."""

    def __init__(self) -> None:
        super().__init__("A case can be scored a second time once its RAS form has been submitted.")


class AlreadyAsked(Refused):
    """A case is scored a second time once."""

    def __init__(self) -> None:
        super().__init__("This case is already among those that are scored a second time.")


class AlreadyScorer(Refused):
    """Asking the same person again changes nothing."""

    def __init__(self, full_name: str) -> None:
        super().__init__(f"{full_name} is already asked to score this case a second time. Choose somebody else.")


class NotOpen(Refused):
    """It was given, called off, or never asked for."""

    def __init__(self) -> None:
        super().__init__("There is no second scoring of this case that is still open.")


class NotBothGiven(NotAllowed):
    """Neither scorer sees the other's levels before both are given."""

    def __init__(self) -> None:
        super().__init__("The two forms can be seen side by side once both have been submitted.")


class ComparedAlready(Refused):
    """Once both forms are given each scorer may read the other's: the first stays as it was given unaided."""

    def __init__(self) -> None:
        super().__init__(
            "You can no longer take the RAS form back: the second scoring has been submitted too, and the two are "
            "compared. Ask the Lead SEND Co-ordinator to return the form with a query."
        )


class NotYoursToCompare(NotAllowed):
    """How two people scored is theirs to see, and that of those who watch over scoring."""

    def __init__(self) -> None:
        super().__init__(
            "Only the two scorers, a Lead SEND Co-ordinator or a Personalisation Officer can see both forms "
            "side by side."
        )


class ScoredSecond(NotAllowed):
    """Whoever gives a second opinion on the levels does not judge the first one as well."""

    def __init__(self, act: str) -> None:
        super().__init__(f"You were asked to score this case a second time, so somebody else must {act}.")
