"""Which passages of a case a person sees, and who marks them beside its co-ordinator."""

from collections.abc import Callable, Collection, Iterable

from django.db.models import Q, QuerySet

from accounts.models import User
from casework.models import Case, Passage, Report
from casework.quotes import tidy

BlindReaders = Callable[[Case], Iterable[int]]
_blind_readers: list[BlindReaders] = []


def register_blind_readers(readers: BlindReaders) -> BlindReaders:
    """Let an app above tell whose reading of a case's reports is kept apart for now, by the ids of users."""
    _blind_readers.append(readers)
    return readers


def reading_blind(case: Case) -> frozenset[int]:
    """The users who read the reports of this case apart: they mark passages of their own and see no others'."""
    return frozenset(user_id for readers in _blind_readers for user_id in readers(case))


def passages_visible_to(user: User, case: Case, *, and_these: Collection[int] | QuerySet = ()) -> QuerySet[Passage]:
    """The passages of a case, with their reports, in the order of the reports.

    Somebody who reads blind sees those they marked; everybody else sees all but theirs. `and_these` are ids of
    passages that are shown in any case.
    """
    blind = reading_blind(case)
    visible = Q(marked_by=user) if user.pk in blind else ~Q(marked_by__in=blind)
    passages = Passage.objects.filter(visible | Q(pk__in=and_these), report__case=case)
    return passages.select_related("report", "marked_by").order_by("report__asked_on", "report", "pk")


def same_passage(report: Report, quote: str, *, by: User) -> Passage | None:
    """The passage with these words in this report that the person sees already."""
    return passages_visible_to(by, report.case).filter(report=report, quote=tidy(quote)).first()
