"""Frameworks: making a version, publishing it, and loading the demonstration ones."""

from collections.abc import Iterable

from django.db import transaction

import audit.actions
from accounts.models import User
from audit.moments import now
from scoring.demonstration import FRAMEWORKS, OutcomeRow
from scoring.enums import AgeVersion, FrameworkStatus
from scoring.models import Framework, Level, Outcome
from scoring.permissions.frameworks import check_framework_can_change, check_user_can_publish_frameworks


def draft_framework(
    title: str, age_version: AgeVersion, rows: Iterable[OutcomeRow], *, is_illustrative: bool, by: User | None
) -> Framework:
    """Write the next version of the wording for an age, with any number of outcomes and levels.

    Effects: the framework as a draft, its outcomes and levels in the order given. Raises NotAllowed.
    """
    with transaction.atomic():
        check_user_can_publish_frameworks(by)
        newest = Framework.objects.select_for_update().filter(age_version=age_version).order_by("-number").first()
        framework = Framework.objects.create(
            title=title,
            age_version=age_version,
            number=newest.number + 1 if newest else 1,
            is_illustrative=is_illustrative,
        )
        rows = list(rows)
        outcomes = Outcome.objects.bulk_create(
            Outcome(
                framework=framework,
                position=position,
                wording=row.wording,
                gate_question=row.gate_question,
                guidance=row.guidance,
            )
            for position, row in enumerate(rows, start=1)
        )
        Level.objects.bulk_create(
            Level(
                outcome=outcome,
                position=position,
                name=level.name or level.kind.label,
                kind=level.kind,
                description=level.description,
                points=level.points,
            )
            for outcome, row in zip(outcomes, rows, strict=True)
            for position, level in enumerate(row.levels)
        )
        return framework


def publish_framework(framework: Framework, *, by: User | None) -> Framework:
    """Publish a draft: new forms use it from now on, and it never changes again.

    Effects: the version before it for the same age is retired. Raises NotAllowed or FrameworkIsFixed.
    """
    with transaction.atomic():
        check_user_can_publish_frameworks(by)
        framework = Framework.objects.select_for_update().get(pk=framework.pk)
        check_framework_can_change(framework)
        Framework.objects.filter(age_version=framework.age_version, status=FrameworkStatus.PUBLISHED).update(
            status=FrameworkStatus.RETIRED, retired_at=now(), retired_by=by
        )
        framework.status, framework.published_at, framework.published_by = FrameworkStatus.PUBLISHED, now(), by
        framework.save(update_fields=["status", "published_at", "published_by"])
        audit.actions.record("scoring.framework_published", by=by, subject=framework, framework=framework.title)
        return framework


def load_demonstration_frameworks(by: User | None = None) -> list[Framework]:
    """Publish the illustrative framework of every age that has none. Done again, it changes nothing.

    Returns the published framework of each age. Raises NotAllowed.
    """
    with transaction.atomic():
        for age_version, (title, rows) in FRAMEWORKS.items():
            if not Framework.objects.filter(age_version=age_version).exists():
                publish_framework(draft_framework(title, age_version, rows, is_illustrative=True, by=by), by=by)
        return list(Framework.objects.filter(status=FrameworkStatus.PUBLISHED))
