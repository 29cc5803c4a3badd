"""Provision lines that come to about a given sum, made of the unit costs of the starter data."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from random import Random

from accounts.models import User
from base.clock import today
from casework.enums import CostBasis, Payer
from casework.models import PlanOutcome, PlanVersion, ProvisionLine, UnitCost
from casework.provision.actions import add_provision_line, change_provision_line, unit_costs_on
from casework.provision.rules import Price, Provision

HALF_HOUR = Decimal("0.5")
THERAPY, LUNCH, LESSONS = "Speech and language therapy", "Lunchtime support", "Teaching assistant, lessons"


@dataclass(frozen=True)
class Wanted:
    """How much of which unit cost, by its name, for what."""

    unit_cost: str
    quantity: Decimal
    description: str


def lines_for(target: Decimal, needs: str, random: Random) -> list[Wanted]:
    """Lines that come to no more than `target` pounds a year, and close to it."""
    costs = unit_costs()
    wanted, left = [], target
    if "SLCN" in needs and left > 1500:
        sessions = Decimal(random.choice((6, 8, 12)))
        wanted.append(Wanted(THERAPY, sessions, "Direct speech and language therapy, with practice each day"))
        left -= costs[THERAPY].amount * sessions
    if left > 2500 and random.random() < 0.7:
        hours = HALF_HOUR * random.randint(2, 5)
        wanted.append(Wanted(LUNCH, hours, "An adult close by at lunch, leading a playground game"))
        left -= costs[LUNCH].amount * hours
    hours = half_hours(left, costs[LESSONS].amount)
    if hours:
        wanted.append(Wanted(LESSONS, hours, "A teaching assistant in lessons, fading as independence grows"))
    return wanted


def half_hours(amount: Decimal, rate: Decimal) -> Decimal:
    """The half hours a week that `amount` pounds a year buys at `rate`, rounded down."""
    return max((amount / rate / HALF_HOUR).to_integral_value(ROUND_FLOOR) * HALF_HOUR, Decimal(0))


def unit_costs() -> dict[str, UnitCost]:
    """Today's unit costs by name."""
    return {cost.name: cost for cost in unit_costs_on(today())}


def write_lines(plan_version: PlanVersion, wanted: list[Wanted], outcomes: list[PlanOutcome], by: User) -> None:
    """Add the lines, and one that the setting makes available to every child."""
    costs = unit_costs()
    for number, line in enumerate(wanted):
        cost = costs[line.unit_cost]
        outcome = outcomes[number % len(outcomes)]
        provision = Provision(line.description, line.quantity, Payer(cost.payer), outcome_id=outcome.pk)
        add_provision_line(plan_version, provision, cost, by=by)
    own_offer = Provision(
        "Social skills group of four, from what the setting offers every child",
        Decimal(1),
        Payer.ELEMENT_2,
        outcome_id=outcomes[-1].pk,
    )
    free = Price("The setting’s own offer", CostBasis.YEAR, Decimal("0.00"))
    add_provision_line(plan_version, own_offer, free, by=by)


def largest_line(plan_version: PlanVersion) -> ProvisionLine:
    """The line that costs most."""
    line = plan_version.provision_lines.order_by("-annual_amount", "pk").first()
    assert line is not None  # noqa: S101 - there is always the setting's own line
    return line


def change_hours(line: ProvisionLine, quantity: Decimal, by: User) -> None:
    """Rewrite a line with another quantity."""
    provision = Provision(line.description, quantity, Payer(line.payer), outcome_id=line.outcome_id)
    change_provision_line(line, provision, by=by)
