"""What each made-up case is about: drawn once, from a seeded random source, before anything is written.

Ages, needs and costs are shaped by `words.NEED_SHARES` and the tables of the sources, so that lists and charts look
like those of a real service.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from casework.ages import age_on
from casework.enums import Phase, RequestSource, Sex, Stage
from demonstration.words import BOYS, GIRLS, LAST, NEED_SHARES, SETTINGS


class Costs(StrEnum):
    """How the plan's cost comes out beside the indicative resource."""

    WITHIN = "within"
    WITHIN_AFTER_RECONSIDERING = "within_after_reconsidering"
    MORE_REQUIRED = "more_required"


class Ending(StrEnum):
    """How a case ends that does not come to a plan."""

    NONE = ""
    NOT_ASSESSED = "not_assessed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED_OUT = "transferred_out"
    NOT_ISSUED = "not_issued"


SHARES_BY_STAGE: tuple[tuple[Stage, int], ...] = (
    (Stage.REQUESTED, 9),
    (Stage.GATHERING_REPORTS, 20),
    (Stage.SCORING, 8),
    (Stage.VERIFICATION, 6),
    (Stage.MODERATION, 6),
    (Stage.DRAFTING, 8),
    (Stage.TAC, 8),
    (Stage.SIGN_OFF, 4),
    (Stage.PANEL, 5),
    (Stage.FINALISING, 8),
    (Stage.MAINTAINED, 18),
)
"""Of a hundred cases, how many to leave at each stage."""

ENDINGS: tuple[tuple[Ending, int], ...] = (
    (Ending.NOT_ASSESSED, 4),
    (Ending.WITHDRAWN, 2),
    (Ending.NOT_ISSUED, 2),
    (Ending.TRANSFERRED_OUT, 1),
)
"""How the cases that end before there is a plan share out."""

DAYS_AT: dict[Stage, tuple[int, int]] = {
    Stage.REQUESTED: (12, 40),
    Stage.GATHERING_REPORTS: (22, 44),
    Stage.SCORING: (2, 8),
    Stage.VERIFICATION: (2, 6),
    Stage.MODERATION: (2, 7),
    Stage.DRAFTING: (3, 10),
    Stage.TAC: (4, 14),
    Stage.SIGN_OFF: (2, 5),
    Stage.PANEL: (5, 14),
    Stage.FINALISING: (16, 23),
}
"""The shortest and longest stay at each stage, in days."""


LATE = 0.12
"""The share of cases whose reports come so late that the twenty weeks are in danger."""


@dataclass(frozen=True)
class Story:
    """Everything random about one case. `days_at` is its stay at each stage it passes."""

    number: int
    first_name: str
    last_name: str
    sex: Sex
    born: date
    primary_need: str
    secondary_need: str
    setting: tuple[str, Phase] | None
    source: RequestSource
    requested_on: date
    days_at: dict[Stage, int]
    stops_at: Stage
    severity: float
    costs: Costs
    ending: Ending
    seed: int

    @property
    def goes_to_panel(self) -> bool:
        return self.costs == Costs.MORE_REQUIRED

    def random(self) -> Random:
        """The story's own random source, the same each time."""
        return Random(self.seed)  # noqa: S311 - made-up cases, no secret


def tell_stories(count: int, seed: int, today: date) -> list[Story]:
    """`count` stories, spread over the stages; the same for the same seed and day."""
    random = Random(seed)  # noqa: S311
    stages = _stages_for(count, random)
    return [_tell(number, stage, random, today) for number, stage in enumerate(stages, start=1)]


def _stages_for(count: int, random: Random) -> list[Stage]:
    """Stages in their shares, each at least once as soon as there are enough cases."""
    if count < len(SHARES_BY_STAGE):
        picked = [stage for stage, _ in SHARES_BY_STAGE][::-1][:count]
    else:
        picked = [stage for stage, _ in SHARES_BY_STAGE]
        population, weights = zip(*SHARES_BY_STAGE, strict=True)
        picked += random.choices(population, weights, k=count - len(picked))
    random.shuffle(picked)
    return picked


def _tell(number: int, stage: Stage, random: Random, today: date) -> Story:
    days_at = {passed: random.randint(*bounds) for passed, bounds in DAYS_AT.items()}
    if random.random() < LATE:
        days_at[Stage.GATHERING_REPORTS] += random.randint(25, 60)
    goes_to_panel = stage == Stage.PANEL or (
        stage in (Stage.FINALISING, Stage.MAINTAINED, Stage.TAC) and random.random() < 0.25
    )
    requested_on = _request_day(stage, days_at, goes_to_panel, random, today)
    sex = random.choices((Sex.MALE, Sex.FEMALE), (72, 28))[0]
    born = _born(requested_on, random)
    primary, secondary = _needs(random)
    return Story(
        number=number,
        first_name=random.choice(BOYS if sex == Sex.MALE else GIRLS),
        last_name=random.choice(LAST),
        sex=sex,
        born=born,
        primary_need=primary,
        secondary_need=secondary,
        setting=_setting(age_on(born, requested_on), random),
        source=random.choices(tuple(RequestSource), (42, 48, 5, 3, 2))[0],
        requested_on=requested_on,
        days_at=days_at,
        stops_at=stage,
        severity=random.betavariate(2.4, 2.2),
        costs=_costs(goes_to_panel, random),
        ending=_ending(stage, random),
        seed=random.getrandbits(48),
    )


def _request_day(stage: Stage, days_at: dict[Stage, int], goes_to_panel: bool, random: Random, today: date) -> date:
    """The day of the request that leaves the case at `stage` today."""
    order = list(DAYS_AT)
    order.remove(Stage.SIGN_OFF if goes_to_panel else Stage.PANEL)
    if stage == Stage.MAINTAINED:
        before, since = order, random.randint(2, 300)
    else:
        before, since = order[: order.index(stage)], random.randint(1, days_at[stage] - 1)
    return today - timedelta(days=sum(days_at[passed] for passed in before) + since)


def _born(requested_on: date, random: Random) -> date:
    """Requests peak in the early years, before secondary school and at 14."""
    age = random.choices((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18),
                         (4, 10, 13, 10, 8, 8, 8, 8, 9, 6, 5, 4, 4, 2, 1, 1))[0]  # fmt: skip
    return requested_on - timedelta(days=age * 365 + age // 4 + random.randint(1, 360))


def _needs(random: Random) -> tuple[str, str]:
    codes, shares = zip(*NEED_SHARES, strict=True)
    primary = random.choices(codes, shares)[0]
    if random.random() < 0.55:
        return primary, ""
    secondary = random.choices(codes, shares)[0]
    return primary, "" if secondary == primary else secondary


PHASES_BY_AGE = ((5, Phase.EARLY_YEARS), (11, Phase.PRIMARY), (16, Phase.SECONDARY), (26, Phase.COLLEGE))


def _setting(age: int, random: Random) -> tuple[str, Phase] | None:
    """A setting of the right phase, now and then a special school or none yet."""
    luck = random.random()
    if luck < 0.03:
        return None
    phase = next(phase for below, phase in PHASES_BY_AGE if age < below)
    if luck > 0.93 and age >= 5:
        phase = Phase.SPECIAL
    return random.choice([setting for setting in SETTINGS if setting[1] == phase])


def _costs(goes_to_panel: bool, random: Random) -> Costs:
    if goes_to_panel:
        return Costs.MORE_REQUIRED
    return Costs.WITHIN_AFTER_RECONSIDERING if random.random() < 0.3 else Costs.WITHIN


def _ending(stage: Stage, random: Random) -> Ending:
    """Some of the cases whose time is over ended before there was a plan."""
    if stage != Stage.MAINTAINED or random.random() > 0.28:
        return Ending.NONE
    endings, weights = zip(*ENDINGS, strict=True)
    return random.choices(endings, weights)[0]
