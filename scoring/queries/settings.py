"""How scoring is watched: the setting in force, and those before it."""

from django.db.models import QuerySet

from scoring.models import ScoringSetting


def setting_in_force() -> ScoringSetting:
    """The newest setting. While nobody has set anything every form is moderated and none is scored twice: an unsaved
    setting, without a moment or a person.
    """
    return scoring_settings().first() or ScoringSetting()


def scoring_settings() -> QuerySet[ScoringSetting]:
    """Every setting there has been, newest first, with who set it."""
    return ScoringSetting.objects.select_related("set_by")
