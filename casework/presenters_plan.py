"""What pages and documents show of a plan: its sections, its outcomes, and its provision in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.enums import Role
from accounts.models import User
from casework.enums import CostBasis, SectionLetter
from casework.models import PlanOutcome, PlanVersion, ProvisionLine
from casework.queries_plan import sections_of

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
        """The text, divided where a line was left empty."""
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


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


def placement_in_words(plan_version: PlanVersion) -> str:
    """Section I: the setting, its type, or both."""
    name = plan_version.placement.name if plan_version.placement else ""
    return ", ".join(part for part in (name, plan_version.placement_type) if part)


def last_day_for_views(served_on: date | None) -> date | None:
    """The last of the family's 15 days, or None before the draft is served."""
    from casework.clock import FAMILY_VIEWS_ON_DRAFT, falls_on

    return falls_on(FAMILY_VIEWS_ON_DRAFT, served_on) if served_on else None
