"""What pages and documents show of a plan: its sections, its outcomes, and its provision in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.enums import Role
from accounts.exceptions import Refused
from accounts.models import User
from casework.clock import FAMILY_VIEWS_ON_DRAFT, falls_on
from casework.enums import CostBasis, SectionLetter
from casework.models import Case, PlanOutcome, PlanVersion, ProvisionLine
from casework.money import total
from casework.permissions.cases import check_user_can_draft_plan
from casework.permissions.plans import check_user_can_write_section
from casework.queries.plans import sections_of
from crispy_govuk.tables import Cell, Column, DataTable
from crispy_govuk.templatetags.govuk_format import pounds

PROVISION_LETTERS = (SectionLetter.F, SectionLetter.G, SectionLetter.H1, SectionLetter.H2)


def number_in_words(number: Decimal) -> str:
    """A quantity without idle zeros: "7", "2.5"."""
    return f"{number.normalize():f}" if number else "0"


def counted(number: Decimal, one: str, many: str) -> str:
    """ "1 hour", "2.5 hours"."""
    return f"{number_in_words(number)} {one if number == 1 else many}"


def how_much(line: ProvisionLine) -> str:
    """How much and how often a provision is given, without its cost: "7 hours a week, in a group of 4"."""
    quantity = line.quantity
    words = {
        CostBasis.WEEKLY_HOUR_YEAR: f"{counted(quantity, 'hour', 'hours')} a week",
        CostBasis.HOUR_WEEKS: f"{counted(quantity, 'hour', 'hours')} a week for {line.weeks} weeks a year",
        CostBasis.SESSION: f"{counted(quantity, 'session', 'sessions')} a year",
        CostBasis.YEAR: "All year" if quantity == 1 else f"{number_in_words(quantity)}, all year",
        CostBasis.ONE_OFF: "Once" if quantity == 1 else f"{number_in_words(quantity)}, once",
    }[CostBasis(line.basis)]
    return f"{words}, in a group of {line.shared_by}" if line.shared_by > 1 else words


def paragraphs_of(text: str) -> list[str]:
    """A text, divided where a line was left empty."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


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
    """The sections A to K in order, in two queries."""
    written = sections_of(plan_version)
    lines = list(plan_version.provision_lines.select_related("outcome"))
    shown = []
    for letter in SectionLetter:
        section = written.get(letter.value)
        text, version = (section.text, section.version) if section else ("", 1)
        shown.append(SectionShown(letter, text, version, [line for line in lines if line.section == letter.value]))
    return shown


def outcomes_shown(plan_version: PlanVersion) -> list[PlanOutcome]:
    """The outcomes in order."""
    return list(plan_version.outcomes.all())


def signer_title(person: User) -> str:
    """In what capacity somebody signed: their job title, or the role by which they decide."""
    if person.job_title:
        return person.job_title
    deciding = (Role.LEAD_SEND_COORDINATOR, Role.PANEL_CHAIR, Role.PANEL_MEMBER)
    return next((role.label for role in deciding if person.has_role(role)), "")


SECTION_HINTS: dict[SectionLetter, str] = {
    SectionLetter.A: "Views, interests, hopes and history, in the words of the child and family where you can.",
    SectionLetter.B: "Every special educational need that the advice found.",
    SectionLetter.C: "Health needs that go with the special educational needs.",
    SectionLetter.D: "Social care needs that go with the special educational needs.",
    SectionLetter.E: "The outcomes themselves are listed below this text, each with its day.",
    SectionLetter.F: "Detailed and specific, and normally quantified: what, how many hours, how often, by whom. "
    "The costed provision is listed below this text, without the pounds.",
    SectionLetter.G: "Health provision that the learning difficulties or disabilities reasonably require.",
    SectionLetter.H1: "Provision that must be made for a child under 18 under section 2 of the "
    "Chronically Sick and Disabled Persons Act 1970.",
    SectionLetter.H2: "Other social care provision that the needs reasonably require.",
    SectionLetter.J: "The needs and outcomes that direct payments are to meet.",
    SectionLetter.K: "The reports received are listed below this text.",
}
"""What belongs in a section: SEND Regs 2014, reg 12(1), and the Code of Practice, 9.62."""


def cost_in_words(line: ProvisionLine) -> str:
    """The rate of a line as it was written: "£600.00 a year for each weekly hour"."""
    basis = "an hour" if line.basis == CostBasis.HOUR_WEEKS else line.get_basis_display()
    return f"{pounds(line.unit_amount)} {basis}"


def provision_table(lines: list[ProvisionLine], caption: str) -> DataTable:
    """Provision lines with what they cost, for the council's own pages."""
    columns = [
        Column("Provision"),
        Column("How much, and at what rate"),
        Column("A year", numeric=True),
        Column("Who pays"),
    ]
    rows = [
        [
            Cell(line.description, sub=f"For outcome {line.outcome.position}" if line.outcome else ""),
            Cell(how_much(line), sub=f"{line.unit_name}, {cost_in_words(line)}"),
            pounds(line.annual_amount),
            line.get_payer_display(),
        ]
        for line in lines
    ]
    foot = ["Total", "", pounds(total(line.annual_amount for line in lines)), ""]
    return DataTable(caption, columns, rows, foot=foot, caption_size="s", small=True)


def placement_in_words(plan_version: PlanVersion) -> str:
    """Section I: the setting, its type, or both."""
    name = plan_version.placement.name if plan_version.placement else ""
    return ", ".join(part for part in (name, plan_version.placement_type) if part)


def last_day_for_views(served_on: date | None) -> date | None:
    """The last of the family's 15 days, or None before the draft is served."""
    return falls_on(FAMILY_VIEWS_ON_DRAFT, served_on) if served_on else None


@dataclass(frozen=True)
class SectionOnPage:
    """A section on the plan's page: as it reads, its provision table, and whether this person may write it."""

    shown: SectionShown
    table: DataTable | None
    may_write: bool
    may_write_outcomes: bool


def sections_to_show(plan_version: PlanVersion, case: Case, user: User) -> list[SectionOnPage]:
    """The sections for the plan's page, in order."""
    may_draft = allows(lambda: check_user_can_draft_plan(user, case))
    may_write = {
        letter: allows(lambda letter=letter: check_user_can_write_section(user, case, letter))  # type: ignore[misc]
        for letter in SectionLetter
    }
    return [
        SectionOnPage(
            shown,
            provision_table(shown.lines, f"Provision in section {shown.letter.value}") if shown.lines else None,
            may_write[shown.letter],
            may_draft and shown.letter == SectionLetter.E,
        )
        for shown in sections_shown(plan_version)
    ]


def allows(check: Callable[[], None]) -> bool:
    """Whether a check lets this person do it now; for links that are left out when it does not."""
    try:
        check()
    except Refused:
        return False
    return True
