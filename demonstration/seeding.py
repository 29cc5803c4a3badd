"""Making the demonstration: people, a panel, and cases that live their lives up to now."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.actions import check_demonstration_is_on, create_demonstration_accounts
from accounts.enums import Role
from accounts.mails import service_name
from base.clock import acting_at, now, today
from casework.models import Case
from demonstration.cast import Cast, live, moment_on, the_cast
from demonstration.life import case_life
from demonstration.panel_life import STARTS, panel_life
from demonstration.put_right import put_right
from demonstration.second_life import SECOND_SCORE_EVERY, second_life
from demonstration.stories import tell_stories
from operations.mail.actions import forget_what_is_too_late, write_mail
from panels.members.actions import add_member, load_starter_panel
from panels.models import Panel
from scoring.enums import ModerationMode
from scoring.settings.actions import set_scoring


@dataclass(frozen=True)
class Seeded:
    """What a seeding made."""

    cases: int
    acts: int


def seed(count: int, seed_number: int) -> Seeded:
    """Make `count` cases by real actions, the same for the same seed and day.

    Starter data must be there (`load_starter_data`).
    """
    check_demonstration_is_on()
    stories = tell_stories(count, seed_number, today())
    before = Case.objects.count()
    begins = min(story.requested_on for story in stories) + timedelta(days=40)
    create_demonstration_accounts()
    cast = the_cast()
    panel = load_starter_panel()
    with acting_at(moment_on(begins - timedelta(days=30), STARTS)):
        _seat(panel, cast)
        set_scoring(
            moderation=ModerationMode.ALL, moderate_every=5, second_score_every=SECOND_SCORE_EVERY, by=cast.officer
        )
    lives = [case_life(story, cast) for story in stories]
    lives.append(panel_life(panel, cast, first=begins, seed=seed_number))
    lives.append(second_life(cast, first=begins, seed=seed_number))
    with quickly():
        acts = live(lives, until=now()) + put_right(cast)
    _a_mail_that_came_too_late(cast)
    return Seeded(cases=Case.objects.count() - before, acts=acts)


@contextmanager
def quickly() -> Iterator[None]:
    """Without Django's log of every query, which DEBUG turns on and which doubles the time, and without the collector
    of garbage, of which a seeding makes little.
    """
    debug, settings.DEBUG = settings.DEBUG, False
    gc.disable()
    try:
        yield
    finally:
        settings.DEBUG = debug
        gc.enable()


def _a_mail_that_came_too_late(cast: Cast) -> None:
    """One email that the worker, which did not run for two days, could not send while its link still held."""
    with acting_at(now() - timedelta(days=2)):
        write_mail(EmailMessage(f"{service_name()}: set a new password", "A link.", to=[cast.officer.email]))
    forget_what_is_too_late()


def _seat(panel: Panel, cast: Cast) -> None:
    for member in cast.members:
        add_member(panel, member, by=None, is_chair=member.has_role(Role.PANEL_CHAIR))
