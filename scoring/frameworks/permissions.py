"""May this person read or change this framework, now? Each check returns nothing, or raises the refusal."""

from datetime import datetime

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.refusals import NotAllowed, Refused
from base.stale import check_unchanged
from casework.models import Case
from scoring.enums import FrameworkStatus
from scoring.frameworks.queries import (
    DRAFT_READERS,
    READERS,
    age_version_of,
    last_change_of,
    named_for,
    questionnaire_of,
)
from scoring.frameworks.rules import MOST_OUTCOMES, OutcomeRow, Questionnaire, faults_of, problems_of
from scoring.models import Framework


def check_user_can_read_frameworks(user: User) -> None:
    """Whoever works on cases reads the frameworks, in use and retired."""
    check_user_has_role(user, *READERS, act="read the frameworks")


def check_user_can_read_framework(user: User, framework: Framework) -> None:
    """A draft is read by the Personalisation Officer, and by the Leads who advise on it."""
    check_user_can_read_frameworks(user)
    if not framework.is_fixed and not user.has_role(*DRAFT_READERS):
        raise NotAllowed(
            "This framework is a draft. The Personalisation Officer and the Leads can read it; "
            "you can once it is published."
        )


def check_user_can_manage_frameworks(user: User | None, *, act: str) -> None:
    """The Personalisation Officer owns the frameworks; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act=act)


def check_framework_can_change(framework: Framework) -> None:
    """A framework that has been published never changes: forms rest on it."""
    if framework.is_fixed:
        raise Refused(f"“{framework.title}” has been published and cannot be changed. Make a new version instead.")


def check_framework_unchanged(framework: Framework, expected_version: int | None, by: User | None) -> None:
    """Nobody may have changed the draft since the page that showed it after so many edits."""
    if by is None:
        return

    def last_change() -> tuple[str, datetime]:
        change = last_change_of(framework)
        return named_for(by, change), change.at

    advice = "What you entered is still here: look at the framework as it is now, then save again."
    check_unchanged(expected_version, framework.edits, framework.named, last_change, advice=advice)


def check_framework_can_be_published(framework: Framework) -> None:
    """A draft is published once it is sound."""
    check_framework_can_change(framework)
    check_is_sound(questionnaire_of(framework), framework.named)


def check_is_sound(questionnaire: Questionnaire, named: str) -> None:
    """What is published or taken in from a file has no problem; all of them are named."""
    problems = [problem.sentence for problem in problems_of(questionnaire)]
    if problems:
        raise Refused(f"{named} cannot be published yet. {' '.join(problems)}")


def check_framework_can_be_retired(framework: Framework) -> None:
    """What is in use is retired; a draft is discarded instead."""
    if framework.status != FrameworkStatus.PUBLISHED:
        raise Refused(
            f"{framework.named} cannot be retired: it is “{FrameworkStatus(framework.status).label}”. "
            "Only a published framework is retired."
        )


def check_framework_suits(framework: Framework, case: Case) -> None:
    """A form starts with a published framework for the child's age on the day of the request."""
    age_version = age_version_of(case)
    if framework.status != FrameworkStatus.PUBLISHED or framework.age_version != age_version:
        raise Refused(
            f"The RAS form of this child cannot be started with {framework.named}: "
            f"it is not a published framework for ages {age_version.label}. Choose one of those shown."
        )


def check_can_be_kept(outcome: OutcomeRow, position: int) -> None:
    """Even a draft keeps only what is short enough, and points that can be."""
    faults = faults_of(outcome, position)
    if faults:
        raise Refused(" ".join(fault.sentence for fault in faults))


def check_outcome_fits(framework: Framework) -> None:
    """One more outcome may be added."""
    if framework.outcomes.count() >= MOST_OUTCOMES:
        raise Refused(f"A framework has {MOST_OUTCOMES} outcomes at most. Remove one before you add another.")
