"""Frameworks: beginning a version, copying one, taking one in from a file, publishing, retiring and discarding."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

import audit.actions
from accounts.models import User
from base.clock import now
from scoring.enums import AgeVersion, FrameworkStatus
from scoring.frameworks.illustrative import FRAMEWORKS
from scoring.frameworks.permissions import (
    check_framework_can_be_published,
    check_framework_can_be_retired,
    check_framework_can_change,
    check_framework_unchanged,
    check_is_sound,
    check_user_can_manage_frameworks,
    check_user_can_read_framework,
)
from scoring.frameworks.queries import published_frameworks, questionnaire_of
from scoring.frameworks.rules import OutcomeRow, Questionnaire, on_one_line, tidied
from scoring.models import Framework, Level, Outcome


def draft_framework(questionnaire: Questionnaire, *, by: User | None) -> Framework:
    """Begin the next version of the wording for an age, with any number of outcomes and levels, or none yet.

    Effects: the framework as a draft, its outcomes and levels in the order given.
    """
    with transaction.atomic():
        check_user_can_manage_frameworks(by, act="draft a framework")
        framework = _write(questionnaire)
        audit.actions.record("scoring.framework_drafted", by=by, subject=framework, **named_facts(framework))
        return framework


def copy_framework(framework: Framework, title: str, age_version: AgeVersion, *, by: User) -> Framework:
    """Begin the next version for an age with all the words of another version, whatever its state and age.

    Effects: as of `draft_framework`; the draft remembers what it was copied from.
    """
    with transaction.atomic():
        check_user_can_manage_frameworks(by, act="copy a framework")
        check_user_can_read_framework(by, framework)
        words = questionnaire_of(framework)
        copy = Questionnaire(title, age_version, words.outcomes, words.is_illustrative)
        draft = _write(copy, copied_from=framework)
        facts = named_facts(draft) | {"source": framework.named}
        audit.actions.record("scoring.framework_copied", by=by, subject=draft, **facts)
        return draft


def import_framework(questionnaire: Questionnaire, *, by: User) -> Framework:
    """Take in what a file holds as a draft: the next version for its age.

    Effects: as of `draft_framework`.
    """
    with transaction.atomic():
        check_user_can_manage_frameworks(by, act="import a framework")
        check_is_sound(questionnaire, "The file")
        framework = _write(questionnaire)
        audit.actions.record("scoring.framework_imported", by=by, subject=framework, **named_facts(framework))
        return framework


def publish_framework(
    framework: Framework, expected_version: int | None = None, *, by: User | None, retire: bool = True
) -> Framework:
    """Publish a draft: new forms use it from now on, and it never changes again.

    Effects: those published for the same age are retired, or with `retire` off run side by side with it.
    """
    with transaction.atomic():
        check_user_can_manage_frameworks(by, act="publish a framework")
        _hold_versions_for(framework.age_version)
        framework = lock_framework(framework)
        check_framework_can_be_published(framework)
        check_framework_unchanged(framework, expected_version, by)
        before = list(published_frameworks(framework.age_version))
        framework.status, framework.published_at, framework.published_by = FrameworkStatus.PUBLISHED, now(), by
        framework.save(update_fields=["status", "published_at", "published_by"])
        audit.actions.record("scoring.framework_published", by=by, subject=framework, **named_facts(framework))
        if retire:
            for each in before:
                _retire(each, by=by)
        return framework


def retire_framework(framework: Framework, *, by: User) -> Framework:
    """Retire a published framework: no new form starts with it, and the forms that rest on it keep it."""
    with transaction.atomic():
        check_user_can_manage_frameworks(by, act="retire a framework")
        framework = lock_framework(framework)
        check_framework_can_be_retired(framework)
        return _retire(framework, by=by)


def discard_framework(framework: Framework, expected_version: int | None = None, *, by: User) -> Framework:
    """Delete a draft. A copy made from it is from then on a copy of what the draft itself was copied from."""
    with transaction.atomic():
        check_user_can_manage_frameworks(by, act="discard a framework")
        framework = lock_framework(framework)
        check_framework_can_change(framework)
        check_framework_unchanged(framework, expected_version, by)
        audit.actions.record("scoring.framework_discarded", by=by, subject=framework, **named_facts(framework))
        Framework.objects.filter(copied_from=framework).update(copied_from=framework.copied_from)
        Level.objects.filter(outcome__framework=framework).delete()
        framework.outcomes.all().delete()
        framework.delete()
        return framework


def load_demonstration_frameworks(by: User | None = None) -> list[Framework]:
    """Publish the illustrative framework of every age that has none. Done again, it changes nothing.

    Returns the published framework of each age.
    """
    with transaction.atomic():
        for questionnaire in FRAMEWORKS:
            if not Framework.objects.filter(age_version=questionnaire.age_version).exists():
                publish_framework(draft_framework(questionnaire, by=by), by=by)
        return list(Framework.objects.filter(status=FrameworkStatus.PUBLISHED))


def lock_framework(framework: Framework) -> Framework:
    """The framework as it is now, held until the transaction ends."""
    return Framework.objects.select_for_update().get(pk=framework.pk)


def named_facts(framework: Framework) -> dict[str, Any]:
    """What the trail says of a framework: its title and its number."""
    return {"framework": framework.title, "number": framework.number}


def write_levels(rows: Mapping[Outcome, OutcomeRow]) -> None:
    """Write the levels of outcomes that have none."""
    Level.objects.bulk_create(
        Level(
            outcome=outcome,
            position=position,
            name=level.name,
            kind=level.kind,
            description=level.description,
            points=level.points,
        )
        for outcome, row in rows.items()
        for position, level in enumerate(row.levels)
    )


def _write(questionnaire: Questionnaire, copied_from: Framework | None = None) -> Framework:
    """The next version for the age, as a draft."""
    rows = [tidied(outcome) for outcome in questionnaire.outcomes]
    framework = Framework.objects.create(
        title=on_one_line(questionnaire.title),
        age_version=questionnaire.age_version,
        number=_next_number(questionnaire.age_version),
        is_illustrative=questionnaire.is_illustrative,
        copied_from=copied_from,
    )
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
    write_levels(dict(zip(outcomes, rows, strict=True)))
    return framework


def _next_number(age_version: AgeVersion) -> int:
    """The number of the next version for an age."""
    _hold_versions_for(age_version)
    newest = Framework.objects.filter(age_version=age_version).aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


def _hold_versions_for(age_version: str) -> None:
    """Let whoever drafts or publishes for the same age at the same time wait until the transaction ends."""
    list(Framework.objects.select_for_update().filter(age_version=age_version).order_by("pk").values_list("pk"))


def _retire(framework: Framework, *, by: User | None) -> Framework:
    framework.status, framework.retired_at, framework.retired_by = FrameworkStatus.RETIRED, now(), by
    framework.save(update_fields=["status", "retired_at", "retired_by"])
    audit.actions.record("scoring.framework_retired", by=by, subject=framework, **named_facts(framework))
    return framework
