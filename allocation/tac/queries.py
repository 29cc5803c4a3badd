"""What the provision costs beside the indicative resource."""

from datetime import date

from allocation.allocating.queries import allocation_of
from allocation.limits.queries import limit_on
from allocation.refusals import NotAllocated
from casework.models import Case
from casework.provision.queries import provision_total_of
from casework.tac.rules import Comparison


def comparison_of(case: Case, day: date) -> Comparison:
    """What the provision costs now, whoever pays, beside the indicative resource, with the tolerance of `day`.

    Raises NotAllocated before there is an indicative resource, and LimitMissing without a limit.
    """
    allocation = allocation_of(case)
    if allocation is None:
        raise NotAllocated
    return Comparison(provision_total_of(case), allocation.amount, limit_on(day).tolerance)
