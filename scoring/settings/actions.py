"""Setting which forms are moderated, and how many are scored a second time."""

from django.db import transaction

import audit.actions
from accounts.models import User
from base.clock import now
from base.refusals import Refused
from base.stale import check_unchanged
from scoring.enums import ModerationMode
from scoring.models import ScoringSetting
from scoring.settings.permissions import check_user_can_set_scoring
from scoring.settings.queries import LONGEST_STEP, setting_in_force


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


def _check_step(what: str, step: int, *, lowest: int) -> None:
    if not lowest <= step <= LONGEST_STEP:
        raise Refused(f"“{what}” must be a whole number from {lowest} to {LONGEST_STEP}.")
