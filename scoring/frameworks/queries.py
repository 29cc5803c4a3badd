"""Shared reads of frameworks, their outcomes and their levels."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import IntegerField, OuterRef, Prefetch, QuerySet, Subquery

from accounts.enums import Role
from accounts.models import User
from audit.models import AuditEvent
from audit.queries import latest_about
from base.pages import MOST_COUNTED, HowMany
from base.refusals import Refused
from casework.models import Case
from scoring.enums import AgeVersion, FrameworkStatus, LevelKind
from scoring.frameworks.rules import LevelRow, OutcomeRow, Questionnaire, age_version_for
from scoring.models import Framework, Level, Outcome, RasForm

READERS = (Role.CASE_COORDINATOR, Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)


DRAFT_READERS = (Role.LEAD_SEND_COORDINATOR, Role.PERSONALISATION_OFFICER)


def frameworks_visible_to(user: User) -> QuerySet[Framework]:
    """The frameworks a person may read, newest first within each age: those in use and retired, and to some drafts."""
    if not user.has_role(*READERS):
        return Framework.objects.none()
    if user.has_role(*DRAFT_READERS):
        return Framework.objects.all()
    return Framework.objects.exclude(status=FrameworkStatus.DRAFT)


class _UpTo(Subquery):
    """How many rows a subquery has that is cut off: the database counts no further."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def with_form_counts(frameworks: QuerySet[Framework]) -> QuerySet[Framework]:
    """The same frameworks, each with `form_count`: how many RAS forms rest on it, up to one more than is counted."""
    forms = RasForm.objects.filter(framework=OuterRef("pk")).order_by().values("pk")[: MOST_COUNTED + 1]
    counted = frameworks.annotate(form_count=_UpTo(forms)).order_by("age_version", "-number")
    return counted.select_related("published_by", "retired_by", "copied_from")


def forms_in_words(framework: Framework) -> str:
    """How many RAS forms rest on a framework that carries its `form_count`: "812", "1,000+"."""
    return str(HowMany(framework.form_count))  # type: ignore[attr-defined]


def published_frameworks(age_version: AgeVersion | str) -> QuerySet[Framework]:
    """Those in use for an age, newest first. Two may run side by side."""
    return Framework.objects.filter(age_version=age_version, status=FrameworkStatus.PUBLISHED)


def versions_beside(framework: Framework) -> list[Framework]:
    """The versions whose forms compare with this one's: of the same age, and copied one from another.

    A framework that was begun by itself is another questionnaire, though it has as many outcomes. In one query.
    """
    versions = list(Framework.objects.order_by())
    begun_from = {each.pk: each.copied_from_id for each in versions}
    first = _first_version(framework.pk, begun_from)
    return [
        each
        for each in versions
        if each.age_version == framework.age_version and _first_version(each.pk, begun_from) == first
    ]


def _first_version(pk: int, begun_from: dict[int, int | None]) -> int:
    while (origin := begun_from[pk]) is not None:
        pk = origin
    return pk


def age_version_of(case: Case) -> AgeVersion:
    """The wording for the child of the case, by their age and school year on the day of the request."""
    child, day = case.child, case.requested_on
    return age_version_for(child.age_on(day), child.curriculum_year_on(day))


def frameworks_for(case: Case) -> list[Framework]:
    """The published frameworks for the child's age on the day of the request, newest first."""
    version = age_version_of(case)
    frameworks = list(published_frameworks(version))
    if not frameworks:
        raise Refused(
            f"The RAS form cannot be started: there is no published framework for ages {version.label}. "
            "Ask the Personalisation Officer to publish one."
        )
    return frameworks


def outcomes_of(framework: Framework | int) -> QuerySet[Outcome]:
    """The outcomes of a framework in order, with their levels, in two queries."""
    return Outcome.objects.filter(framework=framework).prefetch_related(
        Prefetch("levels", queryset=Level.objects.order_by("position"))
    )


MOST_KEPT = 100
"""How many published frameworks a process keeps in memory: more than a council has in use."""


def questions_of(framework: Framework) -> tuple[Outcome, ...]:
    """The outcomes of a framework in order, with their levels. To be read, never changed: everybody shares them.

    What is published never changes, the database sees to it; so a process reads it once. It is known by its id and the
    moment it was published, both read with the request: one from another database is another. A draft is read anew.
    """
    if framework.is_fixed and framework.published_at is not None:
        return _published(framework.pk, framework.published_at)
    return tuple(outcomes_of(framework))


@lru_cache(maxsize=MOST_KEPT)
def _published(framework_id: int, published_at: datetime) -> tuple[Outcome, ...]:
    return tuple(outcomes_of(framework_id))


def levels_of(framework: Framework) -> dict[int, Level]:
    """Every level of a framework by its id."""
    return {level.pk: level for outcome in questions_of(framework) for level in outcome.levels.all()}


def most_points(levels: Iterable[Level]) -> dict[int, int]:
    """The points of the highest level of each outcome, by its id."""
    most: dict[int, int] = {}
    for level in levels:
        most[level.outcome_id] = max(level.points, most.get(level.outcome_id, 0))
    return most


def questionnaire_of(framework: Framework) -> Questionnaire:
    """All the words of a framework as plain data, in two queries."""
    return Questionnaire(
        framework.title,
        AgeVersion(framework.age_version),
        tuple(row_of(outcome) for outcome in outcomes_of(framework)),
        framework.is_illustrative,
    )


def row_of(outcome: Outcome) -> OutcomeRow:
    """An outcome as plain data, with its levels in order."""
    levels = tuple(
        LevelRow(level.name, LevelKind(level.kind), level.description, level.points) for level in outcome.levels.all()
    )
    return OutcomeRow(outcome.wording, outcome.gate_question, outcome.guidance, levels)


def last_change_of(framework: Framework) -> AuditEvent:
    """Who changed a framework last, and when: every act on it is in the trail."""
    event = latest_about(framework)
    if event is None:
        raise LookupError(f"Nothing in the trail is about framework {framework.pk}.")
    return event


def named_for(reader: User, change: AuditEvent) -> str:
    """Who made a change, as its reader is told: "You", a name, or "The system"."""
    return "You" if change.actor_id == reader.pk else change.actor_name or "The system"
