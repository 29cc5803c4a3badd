"""Allocating as plain Python: which figure is so far from everything else that it is asked for once more."""

from collections.abc import Sequence
from decimal import Decimal

from allocation.similar.rules import ENOUGH
from casework.money import NOTHING, in_pounds


def far_off_in_words(amount: Decimal, proposed: Decimal | None, similar: Sequence[Decimal]) -> str:
    """How far a figure lies from the converter's and from all similar cases, in sentences; "" when it does not.

    Far is more than twice or less than half of what the converter proposes (None for no allocation, of which any pounds
    are more than twice), or above or below every similar case. Fewer than five similar cases tell nothing, as
    everywhere. Pounds a year.
    """
    this, held_against = f"{in_pounds(amount)} a year", NOTHING if proposed is None else proposed
    said = []
    if amount > 2 * held_against:
        more = f"is more than twice the {in_pounds(held_against)} that the converter proposes"
        said.append(f"{this} {more if held_against else 'is given where the converter proposes no allocation'}.")
    elif 2 * amount < held_against:
        said.append(f"{this} is less than half of the {in_pounds(held_against)} that the converter proposes.")
    if len(similar) >= ENOUGH:
        lowest, highest, which = min(similar), max(similar), "It" if said else this
        if amount > highest:
            said.append(f"{which} is above all {len(similar)} similar cases: the highest came to {in_pounds(highest)}.")
        elif amount < lowest:
            said.append(f"{which} is below all {len(similar)} similar cases: the lowest came to {in_pounds(lowest)}.")
    return " ".join(said)
