from allocation.models.allocations import Allocation
from allocation.models.limits import SignOffLimit
from allocation.models.similar import AgreedCase, RangeCheck, SimilarCase
from allocation.models.tables import AllocationRow, AllocationTable
from allocation.models.unit_costs import UnitCost

__all__ = [
    "AgreedCase",
    "Allocation",
    "AllocationRow",
    "AllocationTable",
    "RangeCheck",
    "SignOffLimit",
    "SimilarCase",
    "UnitCost",
]
