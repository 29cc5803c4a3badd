"""Who signs a plan: the Lead SEND Co-ordinator, or SEND Panel.

"If agreed resource is in line with indicative resource and less than equivalent of 15 hrs TAF and 2.5 hrs MDS
(£10,363) then Lead SEND Co-ordinator will sign off Plan. If over this amount, Case Co-ordinator will take to SEND
Panel. If TAC agree more resources are required, Case Co-ordinator will take to SEND Panel." (RAS process,
September 2017, TAC meeting.)

The source leaves exactly £10,363.00 open ("less than", "over"): `Limit.at_limit` settles it. An indicative resource
guides and the limit divides the work of deciding; neither says what a child may have (Children and Families Act 2014,
section 42).
"""

from dataclasses import dataclass
from decimal import Decimal

from casework.money import NOTHING, PENNY, in_pounds, pence
from panels.enums import Reason, Signer


def exact_pounds(amount: Decimal, name: str) -> Decimal:
    """`amount` in pounds to the penny, never rounded.

    Raises TypeError for anything but a Decimal, and ValueError for a negative or endless figure or part of a penny.
    """
    if not isinstance(amount, Decimal):
        raise TypeError(f"The {name} must be a Decimal, not {type(amount).__name__}.")
    if not amount.is_finite():
        raise ValueError(f"The {name} must be an amount in pounds.")
    if amount < 0:
        raise ValueError(f"The {name} must be £0.00 or more.")
    if amount != pence(amount):
        raise ValueError(f"The {name} must be in whole pence.")
    return pence(amount)


@dataclass(frozen=True)
class Limit:
    """The sign-off limit of a day, in pounds a year.

    `tolerance` is how far above the indicative resource the Lead may still sign; `at_limit` who signs exactly at the
    limit; `equivalent` the hours it stands for.
    """

    amount: Decimal
    tolerance: Decimal = NOTHING
    at_limit: Signer = Signer.PANEL
    equivalent: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", exact_pounds(self.amount, "limit"))
        object.__setattr__(self, "tolerance", exact_pounds(self.tolerance, "tolerance"))
        object.__setattr__(self, "at_limit", Signer(self.at_limit))

    @property
    def in_words(self) -> str:
        """ "the limit of £10,363.00 (the equivalent of 15 hrs TAF and 2.5 hrs MDS)"."""
        stands_for = f" (the equivalent of {self.equivalent})" if self.equivalent else ""
        return f"the limit of {in_pounds(self.amount)}{stands_for}"

    def is_reached_by(self, amount: Decimal) -> bool:
        """Whether `amount` is too much, by the limit alone, for the Lead to sign."""
        return amount > self.amount if self.at_limit == Signer.LEAD else amount >= self.amount


@dataclass(frozen=True)
class SignerRuling:
    """Who signs, and why, with the figures put in.

    `words` is one or more whole sentences; `hint` says with what amount the Lead could sign, and is empty when the
    Lead may sign already or could sign nothing.
    """

    signer: Signer
    reasons: tuple[Reason, ...]
    words: str
    hint: str = ""

    @property
    def who(self) -> str:
        return self.signer.label


def who_signs(agreed: Decimal, indicative: Decimal, limit: Limit) -> SignerRuling:
    """Who signs a plan whose agreed resource is `agreed`, against `indicative` and the day's limit; pounds a year.

    The Lead when agreed <= indicative + tolerance and agreed < limit (or exactly at it, where `at_limit` says so).
    The panel when it is above the indicative resource, at or over the limit, or both.
    Raises TypeError for a float, ValueError for a negative amount or part of a penny.
    """
    agreed = exact_pounds(agreed, "agreed resource")
    indicative = exact_pounds(indicative, "indicative resource")
    reasons = []
    if agreed > indicative + limit.tolerance:
        reasons.append(Reason.ABOVE_INDICATIVE)
    if limit.is_reached_by(agreed):
        reasons.append(Reason.AT_OR_OVER_LIMIT)
    if not reasons:
        return SignerRuling(Signer.LEAD, (Reason.WITHIN_BOTH,), _lead_words(agreed, indicative, limit))
    return SignerRuling(
        Signer.PANEL, tuple(reasons), _panel_words(agreed, indicative, limit, reasons), _hint(indicative, limit)
    )


def most_the_lead_signs(indicative: Decimal, limit: Limit) -> Decimal:
    """The greatest agreed resource that the Lead may sign against `indicative`; negative where there is none."""
    below_limit = limit.amount if limit.at_limit == Signer.LEAD else limit.amount - PENNY
    return min(indicative + limit.tolerance, below_limit)


def _lead_words(agreed: Decimal, indicative: Decimal, limit: Limit) -> str:
    if agreed <= indicative:
        guide = f"within the indicative resource of {in_pounds(indicative)}"
    else:
        guide = (
            f"within the tolerance of {in_pounds(limit.tolerance)} "
            f"above the indicative resource of {in_pounds(indicative)}"
        )
    where = "below" if agreed < limit.amount else "at"
    return f"{in_pounds(agreed)} is {guide} and {where} {limit.in_words}, so the {Signer.LEAD.label} may sign."


def _panel_words(agreed: Decimal, indicative: Decimal, limit: Limit, reasons: list[Reason]) -> str:
    above = f"above the indicative resource of {in_pounds(indicative)}"
    if limit.tolerance:
        above += f" by more than the tolerance of {in_pounds(limit.tolerance)}"
    over = f"{'over' if limit.at_limit == Signer.LEAD else 'at or over'} {limit.in_words}"
    sentences = {Reason.ABOVE_INDICATIVE: above, Reason.AT_OR_OVER_LIMIT: over}
    first, *more = [sentences[reason] for reason in reasons]
    return " ".join([f"{in_pounds(agreed)} is {first}.", *(f"It is also {clause}." for clause in more)])


def _hint(indicative: Decimal, limit: Limit) -> str:
    most = most_the_lead_signs(indicative, limit)
    return f"With {in_pounds(most)} or less the Lead could sign." if most > 0 else ""
