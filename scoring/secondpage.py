"""The joint of the page of two forms side by side: an app above says there what the difference comes to.

scoring knows nothing of pounds; it shows the sentences that are registered.
"""

from collections.abc import Callable

Effect = Callable[[int, int], str]
_told_by: list[Effect] = []


def register_effect(effect: Effect) -> Effect:
    """Let `effect(points_of_the_first, points_of_the_second)` say what the difference comes to; "" for nothing."""
    _told_by.append(effect)
    return effect


def effects(first_points: int, second_points: int) -> list[str]:
    """What the difference between two forms comes to, a sentence each."""
    return [said for tell in _told_by if (said := tell(first_points, second_points))]
