"""A plan's cost held against its indicative resource.

An indicative resource guides; it never caps: the plan must meet the needs in section F whatever it costs
(Children and Families Act 2014, s 42).
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Comparison:
    """A plan's cost beside its indicative resource, in pounds a year, with the tolerance the limit allows."""

    total: Decimal
    indicative: Decimal
    tolerance: Decimal = Decimal(0)

    @property
    def is_over(self) -> bool:
        """Above the indicative resource by more than the tolerance. Exactly at it is within."""
        return self.total > self.indicative + self.tolerance

    @property
    def above_by(self) -> Decimal:
        """How far above the indicative resource, whatever the tolerance; £0.00 when it is not."""
        return max(self.total - self.indicative, Decimal("0.00"))
