"""Who acts in the made-up cases, and when they act."""

from collections.abc import Generator, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from django.db import transaction
from django.utils.timezone import get_current_timezone

from accounts.demonstration import PEOPLE
from accounts.enums import Role
from accounts.models import User
from base.clock import acting_at
from casework.enums import Stage
from demonstration.stories import Story

Life = Generator[datetime, None, None]
"""Says when its next act is, and does it when it is asked to go on."""


ACTS_IN_A_TRANSACTION = 100


def live(lives: Iterable[Life], *, until: datetime) -> int:
    """Do the acts of all lives in the order of their moments, up to `until`; returns how many were done.

    A life that names a moment before the present one acts a minute from now: nobody acts in their own past.
    """
    queue = [(next(life), number, life) for number, life in enumerate(lives)]
    heapify(queue)
    acts = 0
    with ExitStack() as committing:
        committing.enter_context(transaction.atomic())
        while queue:
            moment, number, life = heappop(queue)
            if moment > until:
                continue
            with acting_at(moment):
                following = next(life, None)
            if following is not None:
                heappush(queue, (max(following, moment + timedelta(minutes=1)), number, life))
            acts += 1
            if acts % ACTS_IN_A_TRANSACTION == 0:
                committing.close()
                committing.enter_context(transaction.atomic())
    return acts


def working_moment(day: date, random: Random) -> datetime:
    """A moment in working hours on `day`, or on the Friday before when it is a weekend."""
    if day.weekday() >= 5:
        day -= timedelta(days=day.weekday() - 4)
    return moment_on(day, time(random.randint(8, 16), random.randint(0, 59)))


def moment_on(day: date, at: time) -> datetime:
    """`at` on `day`, where the council is."""
    return datetime.combine(day, at, tzinfo=get_current_timezone())


@dataclass(frozen=True)
class Cast:
    """The people of the demonstration, by what they do."""

    coordinators: list[User]
    leads: list[User]
    officer: User
    chair: User
    members: list[User]

    def for_case(self, number: int) -> "People":
        """The people of the case with this number; one Lead verifies and the other signs."""
        first = number % len(self.leads)
        return People(
            coordinator=self.coordinators[number % len(self.coordinators)],
            verifier=self.leads[first],
            signer=self.leads[first - 1],
            officer=self.officer,
        )


@dataclass(frozen=True)
class People:
    """Who works on one case."""

    coordinator: User
    verifier: User
    signer: User
    officer: User


def the_cast() -> Cast:
    """The demonstration accounts as they are in the database."""
    users = {user.email: user for user in User.objects.filter(is_demonstration=True).select_related("team")}

    def those_with(role: Role) -> list[User]:
        return [users[person.email] for person in PEOPLE if role in person.roles]

    return Cast(
        coordinators=those_with(Role.CASE_COORDINATOR),
        leads=those_with(Role.LEAD_SEND_COORDINATOR),
        officer=those_with(Role.PERSONALISATION_OFFICER)[0],
        chair=those_with(Role.PANEL_CHAIR)[0],
        members=those_with(Role.PANEL_MEMBER),
    )


@dataclass
class Told:
    """A story being lived: who works on it, its random source, and the day it has come to."""

    story: Story
    people: People
    cast: Cast
    random: Random = field(init=False)
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.random = self.story.random()
        self.day = self.story.requested_on

    def at(self, days: float = 0) -> datetime:
        """A working moment `days` after the day it has come to."""
        return working_moment(self.day + timedelta(days=days), self.random)

    def after(self, stage: Stage) -> datetime:
        """The moment at which the case leaves `stage`."""
        self.day += timedelta(days=self.story.days_at[stage])
        return self.at()

    def say(self, text: str) -> str:
        return text.format(name=self.story.first_name)
