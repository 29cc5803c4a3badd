"""The plan as it reads: its sections with their provision, its outcomes, and what the family saw of it last."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from base.words import day_in_words
from casework.enums import CostBasis, SectionLetter
from casework.models import PlanOutcome, PlanVersion, ProvisionLine
from casework.plan.rules import Words, differences, paragraphs_of
from casework.provision.presenters import how_much
from casework.versions.actions import sections_of


@dataclass(frozen=True)
class SectionShown:
    """One section of the plan as it reads: its text, and the provision lines that belong to it."""

    letter: SectionLetter
    text: str
    version: int
    lines: list[ProvisionLine]

    @property
    def title(self) -> str:
        return self.letter.label

    @property
    def heading(self) -> str:
        return f"Section {self.letter.value}: {self.letter.label}"

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs_of(self.text)


def sections_shown(plan_version: PlanVersion) -> list[SectionShown]:
    """The sections A to K in order, in two queries. What a place costs is not of the plan's text."""
    written = sections_of(plan_version)
    provided = plan_version.provision_lines.exclude(basis=CostBasis.PLACE)
    lines = list(provided.select_related("outcome"))
    shown = []
    for letter in SectionLetter:
        section = written.get(letter.value)
        text, version = (section.text, section.version) if section else ("", 1)
        shown.append(SectionShown(letter, text, version, [line for line in lines if line.section == letter.value]))
    return shown


def outcomes_shown(plan_version: PlanVersion) -> list[PlanOutcome]:
    """The outcomes in order."""
    return list(plan_version.outcomes.all())


def reading_of(plan_version: PlanVersion) -> dict[str, list[str]]:
    """The paragraphs of each section by its letter, with outcomes and provision in words, as the draft reads.

    Without section I, which is left out of a draft (CFA 2014, s38(5)), and without any pounds.
    """
    outcomes = [
        f"{outcome.position}. {outcome.text} To be achieved by {day_in_words(outcome.achieve_by)}."
        for outcome in outcomes_shown(plan_version)
    ]
    return {
        shown.letter.value: [
            *shown.paragraphs,
            *(outcomes if shown.letter == SectionLetter.E else []),
            *(_line_in_words(line) for line in shown.lines),
        ]
        for shown in sections_shown(plan_version)
        if shown.letter != SectionLetter.I
    }


def _line_in_words(line: ProvisionLine) -> str:
    outcome = f", for outcome {line.outcome.position}" if line.outcome else ""
    return f"{line.description}: {how_much(line)}, {line.unit_name}{outcome}."


@dataclass(frozen=True)
class SectionChanged:
    """A section that reads otherwise than the family saw it last.

    `is_known`: what they saw is kept. Where it is not, all that the section says now is given as words that stayed.
    """

    letter: SectionLetter
    paragraphs: list[list[Words]]
    is_known: bool = True

    @property
    def heading(self) -> str:
        return f"Section {self.letter.value}: {self.letter.label}"


def sections_changed(plan_version: PlanVersion) -> list[SectionLetter]:
    """The sections that read otherwise than the family saw them last; none before a draft was served.

    No query while the plan was not edited since. Of a draft of which it was not kept what it said, those that were
    written since, the day itself included.
    """
    shown, served_on = plan_version.shown_to_family, plan_version.draft_served_on
    if shown is not None and plan_version.shown_version == plan_version.version:
        return []
    if shown is not None:
        reads = reading_of(plan_version).items()
        return [SectionLetter(letter) for letter, paragraphs in reads if paragraphs != shown.get(letter, [])]
    return [
        SectionLetter(letter)
        for letter, section in sections_of(plan_version).items()
        if served_on and section.edited_at and localdate(section.edited_at) >= served_on
    ]


def changes_since_shown(plan_version: PlanVersion) -> list[SectionChanged]:
    """What differs in each of `sections_changed`."""
    changed = sections_changed(plan_version)
    if not changed:
        return []
    shown, reads = plan_version.shown_to_family, reading_of(plan_version)
    if shown is None:
        return [SectionChanged(letter, [[Words(each)] for each in reads[letter]], is_known=False) for letter in changed]
    return [SectionChanged(letter, differences(shown.get(letter, []), reads[letter])) for letter in changed]
