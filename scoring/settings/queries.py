"""How scoring is watched: the setting in force, those before it, and what falls to a sample."""

from django.db.models import QuerySet

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


def setting_in_force() -> ScoringSetting:
    """The newest setting. While nobody has set anything every form is moderated and none is scored twice: an unsaved
    setting, without a moment or a person.
    """
    return scoring_settings().first() or ScoringSetting()


def scoring_settings() -> QuerySet[ScoringSetting]:
    """Every setting there has been, newest first, with who set it."""
    return ScoringSetting.objects.select_related("set_by")
