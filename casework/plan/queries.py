"""The plan as it reads: its sections with their provision, its outcomes, and what the family saw of it last."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from adapters.fonts import letters_without_font
from base.differences import Piece, is_same, paragraphs_that_differ
from base.reading import read_once
from base.stale import version_of
from base.words import day_in_words
from casework.enums import PROVISION_SECTIONS, CostBasis, ReportStatus, SectionLetter, ShowingKind
from casework.models import PlanOutcome, PlanVersion, ProvisionLine, Report, Showing
from casework.plan.rules import paragraphs_of
from casework.provision.actions import lines_of
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
    lines = [line for line in lines_of(plan_version.case) if line.basis != CostBasis.PLACE]
    shown = []
    for letter in SectionLetter:
        section = written.get(letter.value)
        text, version = (section.text, section.version) if section else ("", 1)
        shown.append(SectionShown(letter, text, version, [line for line in lines if line.section == letter.value]))
    return shown


def outcomes_shown(plan_version: PlanVersion) -> list[PlanOutcome]:
    """The outcomes in order."""
    return list(plan_version.outcomes.all())


TO_AGREE = (SectionLetter.E, *PROVISION_SECTIONS)
"""Outcomes and provision: what the TAC agrees, and the signer approves."""


def reading_of(plan_version: PlanVersion) -> dict[str, list[str]]:
    """The paragraphs of each section by its letter, with outcomes, provision and advice in words, as the draft reads.

    Without section I, which is left out of a draft (CFA 2014, s38(5)), and without any pounds.
    """
    listed = {
        SectionLetter.E: _outcomes_in_words(plan_version),
        SectionLetter.K: advice_in_words(plan_version),
    }
    return {
        shown.letter.value: [
            *shown.paragraphs,
            *listed.get(shown.letter, []),
            *(_line_in_words(line) for line in shown.lines),
        ]
        for shown in sections_shown(plan_version)
        if shown.letter != SectionLetter.I
    }


def _outcomes_in_words(plan_version: PlanVersion) -> list[str]:
    return [
        f"{outcome.position}. {outcome.text} To be achieved by {day_in_words(outcome.achieve_by)}."
        for outcome in outcomes_shown(plan_version)
    ]


def _line_in_words(line: ProvisionLine) -> str:
    outcome = f", for outcome {line.outcome.position}" if line.outcome else ""
    return f"{line.description}: {how_much(line)}, {line.unit_name}{outcome}."


def advice_in(plan_version: PlanVersion) -> QuerySet[Report]:
    """The advice and information that section K lists (SEND Regs 2014, reg 12(1)(k))."""
    return Report.objects.filter(case=plan_version.case_id, status=ReportStatus.RECEIVED)


def advice_in_words(plan_version: PlanVersion) -> list[str]:
    """The advice as the list in section K reads: "Medical, Dr K. Lim, 3 December 2026."."""
    return [
        f"{report.get_kind_display()}, {report.author}, {day_in_words(report.written_on or report.received_on)}."
        for report in advice_in(plan_version)
    ]


def letters_not_printed(plan_version: PlanVersion) -> dict[SectionLetter | str, list[str]]:
    """The letters of the plan that none of our fonts has, by the section or the other place in which they stand."""
    child, signer = plan_version.case.child, plan_version.approved_by
    placement = plan_version.placement
    texts: dict[SectionLetter | str, list[str]] = {
        "the child’s name": [child.full_name],
        "the child’s address": [child.address, child.postcode],
        "the name of a contact": [c.name for c in child.contacts.all() if c.has_parental_responsibility],
        **{SectionLetter(letter): paragraphs for letter, paragraphs in reading_of(plan_version).items()},
        SectionLetter.I: [placement.name if placement else "", plan_version.placement_type],
        "the name of who approved it": [signer.full_name, signer.job_title] if signer else [],
    }
    static = settings.BASE_DIR / "static"
    if not letters_without_font("".join(part for parts in texts.values() for part in parts), static):
        return {}
    found = {place: letters_without_font("".join(parts), static) for place, parts in texts.items()}
    return {place: letters for place, letters in found.items() if letters}


@read_once
def stand_in_for_agreement(plan_version: PlanVersion) -> str:
    """A short text that differs whenever outcomes or provision, or what they cost, are not what they were."""
    says = [
        [*shown.paragraphs, *(f"{_line_in_words(line)} {line.annual_amount} {line.payer}" for line in shown.lines)]
        for shown in sections_shown(plan_version)
        if shown.letter in TO_AGREE
    ]
    return version_of(_outcomes_in_words(plan_version), says)


def last_shown(plan_version: PlanVersion) -> Showing | None:
    """What the family was shown of a plan last, without what was taken back."""
    return plan_version.showings.filter(taken_back_at=None).last()


def last_draft_shown(plan_version: PlanVersion) -> Showing | None:
    """The draft that the family was served last."""
    drafts = plan_version.showings.filter(kind=ShowingKind.DRAFT, taken_back_at=None)
    return drafts.last() if plan_version.draft_served_on else None


def sections_of_reading(reading: dict[str, list[str]]) -> list[tuple[SectionLetter, list[str]]]:
    """A reading as it was kept, section by section in the order of the plan, without the empty ones."""
    return [(letter, reading[letter]) for letter in SectionLetter if reading.get(letter)]


@dataclass(frozen=True)
class SectionChanged:
    """A section that reads otherwise than the family saw it last.

    `is_known`: what they saw is kept. Where it is not, all that the section says now is given as words that stayed.
    """

    letter: SectionLetter
    paragraphs: list[list[Piece]]
    is_known: bool = True

    @property
    def heading(self) -> str:
        return f"Section {self.letter.value}: {self.letter.label}"


def sections_changed(plan_version: PlanVersion) -> list[SectionLetter]:
    """The sections that read otherwise than the family saw them last; none before that, or once the plan is issued.

    Of a draft of which it was not kept what it said, those that were written since, the day itself included.
    """
    served_on = plan_version.draft_served_on
    if plan_version.issued_at:
        return []
    last = last_shown(plan_version)
    if last is not None:
        reads = _reading_since(plan_version, last).items()
        return [SectionLetter(letter) for letter, paragraphs in reads if not is_same(last.reading[letter], paragraphs)]
    return [
        SectionLetter(letter)
        for letter, section in sections_of(plan_version).items()
        if served_on and section.edited_at and localdate(section.edited_at) >= served_on
    ]


def _reading_since(plan_version: PlanVersion, last: Showing) -> dict[str, list[str]]:
    """The reading now; while neither the plan nor its advice was edited since, the one they saw, in one query."""
    is_as_then = last.edit == plan_version.version and last.advice == advice_in_words(plan_version)
    return last.reading if is_as_then else reading_of(plan_version)


def changes_since_shown(plan_version: PlanVersion) -> list[SectionChanged]:
    """What differs in each of `sections_changed`."""
    last = None if plan_version.issued_at else last_shown(plan_version)
    if last is not None:
        return changes_between(last.reading, _reading_since(plan_version, last))
    changed = sections_changed(plan_version)
    reads = reading_of(plan_version) if changed else {}
    return [SectionChanged(letter, [[Piece(each)] for each in reads[letter]], is_known=False) for letter in changed]


def changes_between(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[SectionChanged]:
    """The sections of two readings that differ, each with what went and what came."""
    return [
        SectionChanged(SectionLetter(letter), paragraphs_that_differ(before[letter], paragraphs))
        for letter, paragraphs in after.items()
        if not is_same(before[letter], paragraphs)
    ]
