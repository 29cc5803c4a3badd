"""May this person keep unit costs?"""

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import check_user_has_role
from allocation.models import UnitCost
from allocation.refusals import UnitCostEnded, UnitCostTooEarly


def check_user_can_manage_unit_costs(user: User | None) -> None:
    """The Personalisation Officer owns the unit costs; the set-up of the service (nobody) may load them."""
    if user is not None:
        check_user_has_role(user, Role.PERSONALISATION_OFFICER, act="change unit costs")


def check_unit_cost_can_change(unit_cost: UnitCost, effective_from: date) -> None:
    """A new price follows the newest one."""
    if unit_cost.effective_to is not None:
        raise UnitCostEnded(unit_cost.name)
    if effective_from <= unit_cost.effective_from:
        raise UnitCostTooEarly(unit_cost.name, unit_cost.effective_from)
