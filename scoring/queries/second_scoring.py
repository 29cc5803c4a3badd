"""Shared reads of second scoring: who was asked to score which case again, and how far it has come."""

from django.db.models import Q, QuerySet

from accounts.models import User
from audit.queries import trail_of, views_of
from casework.models import Case, Hand
from casework.queries.cases import SEES_ALL_CASES
from scoring.enums import FormActKind, FormPurpose, FormStatus, SecondScoringState
from scoring.models import FormAct, SecondScoring
from scoring.rules.pairs import submission_that_counts

GIVEN = Q(form__status=FormStatus.SUBMITTED)

IN_STATE = {
    SecondScoringState.WAITING: Q(scorer=None),
    SecondScoringState.ASKED: Q(scorer__isnull=False, form=None),
    SecondScoringState.BEING_SCORED: Q(form__status=FormStatus.DRAFT),
    SecondScoringState.GIVEN: GIVEN,
}
"""Which second scorings have come how far: the same as `SecondScoring.state`, for many."""


def second_scorings() -> QuerySet[SecondScoring]:
    """Every second scoring that was not called off, oldest first, with case, scorer and form."""
    related = ("case__child", "case__coordinator", "scorer", "asked_by", "form__framework")
    return SecondScoring.objects.filter(cancelled_at=None).select_related(*related)


def second_scoring_of(case: Case) -> SecondScoring | None:
    """The second scoring of a case, or None when it was not asked for, or called off."""
    second = second_scorings().filter(case=case).first()
    if second is not None:
        second.case = case
        if second.form is not None:
            second.form.case = case
    return second


def open_second_scorings_of(user: User) -> QuerySet[SecondScoring]:
    """What this person is asked to score blind and has not given yet.

    A case that became their own meanwhile is theirs to work on; somebody else must score it a second time.
    """
    return second_scorings().filter(scorer=user).exclude(GIVEN).exclude(case__coordinator=user)


def second_scorings_closing_to(user: User) -> QuerySet[SecondScoring]:
    """What keeps a case closed to this person: what they have not given yet, and what they gave to another team.

    Having scored a case once does not make it theirs to read.
    """
    asked = second_scorings().filter(scorer=user).exclude(case__coordinator=user)
    if user.has_role(*SEES_ALL_CASES):
        return asked.exclude(GIVEN)
    elsewhere = ~Q(case__team=user.team_id) if user.team_id else Q()
    return asked.filter(~GIVEN | elsewhere) if elsewhere else asked


def people_scoring_blind(case: Case) -> list[int]:
    """The ids of those who are asked to score this case without seeing the first form, and have not given theirs."""
    asked = second_scorings().filter(case=case, scorer__isnull=False).exclude(GIVEN).exclude(scorer=case.coordinator)
    return list(asked.values_list("scorer_id", flat=True))


def is_second_given(case: Case) -> bool:
    """Whether the case has a second form that is given."""
    return SecondScoring.objects.filter(GIVEN, case=case, cancelled_at=None).exists()


def is_first_given(case: Case) -> bool:
    """Whether a submission of the first form counts: one that was taken back does not, until it is given again."""
    acts = FormAct.objects.filter(form__case=case, form__purpose=FormPurpose.FIRST).order_by("acted_at", "pk")
    return submission_that_counts((pk, FormActKind(kind)) for pk, kind in acts.values_list("pk", "kind")) is not None


def count_waiting_for_scorer() -> int:
    """How many second scorings nobody is asked for yet."""
    return SecondScoring.objects.filter(cancelled_at=None, scorer=None).count()


def cases_scored_second_by(user: User) -> Q:
    """Which cases a person may read because they were asked to score them a second time: a condition on Case."""
    return Q(pk__in=SecondScoring.objects.filter(scorer=user, cancelled_at=None).values("case"))


def submissions_of(case: Case) -> QuerySet[FormAct]:
    """Every time the first form of a case was submitted, oldest first."""
    return FormAct.objects.filter(
        form__case=case, form__purpose=FormPurpose.FIRST, kind=FormActKind.SUBMITTED
    ).select_related("acted_by")


def count_of_cases_submitted() -> int:
    """How many cases have had their first form submitted at some time, whatever became of it."""
    submitted = FormAct.objects.filter(form__purpose=FormPurpose.FIRST, kind=FormActKind.SUBMITTED)
    return submitted.order_by().values("form").distinct().count()


def people_with_a_part(case: Case) -> set[int]:
    """The ids of those who scored, verified, moderated or signed in this case."""
    return set(Hand.objects.filter(case=case).order_by().values_list("person", flat=True))


TELL_NOTHING = frozenset({"Reports", "Report", "Report’s file", "Second scoring"})
"""Pages of a case, by their names in the trail, from which nobody learns how it was scored."""


def people_who_have_seen_scores(case: Case) -> set[int]:
    """The ids of those who opened the case since its form was first submitted: they have read its points."""
    first = submissions_of(case).first()
    if first is None:
        return set()
    views = views_of(case.pk).filter(at__gte=first.acted_at).order_by().values_list("actor_id", "facts__page")
    return {actor_id for actor_id, page in views.distinct() if actor_id and page not in TELL_NOTHING}


def was_coordinator_since_asked(user: User, second: SecondScoring) -> bool:
    """Whether the case was given to this person meanwhile, even for a time: then the first form lay open to them."""
    given = trail_of(second.case_id).filter(verb="casework.case_reassigned", at__gte=second.assigned_at)
    return given.filter(facts__coordinator=user.full_name).exists()
