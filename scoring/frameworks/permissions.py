"""May this person read or change this framework, now? Each check returns nothing, or raises the refusal."""

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from casework.models import Case
from scoring.enums import FrameworkStatus
from scoring.frameworks.queries import DRAFT_READERS, READERS, age_version_of, last_change_of, questionnaire_of
from scoring.frameworks.rules import MOST_OUTCOMES, OutcomeRow, faults_of, problems_of
from scoring.models import Framework
from scoring.refusals import (
    DraftNotYours,
    FrameworkChanged,
    FrameworkIsFixed,
    FrameworkNotForCase,
    FrameworkNotPublished,
    FrameworkUnsound,
    NotKept,
    TooManyOutcomes,
)


def check_user_can_read_frameworks(user: User) -> None:
    """Whoever works on cases reads the frameworks, in use and retired."""
    check_user_has_role(user, *READERS, act="read the frameworks")


def check_user_can_read_framework(user: User, framework: Framework) -> None:
    """A draft is read by the Personalisation Officer, and by the Leads who advise on it."""
    check_user_can_read_frameworks(user)
    if not framework.is_fixed and not user.has_role(*DRAFT_READERS):
        raise DraftNotYours


def check_user_can_manage_frameworks(user: User | None, *, act: str) -> None:
    """The Personalisation Officer owns the frameworks; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act=act)


def check_framework_can_change(framework: Framework) -> None:
    """A framework that has been published never changes: forms rest on it."""
    if framework.is_fixed:
        raise FrameworkIsFixed(framework.title)


def check_framework_unchanged(framework: Framework, expected_edits: int | None, by: User | None) -> None:
    """Nobody may have changed the draft since the page that showed it after so many edits."""
    if by is not None and expected_edits is not None and expected_edits != framework.edits:
        raise FrameworkChanged(framework.named, last_change_of(framework), by)


def check_framework_can_be_published(framework: Framework) -> None:
    """A draft is published once it is sound."""
    check_framework_can_change(framework)
    problems = problems_of(questionnaire_of(framework))
    if problems:
        raise FrameworkUnsound(framework.named, [problem.sentence for problem in problems])


def check_framework_can_be_retired(framework: Framework) -> None:
    """What is in use is retired; a draft is discarded instead."""
    if framework.status != FrameworkStatus.PUBLISHED:
        raise FrameworkNotPublished(framework.named, FrameworkStatus(framework.status).label)


def check_framework_suits(framework: Framework, case: Case) -> None:
    """A form starts with a published framework for the child's age on the day of the request."""
    age_version = age_version_of(case)
    if framework.status != FrameworkStatus.PUBLISHED or framework.age_version != age_version:
        raise FrameworkNotForCase(framework.named, age_version.label)


def check_can_be_kept(outcome: OutcomeRow, position: int) -> None:
    """Even a draft keeps only what is short enough, and points that can be."""
    faults = faults_of(outcome, position)
    if faults:
        raise NotKept([fault.sentence for fault in faults])


def check_outcome_fits(framework: Framework) -> None:
    """One more outcome may be added."""
    if framework.outcomes.count() >= MOST_OUTCOMES:
        raise TooManyOutcomes(MOST_OUTCOMES)
