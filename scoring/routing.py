"""Where a verified form goes: to moderation, or straight to the Lead to allocate from the converter.

The setting in force says which. scoring knows nothing of pounds: the app above registers from its `apps.py` the check
that holds the converter's figure against what similar cases got.
"""

from collections.abc import Callable
from dataclasses import dataclass

from casework.enums import Stage
from scoring.enums import FormActKind, ModerationMode
from scoring.models import FormAct, RasForm, ScoringSetting
from scoring.queries.settings import setting_in_force
from scoring.rules.settings import every_nth, falls_to_sample


@dataclass(frozen=True)
class RangeFinding:
    """Whether the figure for a form lies outside the range of similar cases, and why, as a sentence."""

    is_outside: bool
    words: str


@dataclass(frozen=True)
class Route:
    """The stage a verified form goes to, and why, as a sentence."""

    stage: Stage
    words: str


CheckRange = Callable[[RasForm], RangeFinding]
_checked_by: list[CheckRange] = []


def register_range_check(check: CheckRange) -> CheckRange:
    """Let `check(form)` hold a form just verified against similar cases; the last to register is asked."""
    _checked_by.append(check)
    return check


def route_of(form: RasForm) -> Route:
    """Where a form goes that has just been verified. Part of the action that verifies: call it locked.

    A case that was at moderation before goes back there. Otherwise the setting decides: every form; every nth that is
    verified; or those outside the range of similar cases. The range is checked whatever the setting, so that a change
    of it can be judged by what it would have done.
    """
    finding = _checked_by[-1](form)
    setting = setting_in_force()
    if form.case.moves.filter(to_stage=Stage.MODERATION).exists():
        return Route(Stage.MODERATION, "It was at moderation before.")
    if setting.moderation == ModerationMode.SAMPLE:
        return _by_sample(setting)
    if setting.moderation == ModerationMode.OUTSIDE_RANGE:
        return Route(Stage.MODERATION if finding.is_outside else Stage.ALLOCATION, finding.words)
    return Route(Stage.MODERATION, "Every form is moderated.")


def _by_sample(setting: ScoringSetting) -> Route:
    """Every nth form verified, this one counted. The setting is locked: two verified at once get a number each."""
    ScoringSetting.objects.select_for_update().get(pk=setting.pk)
    ordinal = FormAct.objects.filter(kind=FormActKind.VERIFIED).count()
    rule = f"{every_nth(setting.moderate_every)} is moderated"
    if falls_to_sample(ordinal, setting.moderate_every):
        return Route(Stage.MODERATION, f"It fell to the sample: {rule}.")
    return Route(Stage.ALLOCATION, f"It did not fall to the sample: {rule}.")
