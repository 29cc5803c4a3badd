"""May this person write this part of the plan, or take it to the TAC, now?"""

from accounts.models import User
from base.refusals import Refused
from base.words import listed
from casework.cases.permissions import check_case_is_at, check_user_works_case
from casework.enums import PROVISION_SECTIONS, CostBasis, SectionLetter, Stage
from casework.models import Case, PlanVersion
from casework.plan.queries import letters_not_printed
from casework.plan.rules import cannot_be_printed
from casework.provision.actions import check_user_can_change_provision
from casework.versions.actions import (
    check_not_agreed,
    check_user_can_draft_plan,
    plan_version_or_refuse,
    sections_of,
)

L = SectionLetter


APPROVED_SECTIONS = (L.E, *PROVISION_SECTIONS)
"""What was approved: outcomes and provision stay as the signer saw them; the rest may follow the family's views."""


def check_user_can_write_section(user: User, case: Case, letter: SectionLetter) -> None:
    """Sections are written while drafting and at the TAC; those with outcomes and provision until a meeting has
    agreed them. Once approved, only the others are written.

    Section I is made from the placement.
    """
    if letter == L.I:
        raise _not_written_here(letter, "the placement is named once the draft has been served")
    if case.stage == Stage.FINALISING:
        check_user_works_case(user, case, act="write its plan")
        if letter in APPROVED_SECTIONS:
            raise _not_written_here(
                letter, "outcomes and provision were approved with the plan. Take it back to the TAC to change them"
            )
    else:
        check_user_can_draft_plan(user, case)
        if letter in APPROVED_SECTIONS:
            check_not_agreed(case)


def _not_written_here(letter: SectionLetter, instead: str) -> Refused:
    return Refused(f"Section {letter} cannot be changed here: {instead}.")


def check_user_can_change_outcomes(user: User, case: Case) -> None:
    """Outcomes are the TAC's to agree, as provision is."""
    check_user_can_change_provision(user, case)


def missing_from(plan_version: PlanVersion) -> list[str]:
    """What the TAC would miss: sections A and B, an outcome (E), provision (F)."""
    sections = sections_of(plan_version)
    missing = [
        f"section {letter} ({letter.label.lower()})"
        for letter in (L.A, L.B)
        if letter not in sections or not sections[letter].text.strip()
    ]
    if not plan_version.outcomes.exists():
        missing.append("an outcome (section E)")
    has_text = L.F in sections and sections[L.F].text.strip()
    if not has_text and not plan_version.provision_lines.exclude(basis=CostBasis.PLACE).exists():
        missing.append("the provision (section F)")
    return missing


def check_says_enough(plan_version: PlanVersion) -> None:
    """What the TAC agrees, and what is issued, says what the TAC must weigh."""
    missing = missing_from(plan_version)
    if missing:
        raise Refused(f"The plan does not say enough: {listed(missing)} still to be written. Write it first.")


def not_printed(plan_version: PlanVersion) -> list[str]:
    """A sentence for each place of the plan with letters that cannot be printed."""
    is_approved = plan_version.approved_at is not None
    return [
        cannot_be_printed(
            f"section {place}" if isinstance(place, SectionLetter) else place,
            letters,
            is_approved=is_approved and place in APPROVED_SECTIONS,
        )
        for place, letters in letters_not_printed(plan_version).items()
    ]


def check_can_be_printed(plan_version: PlanVersion) -> None:
    """What the family is served has every letter that was written."""
    sentences = not_printed(plan_version)
    if sentences:
        raise Refused(" ".join(sentences))


def check_user_can_take_to_tac(user: User, case: Case) -> None:
    """The co-ordinator takes a drafted plan to the TAC once it says what the TAC must weigh."""
    check_user_works_case(user, case, act="take its plan to the TAC")
    check_case_is_at(case, Stage.DRAFTING, act="take the plan to the TAC")
    missing = missing_from(plan_version_or_refuse(case))
    if missing:
        raise Refused(f"The plan cannot go to the TAC yet: {listed(missing)} still to be written. Write it first.")
