"""What the page of a draft shows: its outcomes in order, and what stands in the way of publishing."""

from collections.abc import Sequence
from dataclasses import dataclass

from base.contribution import NextStep
from base.words import counted
from scoring.frameworks.presenters import url_of
from scoring.frameworks.rules import Problem, Questionnaire
from scoring.models import Framework


def edit_steps(framework: Framework, problems: Sequence[Problem]) -> list[NextStep]:
    """What comes after editing."""
    refusal = f"{counted(len(problems), 'thing')} to put right first." if problems else ""
    publish = NextStep("Publish", url_of("framework_publish", framework.pk), refusal, primary=not problems)
    return [
        publish,
        NextStep("Read it whole", url_of("framework_detail", framework.pk)),
        NextStep("Discard the draft", url_of("framework_discard", framework.pk)),
    ]


@dataclass(frozen=True)
class EditRow:
    """One outcome in the list of a draft."""

    pk: int
    position: int
    wording: str
    about: str
    is_first: bool
    is_last: bool


def edit_rows(questionnaire: Questionnaire, pks: Sequence[int]) -> list[EditRow]:
    """The outcomes of a draft in order; `pks` are their numbers in the database."""
    last = len(pks)
    return [
        EditRow(
            pk,
            position,
            outcome.wording,
            f"{counted(len(outcome.levels), 'level')}, up to {counted(outcome.top_points, 'point')}",
            position == 1,
            position == last,
        )
        for position, (pk, outcome) in enumerate(zip(pks, questionnaire.outcomes, strict=True), start=1)
    ]
