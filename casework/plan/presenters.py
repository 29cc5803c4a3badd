"""What pages and documents show of a plan: its sections, its outcomes, and its provision in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from accounts.enums import Role
from accounts.models import User
from base.pages import is_allowed
from casework.enums import DocumentKind, SectionLetter
from casework.models import Case, PlanVersion
from casework.plan.permissions import check_user_can_change_outcomes, check_user_can_write_section
from casework.plan.queries import SectionShown, advice_in, outcomes_shown, sections_shown
from casework.provision.presenters import how_much, provision_table
from casework.time_limits import FAMILY_VIEWS_ON_DRAFT, falls_on
from crispy_govuk.tables import DataTable

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


@dataclass(frozen=True)
class SectionOnPage:
    """A section on the plan's page: as it reads, its provision table, and whether this person may write it."""

    shown: SectionShown
    table: DataTable | None
    may_write: bool
    may_write_outcomes: bool


def sections_to_show(plan_version: PlanVersion, case: Case, user: User) -> list[SectionOnPage]:
    """The sections for the plan's page, in order."""
    may_write_outcomes = is_allowed(lambda: check_user_can_change_outcomes(user, case))
    may_write = {
        letter: is_allowed(lambda letter=letter: check_user_can_write_section(user, case, letter))  # type: ignore[misc]
        for letter in SectionLetter
    }
    return [
        SectionOnPage(
            shown,
            provision_table(shown.lines, f"Provision in section {shown.letter.value}") if shown.lines else None,
            may_write[shown.letter],
            may_write_outcomes and shown.letter == SectionLetter.E,
        )
        for shown in sections_shown(plan_version)
    ]


def placement_in_words(plan_version: PlanVersion) -> str:
    """Section I: the setting, its type, or both."""
    name = plan_version.placement.name if plan_version.placement else ""
    return ", ".join(part for part in (name, plan_version.placement_type) if part)


def last_day_for_views(served_on: date | None) -> date | None:
    """The last of the family's 15 days, or None before the draft is served."""
    return falls_on(FAMILY_VIEWS_ON_DRAFT, served_on) if served_on else None


def signer_title(person: User) -> str:
    """In what capacity somebody signed: their job title, or the role by which they decide."""
    if person.job_title:
        return person.job_title
    deciding = (Role.LEAD_SEND_COORDINATOR, Role.PANEL_CHAIR, Role.PANEL_MEMBER)
    return next((role.label for role in deciding if person.has_role(role)), "")


def plan_as_html(plan_version: PlanVersion, kind: DocumentKind) -> str:
    """The draft or the final plan as a page to be printed."""
    return render_to_string("casework/pdf/plan.html", document_context(plan_version, kind))


def document_context(plan_version: PlanVersion, kind: DocumentKind) -> dict[str, Any]:
    """What the document says. Provision lines are given in words, so that no amount can be printed."""
    child = plan_version.case.child
    is_draft = kind == DocumentKind.DRAFT
    sections = [
        {
            "letter": shown.letter.value,
            "heading": shown.heading,
            "text": shown.text,
            "provision": [
                {
                    "what": line.description,
                    "how_much": how_much(line),
                    "who": line.unit_name,
                    "outcome": line.outcome.position if line.outcome else None,
                }
                for line in shown.lines
            ],
        }
        for shown in sections_shown(plan_version)
    ]
    return {
        "is_draft": is_draft,
        "title": f"{'Draft ' if is_draft else ''}Education, Health and Care plan: {child.full_name}",
        "council": settings.COUNCIL_NAME,
        "child": child,
        "contacts": [c for c in child.contacts.all() if c.has_parental_responsibility],
        "reference": plan_version.case.reference,
        "number": plan_version.number,
        "sections": sections,
        "outcomes": outcomes_shown(plan_version),
        "placement": "" if is_draft else placement_in_words(plan_version),
        "advice": list(advice_in(plan_version)),
        "signer": plan_version.approved_by,
        "signer_title": signer_title(plan_version.approved_by) if plan_version.approved_by else "",
        "approved_on": localdate(plan_version.approved_at) if plan_version.approved_at else None,
        "issued_on": localdate(plan_version.issued_at) if plan_version.issued_at else None,
    }
