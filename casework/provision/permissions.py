"""May this person change the provision, or a unit cost, now?"""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from base.refusals import Refused
from base.words import day_in_words
from casework.models import Case, UnitCost
from casework.provision.queries import unit_costs_on
from casework.versions.permissions import check_not_agreed, check_user_can_draft_plan


def check_user_can_change_provision(user: User, case: Case) -> None:
    """Provision lines change while drafting and at the TAC, but not after a meeting ended with their figures."""
    check_user_can_draft_plan(user, case)
    check_not_agreed(case)


def check_user_can_manage_unit_costs(user: User | None) -> None:
    """The Personalisation Officer owns the unit costs; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change unit costs")


def check_unit_cost_is_in_force(unit_cost: UnitCost, day: date) -> None:
    """Provision is costed at prices in force."""
    if not unit_costs_on(day).filter(pk=unit_cost.pk).exists():
        raise Refused(
            f"The price of “{unit_cost.label}” is no longer in force. Choose a unit cost from the list as it is now."
        )


def check_unit_cost_can_change(unit_cost: UnitCost, effective_from: date) -> None:
    """A new price follows the newest one."""
    if unit_cost.effective_to is not None:
        raise Refused(f"The unit cost “{unit_cost.name}” has a newer price already. Change the newest one.")
    if effective_from <= unit_cost.effective_from:
        since = day_in_words(unit_cost.effective_from)
        raise Refused(f"The new price of “{unit_cost.name}” must begin after {since}, when its present price began.")
