"""How scoring is watched: which forms are moderated and which are scored twice, from a moment on; and who says so."""

from collections.abc import Callable
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

import audit.actions
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.clock import now
from base.refusals import Refused
from base.stale import check_unchanged
from scoring.enums import ModerationMode
from scoring.models import ScoringSetting

LONGEST_STEP = 1000
"""A sample takes at least one form in so many: a larger number is a slip of the keyboard."""


def is_sampled(ordinal: int, every: int) -> bool:
    """Whether the form that is the `ordinal`th (from 1) falls to a sample of every `every`th; 0 is no sample."""
    return every > 0 and ordinal % every == 0


def every_nth(every: int, noun: str = "form") -> str:
    """A sample in words: "every form", "every 4th form"; nothing for a sample that takes none."""
    if every == 0:
        return f"no {noun}"
    if every == 1:
        return f"every {noun}"
    ending = "th" if 10 < every % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(every % 10, "th")
    return f"every {every}{ending} {noun}"


def ordinal_in(
    setting: ScoringSetting, count: Literal["verified_count", "submitted_count"], of_all: Callable[[], int]
) -> int:
    """Which the form or case in hand is among all there have been, from 1, for a sample of the setting in force.

    `of_all` counts them, this one too. It is asked once a setting; from then on the setting's own count goes up by one.
    Part of an action: the setting is locked until it ends, so that of two at once one is counted after the other.
    """
    held = ScoringSetting.objects.select_for_update().get(pk=setting.pk)
    so_far: int | None = getattr(held, count)
    ordinal = of_all() if so_far is None else so_far + 1
    setattr(held, count, ordinal)
    held.save(update_fields=[count])
    return ordinal


def scoring_settings() -> QuerySet[ScoringSetting]:
    """Every setting there has been, newest first, with who set it."""
    return ScoringSetting.objects.select_related("set_by")


def setting_in_force() -> ScoringSetting:
    """The newest setting. While nobody has set anything every form is moderated and none is scored twice: an unsaved
    setting, without a moment or a person.
    """
    return scoring_settings().first() or ScoringSetting()


def check_user_can_set_scoring(user: User) -> None:
    """The Personalisation Officer owns the analysis, and with it which forms are moderated and scored twice."""
    check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="say which forms are moderated or scored twice")


def _check_step(what: str, step: int, *, lowest: int) -> None:
    if not lowest <= step <= LONGEST_STEP:
        raise Refused(f"“{what}” must be a whole number from {lowest} to {LONGEST_STEP}.")


def set_scoring(
    *,
    moderation: ModerationMode,
    moderate_every: int,
    second_score_every: int,
    by: User,
    expected_version: int | None = None,
) -> ScoringSetting:
    """Put a setting in force from now on: which forms go to moderation, and every how many are scored twice.

    Effects: a new row; the ones before it stay as history. The same setting again changes nothing. Forms that were
    submitted earlier stay where they are. `expected_version` is the id of the setting that the page showed, 0 for none.
    """
    with transaction.atomic():
        check_user_can_set_scoring(by)
        _check_step("Moderate every how many forms", moderate_every, lowest=1)
        _check_step("Score a second time every how many forms", second_score_every, lowest=0)
        list(ScoringSetting.objects.select_for_update()[:1])
        newest = setting_in_force()
        if newest.pk is not None:
            check_unchanged(
                expected_version, newest.pk, "this setting", lambda: (newest.set_by.full_name, newest.set_at)
            )
        wanted = (moderation, moderate_every, second_score_every)
        if newest.pk and wanted == (newest.moderation, newest.moderate_every, newest.second_score_every):
            return newest
        setting = ScoringSetting.objects.create(
            moderation=moderation,
            moderate_every=moderate_every,
            second_score_every=second_score_every,
            set_at=now(),
            set_by=by,
        )
        audit.actions.record(
            "scoring.setting_changed",
            by=by,
            subject=setting,
            moderation=ModerationMode(moderation).label,
            moderate_every=moderate_every if moderation == ModerationMode.SAMPLE else None,
            second_score_every=second_score_every,
        )
        return setting
