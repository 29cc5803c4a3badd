"""Refusals of scoring: each builds the sentence that the person reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from base.refusals import NotAllowed, Refused, Stale
from base.words import at_moment, listed


class FormIsNotDraft(Refused):
    """Scores are changed only while the form is being scored."""

    def __init__(self, status_label: str) -> None:
        super().__init__(
            f"The scores cannot be changed: the RAS form is “{status_label}”. "
            "They open again if the person verifying or moderating it returns it with a query."
        )


class NotSubmitted(Refused):
    """Points are shown to nobody before the form is given, so that nobody scores towards a sum."""

    def __init__(self) -> None:
        super().__init__("Points are not shown until the RAS form is submitted.")


class DraftIsPrivate(NotAllowed):
    """Scores are seen by nobody else until they are given."""

    def __init__(self, coordinator: str) -> None:
        super().__init__(f"{coordinator} is still scoring this RAS form. You can read it once it has been submitted.")


class NotWaiting(Refused):
    """The form is not at the step the person wants to take."""

    def __init__(self, act: str, status_label: str) -> None:
        super().__init__(f"You cannot {act} this RAS form now: it is “{status_label}”.")


class FormIncomplete(Refused):
    """Every outcome has a level, every level above none its reason, and every query its answer."""

    def __init__(
        self, unanswered: Sequence[int], unexplained: Sequence[int] = (), unreplied: Sequence[int] = ()
    ) -> None:
        parts = []
        if unanswered:
            parts.append(f"choose a level for {_outcomes(unanswered)}")
        if unexplained:
            parts.append(f"say why you chose the level for {_outcomes(unexplained)}")
        if unreplied:
            queries = "the query" if len(unreplied) == 1 else "the queries"
            parts.append(f"answer {queries} on {_outcomes(unreplied)}")
        super().__init__(f"Before you submit the RAS form, {listed(parts)}.")


def _outcomes(positions: Sequence[int]) -> str:
    return f"outcome{'' if len(positions) == 1 else 's'} {listed(positions)}"


class NotOnThisForm(Refused):
    """An outcome of another framework, or none at all."""

    def __init__(self) -> None:
        super().__init__("One of the outcomes is not on this RAS form. Open the form again and enter it there.")


class WrongLevel(Refused):
    """A level of another outcome, or none at all."""

    def __init__(self, position: int) -> None:
        super().__init__(f"Choose one of the levels shown for outcome {position}.")


class NotEvidence(Refused):
    """Evidence is a report of this case that has been received, or a passage marked in one."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"Some of the evidence chosen for outcome {position} is not a received report of this case, or a passage "
            "marked in one. Choose again."
        )


class NothingToAnswer(Refused):
    """An answer belongs to a query."""

    def __init__(self, position: int) -> None:
        super().__init__(f"No query stands at outcome {position}, so there is nothing to answer.")


class TextTooLong(Refused):
    """More than the column holds."""

    def __init__(self, what: str, limit: int, length: int) -> None:
        super().__init__(f"{what} must be {limit:,} characters or fewer. It has {length:,}.")


class OutcomeChanged(Stale):
    """Somebody saved the same outcome since the page was opened."""

    def __init__(self, position: int, wording: str, who: str, at: datetime, level: str, *, is_self: bool) -> None:
        whose = "You changed" if is_self else f"{who} changed"
        where = " in another window" if is_self else ""
        self.position = position
        super().__init__(
            f"{whose} outcome {position}, “{wording}”, to “{level}”{where} on {at_moment(at)}, after you opened this "
            "page. What you entered is still here: save again to put it in place of that."
        )


class VerdictsMissing(Refused):
    """Every outcome gets an answer."""

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(f"Choose agree, change or query for {_outcomes(positions)}.")


class VerdictUnclear(Refused):
    """A change without its level, or a change or query without its reason."""

    def __init__(self, position: int, what: str) -> None:
        self.position = position
        super().__init__(f"Outcome {position}: {what}.")


class NoFramework(Refused):
    """Nothing to score with."""

    def __init__(self, age_version_label: str) -> None:
        super().__init__(
            f"The RAS form cannot be started: there is no published framework for ages {age_version_label}. "
            "Ask the Personalisation Officer to publish one."
        )


class FrameworkNotForCase(Refused):
    """A framework that is retired, a draft, or made for other ages."""

    def __init__(self, named: str, age_version_label: str) -> None:
        super().__init__(
            f"The RAS form of this child cannot be started with {named}: it is not a published framework for ages "
            f"{age_version_label}. Choose one of those shown."
        )


class FrameworkIsFixed(Refused):
    """Forms rest on it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” has been published and cannot be changed. Make a new version instead.")


class FrameworkNotPublished(Refused):
    """Only what is in use can be retired."""

    def __init__(self, named: str, status_label: str) -> None:
        super().__init__(f"{named} cannot be retired: it is “{status_label}”. Only a published framework is retired.")


class FrameworkUnsound(Refused):
    """What must be put right before it can be published or taken in."""

    def __init__(self, named: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{named} cannot be published yet. {' '.join(problems)}")


class NotKept(Refused):
    """What was entered cannot be kept even in a draft."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problems))


class TooManyOutcomes(Refused):
    """A form that nobody could fill."""

    def __init__(self, most: int) -> None:
        super().__init__(f"A framework has {most} outcomes at most. Remove one before you add another.")


class DraftNotYours(NotAllowed):
    """A draft is read by those who make it and those who advise on it."""

    def __init__(self) -> None:
        super().__init__(
            "This framework is a draft. The Personalisation Officer and the Leads can read it; "
            "you can once it is published."
        )


class Person(Protocol):
    """Whoever reads the sentence."""

    pk: Any


class LastChange(Protocol):
    """Who changed it last, and when: a row of the trail."""

    actor_id: Any
    actor_name: Any
    at: Any


class FrameworkChanged(Stale):
    """Somebody changed the draft since the page was opened."""

    def __init__(self, named: str, change: LastChange, reader: Person) -> None:
        super().__init__(
            f"{_who(change, reader)} changed {named} on {at_moment(change.at)}, after you opened this page. "
            "What you entered is still here: look at the framework as it is now, then save again."
        )


class OutcomeGone(Stale):
    """Somebody removed the outcome that is being edited."""

    def __init__(self, named: str, change: LastChange, reader: Person) -> None:
        super().__init__(
            f"This outcome is no longer in {named}, which {_who(change, reader).replace('You', 'you')} last changed "
            f"on {at_moment(change.at)}. What you entered is still here: save it to add the outcome again, at the end."
        )


def _who(change: LastChange, reader: Person) -> str:
    return "You" if change.actor_id == reader.pk else change.actor_name or "The system"


class AlreadyOpened(Refused):
    """A submission is taken back only while nobody else has read it."""

    def __init__(self, who: str, at: datetime) -> None:
        super().__init__(
            f"You can no longer take the RAS form back: {who} opened it on {at_moment(at)}. "
            "Tell them what you want to change; they can return the form to you with a query."
        )


class SecondFormStays(Refused):
    """A second scoring is compared as it was given: it is neither taken back nor opened again."""

    def __init__(self) -> None:
        super().__init__("A second scoring stays as it was submitted, so that the two forms can be compared.")


class NotVerifiedYet(Refused):
    """Only a verification that stands can lapse."""

    def __init__(self, status_label: str) -> None:
        super().__init__(
            f"The RAS form is “{status_label}”, so there is no verification that would lapse. "
            "Only a verified or moderated form is opened again."
        )


class AlreadyAllocated(Refused):
    """An allocation rests on the scores as they were; they do not change under it."""

    def __init__(self) -> None:
        super().__init__(
            "The RAS form cannot be opened again: the indicative resource rests on its scores. New evidence is "
            "weighed by the TAC, which may say that more is required, and at the next review."
        )


class ReopeningWithoutReason(Refused):
    """Whoever lets a verification lapse says why."""

    def __init__(self) -> None:
        super().__init__("Say what new evidence there is, or why else the RAS form is to be scored again.")


class NoCopyOfDraft(Refused):
    """A copy shows points, which are shown to nobody before the form is given."""

    def __init__(self) -> None:
        super().__init__("The RAS form is still being scored. A copy can be made once it is submitted.")


class NoPdfHere(Refused):
    """The libraries that make PDFs are not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "This server cannot make PDFs: the Pango libraries are not installed. "
            "Print the copy from your browser instead."
        )


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


class SampleOutOfRange(Refused):
    """A sample takes every form, every second, every third…; none at all is another setting."""

    def __init__(self, what: str, lowest: int, highest: int) -> None:
        super().__init__(f"{what} must be a whole number from {lowest} to {highest}.")
