"""The joints of the pages about a given form: an app above adds here, from its `apps.py`, what it knows of pounds.

scoring knows nothing of pounds; it shows what is registered, in the order of registration.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from scoring.models import RasForm


@dataclass(frozen=True)
class ReviewPanel:
    """Something to weigh while moderating: a template drawn above the outcomes, with its `context` as `content`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Build = Callable[[RasForm, User], ReviewPanel | None]


_built_by: list[Build] = []


def register_review_panel(build: Build) -> Build:
    """Let `build(form, user)` tell what stands beside the scores of a form; None while it has nothing to show."""
    _built_by.append(build)
    return build


def review_panels(form: RasForm, user: User) -> list[ReviewPanel]:
    """What is shown beside the scores of this form to this person."""
    return [shown for build in _built_by if (shown := build(form, user)) is not None]


@dataclass(frozen=True)
class RelatedLink:
    """A page of the app above about the same form."""

    text: str
    url: str


Lead = Callable[[RasForm, User], RelatedLink | None]


_led_by: list[Lead] = []


def register_related_link(lead: Lead) -> Lead:
    """Let `lead(form, user)` tell where one may read on from a given form; None when there is nothing to read."""
    _led_by.append(lead)
    return lead


def related_links(form: RasForm, user: User) -> list[RelatedLink]:
    """Where this person may read on from this form."""
    return [link for lead in _led_by if (link := lead(form, user)) is not None]


Effect = Callable[[int, int], str]


_told_by: list[Effect] = []


def register_effect(effect: Effect) -> Effect:
    """Let `effect(points_of_the_first, points_of_the_second)` say what the difference comes to; "" for nothing."""
    _told_by.append(effect)
    return effect


def effects(first_points: int, second_points: int) -> list[str]:
    """What the difference between two forms comes to, a sentence each."""
    return [said for tell in _told_by if (said := tell(first_points, second_points))]
