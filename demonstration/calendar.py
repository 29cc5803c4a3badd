"""The made-up past: every case lives its own life, and all acts are done in the order of time."""

from collections.abc import Generator, Iterable
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from django.db import transaction
from django.utils.timezone import get_current_timezone

from audit.moments import acting_at

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
