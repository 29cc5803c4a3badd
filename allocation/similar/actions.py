"""Noting what cases came to, and keeping what an allocation saw of cases like it."""

from collections.abc import Sequence
from decimal import Decimal

from accounts.models import User
from allocation.enums import DecidedBy
from allocation.models import AgreedCase, Allocation, SimilarCase
from allocation.similar.queries import comparable_profile_of
from base.clock import now, today
from casework.models import Case
from casework.money import pence
from scoring.scores.queries import form_of

WITHIN = "Within the indicative resource."


WITHIN_TOLERANCE = "Within the tolerance above the indicative resource."


LONGEST_REASON = 4000
"""Characters of a reason that are kept; the decision itself has them all."""


def note_agreed_case(
    case: Case, *, agreed_amount: Decimal, decided_by: DecidedBy, by: User, reason: str = ""
) -> AgreedCase | None:
    """Note what a case's plan was agreed at, in pounds a year, for cases like it to be compared with.

    Part of the action that decided: call it locked and checked. A later decision on the case takes the place of the
    earlier one; what an allocation saw meanwhile stays (`SimilarCase`). The profile is that of the RAS form as
    verified and moderated. Without `reason`, the figure explains itself: by what made the indicative resource another
    than the converter's, or by lying within it. None for a case without an indicative resource.
    """
    form = form_of(case)
    allocation = Allocation.objects.filter(case=case, replaced_at=None).first()
    if form is None or allocation is None:
        return None
    profile = comparable_profile_of(form)
    noted, _ = AgreedCase.objects.update_or_create(
        case=case,
        defaults={
            "form": form,
            "framework": form.framework,
            "outcome_count": len(profile.profile),
            "marks": profile.profile.hex(),
            "points": profile.points,
            "indicative_amount": allocation.amount,
            "agreed_amount": pence(agreed_amount),
            "decided_by": decided_by,
            "reason": reason.strip()[:LONGEST_REASON] or own_reason(allocation, agreed_amount),
            "agreed_on": today(),
            "noted_at": now(),
            "noted_by": by,
        },
    )
    return noted


def own_reason(allocation: Allocation, agreed_amount: Decimal) -> str:
    """What explains a figure that nobody gave a reason for."""
    if allocation.reason:
        return allocation.reason
    return WITHIN if agreed_amount <= allocation.amount else WITHIN_TOLERANCE


def keep_similar_cases(allocation: Allocation, seen: Sequence[SimilarCase]) -> list[SimilarCase]:
    """Keep the similar cases that were `seen` with an allocation. Part of the action that allocates."""
    for similar in seen:
        similar.allocation = allocation
    return SimilarCase.objects.bulk_create(seen)
