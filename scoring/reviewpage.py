"""The joints of the pages about a given form: an app above adds here, from its `apps.py`, what it knows of pounds.

scoring knows nothing of pounds; it shows what is registered, in the order of registration.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from scoring.models import RasForm


@dataclass(frozen=True)
class Beside:
    """Something to weigh while moderating: a template drawn above the outcomes, with its `context` as `content`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Build = Callable[[RasForm, User], Beside | None]
_built_by: list[Build] = []


def register_beside(build: Build) -> Build:
    """Let `build(form, user)` tell what stands beside the scores of a form; None while it has nothing to show."""
    _built_by.append(build)
    return build


def beside(form: RasForm, user: User) -> list[Beside]:
    """What is shown beside the scores of this form to this person."""
    return [shown for build in _built_by if (shown := build(form, user)) is not None]


@dataclass(frozen=True)
class Onward:
    """A page of the app above about the same form."""

    text: str
    url: str


Lead = Callable[[RasForm, User], Onward | None]
_led_by: list[Lead] = []


def register_onward(lead: Lead) -> Lead:
    """Let `lead(form, user)` tell where one may read on from a given form; None when there is nothing to read."""
    _led_by.append(lead)
    return lead


def onward(form: RasForm, user: User) -> list[Onward]:
    """Where this person may read on from this form."""
    return [link for lead in _led_by if (link := lead(form, user)) is not None]
